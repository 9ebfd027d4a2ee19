import type { Grid } from '#lib/cells/grid'
import { type Displacement, displacementOf } from '#lib/patrol-plan/displacement'
import { type Effect, effectOf } from '#lib/patrol-plan/effect'
import { matchControls, ringMetres, ringsAround } from './match-controls.ts'

/** Thefts in one square in one step of time; below 0 is before both periods, for matching only. */
export type Counted = { readonly cell: number; readonly step: number; readonly thefts: number }

export type StudyInput = {
  readonly grid: Grid
  readonly mask: Uint8Array
  /** Squares that were patrolled in the second period. */
  readonly patrolled: readonly number[]
  readonly thefts: readonly Counted[]
  /** Steps of each period: 0 to steps - 1 are before, the same number after. */
  readonly steps: number
  readonly seed: number
}

export type StudyStep = {
  readonly patrolled: number
  readonly control: number
  readonly rings: readonly [number, number]
}
export type Study = {
  readonly squares: number
  readonly controls: number
  readonly unlike: number
  /** Undefined with fewer than two squares to compare. */
  readonly effect: Effect | undefined
  /** By ring, the nearer first. */
  readonly moved: readonly Displacement[]
  /** Thefts by step: before, then after. */
  readonly steps: readonly StudyStep[]
}

/**
 * Whether patrolled squares changed otherwise than squares like them. Controls are matched on the time before the first period: matched
 * on the first period itself, squares that were hot by luck would cool by themselves and look like success.
 */
export function studyOf({ grid, mask, patrolled, thefts, steps, seed }: StudyInput): Study {
  const rings = ringsAround(grid, patrolled)
  const earlier = sums(thefts.filter(({ step }) => step < 0))
  const elsewhere = [...mask.keys()].filter((cell) => mask[cell] === 1 && !rings.has(cell))
  const matched = matchControls(patrolled, elsewhere, earlier, seed)
  const before = sums(thefts.filter(({ step }) => step >= 0 && step < steps))
  const after = sums(thefts.filter(({ step }) => step >= steps && step < 2 * steps))
  const of = (cells: readonly number[]) => ({
    before: Float64Array.from(cells, (cell) => before.get(cell) ?? 0),
    after: Float64Array.from(cells, (cell) => after.get(cell) ?? 0),
  })
  const all = (cells: readonly number[]) => ({ before: total(cells, before), after: total(cells, after) })
  const inRing = (ring: number) => [...rings].filter(([cell, at]) => at === ring && mask[cell]).map(([cell]) => cell)
  const isEnough = matched.patrolled.length >= 2
  return {
    ...{ squares: matched.patrolled.length, controls: matched.controls.length, unlike: matched.unlike.length },
    effect: isEnough ? effectOf(of(matched.patrolled), of(matched.controls), { seed }) : undefined,
    moved: isEnough
      ? ringMetres.map((_, at) => displacementOf(all(matched.patrolled), all(inRing(at + 1)), all(matched.controls)))
      : [],
    steps: stepsOf(thefts, steps, {
      patrolled: new Set(matched.patrolled),
      control: new Set(matched.controls),
      rings: [new Set(inRing(1)), new Set(inRing(2))],
    }),
  }
}

function sums(thefts: readonly Counted[]): Map<number, number> {
  const sum = new Map<number, number>()
  for (const { cell, thefts: more } of thefts) sum.set(cell, (sum.get(cell) ?? 0) + more)
  return sum
}

const total = (cells: readonly number[], counts: ReadonlyMap<number, number>) =>
  cells.reduce((sum, cell) => sum + (counts.get(cell) ?? 0), 0)

type Groups = {
  readonly patrolled: ReadonlySet<number>
  readonly control: ReadonlySet<number>
  readonly rings: readonly [ReadonlySet<number>, ReadonlySet<number>]
}

function stepsOf(thefts: readonly Counted[], steps: number, { patrolled, control, rings }: Groups): StudyStep[] {
  const at = Array.from({ length: 2 * steps }, () => ({ patrolled: 0, control: 0, rings: [0, 0] as [number, number] }))
  for (const { cell, step, thefts: more } of thefts) {
    const into = at[step]
    if (!into) continue
    if (patrolled.has(cell)) into.patrolled += more
    if (control.has(cell)) into.control += more
    for (const ring of [0, 1] as const) if (rings[ring].has(cell)) into.rings[ring] += more
  }
  return at
}
