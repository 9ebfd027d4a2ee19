/** Two lines over time, drawn by the server: what an SVG needs, in its own pixels. */
export type StudyChart = {
  readonly width: number
  readonly height: number
  readonly lines: readonly {
    readonly path: string
    readonly name: string
    readonly y: number
    readonly isMain: boolean
  }[]
  /** Where the second period begins. */
  readonly startX: number
  readonly top: string
  readonly floor: number
  readonly right: number
}

const [width, height, left, right, above, below] = [320, 190, 4, 236, 30, 160]

/** `patrolled` and `control`: thefts a square in each step; the second half is after. */
export function studyChart(patrolled: readonly number[], control: readonly number[]): StudyChart {
  const most = Math.max(...patrolled, ...control, 1e-9)
  const x = (at: number) => left + ((right - left) * at) / Math.max(1, patrolled.length - 1)
  const y = (value: number) => below - ((below - above) * value) / most
  const path = (values: readonly number[]) =>
    values.map((value, at) => `${at ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('')
  const ends = [y(patrolled.at(-1) ?? 0), y(control.at(-1) ?? 0)] as const
  const [own, other] = apart(ends)
  return {
    ...{
      width,
      height,
      floor: below,
      right,
      startX: x(patrolled.length / 2 - 0.5),
      top: most.toFixed(most < 10 ? 1 : 0),
    },
    lines: [
      { path: path(control), name: 'like them', y: other, isMain: false },
      { path: path(patrolled), name: 'patrolled', y: own, isMain: true },
    ],
  }
}

/** Names at the ends of two lines must not lie over each other. */
function apart([one, other]: readonly [number, number]): readonly [number, number] {
  const least = 14
  if (Math.abs(one - other) >= least) return [one, other]
  const middle = (one + other) / 2
  return one <= other ? [middle - least / 2, middle + least / 2] : [middle + least / 2, middle - least / 2]
}
