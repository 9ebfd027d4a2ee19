import { centreOf } from '#lib/cells/grid'
import { firstDayOf, monthOfDay, nameOfMonth } from '#lib/cells/moment'
import { type Effect, effectOf } from '#lib/patrol-plan/effect'
import type { Look } from '../cells/hotspots.ts'
import { type LondonCells, londonCells } from '../cells/london-cells.ts'

export type BeforeAndAfter = {
  /** Months on each side of the works; the month of the works is on neither. */
  readonly months: number
  readonly from: string
  readonly to: string
  readonly before: number
  readonly after: number
  readonly controls: { readonly squares: number; readonly before: number; readonly after: number }
  readonly effect: Effect
}

/** `too-soon`: fewer than three whole months after it. `no-past`: fewer than fifteen before. `no-controls`: no square to hold it against. */
export type NotYet = 'too-soon' | 'no-past' | 'no-controls'

const least = 3
const most = 12
/** Months before the works that are in neither period: what was taken then is why they were done there. */
const asideMonths = 12
const monthDays = 30.4375
/** Thefts can move around the corner: squares nearer than this are no controls. */
const apartMetres = 500
const controlsEach = 5

/**
 * Thefts in the squares of some works before and after, beside squares of the same borough that stood about as high on its list when
 * they were done (matched one by one, five for each). Works are done where the list is high, which is luck in part and ends by itself:
 * so the first period is before the year that made the list. `aside`: squares with other works.
 */
export function beforeAndAfter(
  look: Look,
  squares: readonly number[],
  day: number,
  aside: ReadonlySet<number> = new Set(),
): BeforeAndAfter | NotYet {
  const works = monthOfDay(day)
  const known = look.counts.months()
  const [first = works, last = works] = [known[0], lastWholeMonth(look)]
  const after = Math.min(most, last - works)
  if (after < least) return 'too-soon'
  const months = Math.min(after, works - first - asideMonths)
  if (months < least) return 'no-past'
  const begins = works - asideMonths - months
  const { treated, controls } = matched(look, squares, scoresAt(look, works), aside)
  if (treated.length < 2 || controls.length < 2) return 'no-controls'
  const [before, later] = [sumsOf(look, begins, begins + months), sumsOf(look, works + 1, works + months + 1)]
  const pick = (cells: readonly number[]) => ({
    before: Float64Array.from(cells, (cell) => before[cell] as number),
    after: Float64Array.from(cells, (cell) => later[cell] as number),
  })
  const [ours, theirs] = [pick(treated), pick(controls)]
  const total = (values: Float64Array) => values.reduce((sum, one) => sum + one, 0)
  return {
    ...{ months, from: nameOfMonth(begins), to: nameOfMonth(works + months) },
    ...{ before: total(ours.before), after: total(ours.after) },
    controls: { squares: controls.length, before: total(theirs.before), after: total(theirs.after) },
    effect: effectOf(ours, theirs, { seed: works }),
  }
}

/** A month that is not over says less than it will. */
function lastWholeMonth({ counts, day }: Look): number {
  const [last = 0] = counts.months().slice(-1)
  return firstDayOf(last + 1) <= day ? last : last - 1
}

function sumsOf({ counts }: Look, from: number, to: number): Float64Array {
  const sums = new Float64Array(counts.cells)
  for (let month = from; month < to; month++) {
    const own = counts.month(month)
    if (own) for (let cell = 0; cell < sums.length; cell++) sums[cell] = (sums[cell] as number) + (own[cell] as number)
  }
  return sums
}

/** What each square weighs on a list made as a month begins: thefts count half after each half-life. */
function scoresAt({ counts }: Look, month: number): Float64Array {
  const scores = new Float64Array(counts.cells)
  for (const had of counts.months().filter((one) => one < month)) {
    const left = 0.5 ** (((month - had) * monthDays) / counts.halfLifeDays)
    const own = counts.month(had) as Float32Array
    for (let cell = 0; cell < scores.length; cell++)
      scores[cell] = (scores[cell] as number) + left * (own[cell] as number)
  }
  return scores
}

/**
 * For each square with a score, those of its borough whose score is between half and twice as high and which are not near; none is
 * taken twice. A square without any like it is left out: the busiest of a borough cannot be held against a quiet one.
 */
function matched(
  { london: { grid, boroughOf } }: Look,
  squares: readonly number[],
  scores: Float64Array,
  aside: ReadonlySet<number>,
): { readonly treated: number[]; readonly controls: number[] } {
  const middles = squares.map((cell) => centreOf(grid, cell))
  const isApart = (cell: number) => {
    const [east, north] = centreOf(grid, cell)
    return middles.every(([x, y]) => Math.hypot(x - east, y - north) >= apartMetres)
  }
  const score = (cell: number) => scores[cell] as number
  const boroughs = new Set(squares.map((cell) => boroughOf[cell]))
  const left: number[] = []
  for (let cell = 0; cell < scores.length; cell++)
    if (score(cell) > 0 && boroughs.has(boroughOf[cell]) && !aside.has(cell) && isApart(cell)) left.push(cell)
  const chosen = new Set<number>()
  const treated = squares.filter((cell) => score(cell) > 0).sort((a, b) => score(b) - score(a))
  const kept = treated.filter((square) => {
    const away = (cell: number) => Math.abs(score(cell) - score(square))
    const alike = left
      .filter((cell) => !chosen.has(cell) && score(cell) <= 2 * score(square) && 2 * score(cell) >= score(square))
      .sort((a, b) => away(a) - away(b) || a - b)
      .slice(0, controlsEach)
    for (const cell of alike) chosen.add(cell)
    return alike.length > 0
  })
  return { treated: kept, controls: [...chosen] }
}

/** A square with the eight around it that lie in London: what works at a corner can reach. */
export function squareAndAround({ grid, mask }: Pick<LondonCells, 'grid' | 'mask'>, cell: number): number[] {
  const [row, column] = [Math.floor(cell / grid.cols), cell % grid.cols]
  const found: number[] = []
  for (let y = row - 1; y <= row + 1; y++)
    for (let x = column - 1; x <= column + 1; x++)
      if (y >= 0 && y < grid.rows && x >= 0 && x < grid.cols && mask[y * grid.cols + x]) found.push(y * grid.cols + x)
  return found
}

/** The south-west corners of squares, as they are recorded. */
export function cornersOfSquares(cells: readonly number[]): { easting: number; northing: number }[] {
  const { west, south, cell: size, cols } = londonCells().grid
  return cells.map((cell) => ({
    easting: west + (cell % cols) * size,
    northing: south + Math.floor(cell / cols) * size,
  }))
}
