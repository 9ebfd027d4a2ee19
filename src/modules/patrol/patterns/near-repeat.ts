import type { Grid } from '#lib/cells/grid'
import { type Random, seeded } from '#lib/stats/random'
import { oneAYear } from '#lib/stats/repeated-looks'
import {
  apart,
  chanceOf,
  type Finding,
  isAlarm,
  type Pattern,
  type PatternLook,
  scoresByChance,
  type Theft,
  week,
} from '../pattern.ts'

const metres = 200
const day = 24
const weeks = 8
/** Of which one cannot say that two are the same kind. */
const noKind = new Set(['unknown', 'other', 'lost'])
/** Thefts before the last one: two of a kind are no series yet. */
const fewest = 2

/**
 * A theft that was reported in the last day with more of its kind within 200 metres and seven days than Knox expects: than if, of the
 * thefts of that kind of eight weeks, each could as well have been at the time of any other. The time is that of the theft where it is
 * known: what was told today of two weeks ago is no part of what goes on now. Times are dealt anew within each kind;
 * the chance is that of the best score anywhere, for any kind. Whole weeks are compared, so that places that are busy on
 * Saturdays do not alarm on each of them. Knox (1964) and Johnson et al. (2007), made local and prospective.
 */
const nearRepeat: Pattern = { slug: 'near-repeat', rule: oneAYear, hours: 'of-theft-or-report', find }
export default nearRepeat

/** The thefts of a kind: the first `today` were reported in the last day, the first `lately`, those among them, are of the last week. */
type Kind = {
  readonly method: string
  readonly cells: Int32Array
  readonly today: number
  readonly lately: number
  readonly inSquare: Uint32Array
}

type Seen = { readonly cell: number; readonly near: number; readonly expected: number; readonly score: number }

function find({ thefts, until, ground: { grid }, rule }: PatternLook): Finding[] {
  const recent = thefts.filter(({ hour }) => hour < until && hour >= until - weeks * week)
  const kinds = kindsOf(recent, until, grid)
  const seen = kinds.flatMap((kind) => [...eachToday(kind, kind.cells, grid)].map((one) => ({ ...one, kind })))
  if (seen.length === 0) return []
  const most = seen.reduce((best, { score }) => Math.max(best, score), 0)
  const byChance = scoresByChance(rule, most, rounds(kinds, grid, seeded(until)))
  if (!byChance) return []
  const findings = seen.flatMap(({ cell, near, expected, score, kind: { method } }) => {
    const chance = chanceOf(score, byChance)
    if (!isAlarm(chance, rule)) return []
    const around = new Set(nearTo(grid, cell))
    const its = recent.filter((one) => one.method === method && one.hour >= until - week && around.has(one.cell))
    const hours = its.map(({ hour }) => hour)
    const span = { from: Math.min(...hours), to: Math.max(...hours) + 1 }
    const squares = [...new Set(its.map((one) => one.cell))]
    // The last theft itself is there for sure.
    return [{ ...span, squares, thefts: near + 1, expected: expected + 1, chance, method }]
  })
  return apart(findings)
}

function kindsOf(thefts: readonly Theft[], until: number, grid: Grid): Kind[] {
  return [...Map.groupBy(thefts, ({ method }) => method)].flatMap(([method, its]) => {
    if (noKind.has(method)) return []
    const isLate = ({ hour }: Theft) => hour >= until - week
    const isNew = (one: Theft) => isLate(one) && (one.report ?? one.hour) >= until - day
    // Within each of the three, the order decides nothing.
    const sorted = its.toSorted((a, b) => Number(isNew(b)) - Number(isNew(a)) || b.hour - a.hour)
    const inSquare = new Uint32Array(grid.rows * grid.cols)
    for (const { cell } of sorted) inSquare[cell] = (inSquare[cell] as number) + 1
    const cells = Int32Array.from(sorted, ({ cell }) => cell)
    return [{ method, cells, today: sorted.filter(isNew).length, lately: sorted.filter(isLate).length, inSquare }]
  })
}

/** Each theft of the last day that has enough of its kind near it, if `cells` are the squares in the order of the times. */
function* eachToday(
  { today, lately, inSquare, cells: { length } }: Kind,
  cells: Int32Array,
  grid: Grid,
): Generator<Seen> {
  const late = new Map<number, number>()
  for (const cell of cells.subarray(0, lately)) late.set(cell, (late.get(cell) ?? 0) + 1)
  for (const cell of new Set(cells.subarray(0, today))) {
    let [near, others] = [-1, -1]
    for (const other of nearTo(grid, cell)) {
      near += late.get(other) ?? 0
      others += inSquare[other] as number
    }
    if (near < fewest) continue
    const expected = (others * (lately - 1)) / (length - 1)
    if (near > expected) yield { cell, near, expected, score: near * Math.log(near / expected) + expected - near }
  }
}

/** The best score of a round in which the times are dealt out anew among the thefts of each kind. */
function rounds(kinds: readonly Kind[], grid: Grid, random: Random): () => number {
  const dealt = kinds.map(({ cells }) => cells.slice())
  return () => {
    let best = 0
    for (const [at, kind] of kinds.entries()) {
      const cells = dealt[at] as Int32Array
      dealFirst(cells, kind.lately, random)
      for (const { score } of eachToday(kind, cells, grid)) best = Math.max(best, score)
    }
    return best
  }
}

/** Only the first so many of a shuffle are looked at. */
function dealFirst(cells: Int32Array, most: number, { below }: Random): void {
  for (let at = 0; at < most; at++) {
    const other = at + below(cells.length - at)
    const kept = cells[at] as number
    cells[at] = cells[other] as number
    cells[other] = kept
  }
}

/** The squares whose middle is within 200 metres of this one’s, itself among them. */
function nearTo({ rows, cols, cell: size }: Grid, square: number): number[] {
  const [row, column, reach] = [Math.floor(square / cols), square % cols, Math.floor(metres / size)]
  const near: number[] = []
  for (let up = -reach; up <= reach; up++)
    for (let right = -reach; right <= reach; right++) {
      const inside = row + up >= 0 && row + up < rows && column + right >= 0 && column + right < cols
      if (inside && Math.hypot(up, right) * size <= metres) near.push(square + up * cols + right)
    }
  return near
}
