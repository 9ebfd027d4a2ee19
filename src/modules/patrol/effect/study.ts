import type { Grid } from '#lib/cells/grid'
import { type Displacement, displacementOf } from '#lib/patrol-plan/displacement'
import { type Effect, effectOf } from '#lib/patrol-plan/effect'
import { matchControls, ringMetres, ringsAround } from './match-controls.ts'

/** Thefts in one square in one step of time: 0 is the first with patrols, -1 the last without. */
export type Counted = { readonly cell: number; readonly step: number; readonly thefts: number }

export type StudyInput = {
  readonly grid: Grid
  readonly mask: Uint8Array
  /** Squares that were patrolled in the second period. */
  readonly patrolled: readonly number[]
  readonly thefts: readonly Counted[]
  /** Steps of each period: the second is 0 to steps - 1. */
  readonly steps: number
  /** Steps between the periods, which are in neither. */
  readonly aside: number
  /** Steps, of the count that patrols are sent by. */
  readonly halfLife: number
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
 * Whether patrolled squares changed otherwise than squares like them. Patrols are sent where lately many were taken, and that is luck in
 * part: it ends by itself, and would look like success. So controls had as high a score when patrols began, and the first period
 * lies before the time that made the score (Ashenfelter 1978: "the dip" of those who are chosen for what came just before).
 */
export function studyOf({ grid, mask, patrolled, thefts, steps, aside, halfLife, seed }: StudyInput): Study {
  const rings = ringsAround(grid, patrolled)
  const elsewhere = [...mask.keys()].filter((cell) => mask[cell] === 1 && !rings.has(cell))
  const matched = matchControls(patrolled, elsewhere, scoresOf(thefts, halfLife), seed)
  const before = sums(thefts.filter(({ step }) => step >= -aside - steps && step < -aside))
  const after = sums(thefts.filter(({ step }) => step >= 0 && step < steps))
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
    steps: stepsOf(
      thefts,
      { steps, aside },
      {
        patrolled: new Set(matched.patrolled),
        control: new Set(matched.controls),
        rings: [new Set(inRing(1)), new Set(inRing(2))],
      },
    ),
  }
}

function sums(thefts: readonly Counted[]): Map<number, number> {
  const sum = new Map<number, number>()
  for (const { cell, thefts: more } of thefts) sum.set(cell, (sum.get(cell) ?? 0) + more)
  return sum
}

/** What each square weighs when patrols begin: a theft counts half after each half-life, as on the list that they are sent by. */
const scoresOf = (thefts: readonly Counted[], halfLife: number) =>
  sums(
    thefts
      .filter(({ step }) => step < 0)
      .map(({ cell, step, thefts: many }) => ({ cell, step, thefts: many * 0.5 ** (-step / halfLife) })),
  )

const total = (cells: readonly number[], counts: ReadonlyMap<number, number>) =>
  cells.reduce((sum, cell) => sum + (counts.get(cell) ?? 0), 0)

type Groups = {
  readonly patrolled: ReadonlySet<number>
  readonly control: ReadonlySet<number>
  readonly rings: readonly [ReadonlySet<number>, ReadonlySet<number>]
}

type Periods = { readonly steps: number; readonly aside: number }

function stepsOf(
  thefts: readonly Counted[],
  { steps, aside }: Periods,
  { patrolled, control, rings }: Groups,
): StudyStep[] {
  const at = Array.from({ length: 2 * steps }, () => ({ patrolled: 0, control: 0, rings: [0, 0] as [number, number] }))
  for (const { cell, step, thefts: more } of thefts) {
    const into = step >= 0 ? at[steps + step] : step < -aside ? at[steps + aside + step] : undefined
    if (!into) continue
    if (patrolled.has(cell)) into.patrolled += more
    if (control.has(cell)) into.control += more
    for (const ring of [0, 1] as const) if (rings[ring].has(cell)) into.rings[ring] += more
  }
  return at
}
