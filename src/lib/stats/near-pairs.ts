import { inOrder, PointCells } from './point-cells.ts'
import { wantFeasible } from './wrong-input.ts'

/** Which interval a value falls into: closed left, open right, `breaks` ascending; -1 before the first, and past the last. */
export function intervalOf(breaks: Float64Array, value: number): number {
  if (!(value < (breaks.at(-1) as number))) return -1
  let interval = -1
  while (value >= (breaks[interval + 1] as number)) interval++
  return interval
}

/**
 * All pairs of points closer than the last of `breaks`, each once, by the interval of their distance. Points are named by their
 * place in `order`, in which neighbours on the ground are near in memory. The partners of `place` at interval b are
 * `partners[starts[b * n + place]]` up to `partners[starts[b * n + place + 1]]`.
 */
export type NearPairs = {
  readonly order: Int32Array
  readonly intervals: number
  readonly starts: Int32Array
  readonly partners: Int32Array
}

/** Half of the squares around one: each pair of squares is met once. */
const ahead = [
  [0, 0],
  [1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
] as const

/** Distances that are measured (20 s), pairs that are kept (800 MB), and places where they begin. */
const [mostMeasured, mostKept, mostStarts] = [2e9, 2e8, 5e7]
const instead = 'give shorter distances, or fewer events'

/** Two passes, one that counts and one that keeps, so that memory holds the pairs once and nothing else. */
export function nearPairs(xs: Float64Array, ys: Float64Array, breaks: Float64Array): NearPairs {
  const cells = new PointCells(xs, ys, (breaks.at(-1) as number) * (1 + 1e-9))
  const points = { cells, xs: inOrder(xs, cells.order), ys: inOrder(ys, cells.order), breaks }
  const { length } = xs
  const intervals = breaks.length - 1
  wantFeasible('Events times intervals of distance', intervals * length, mostStarts, 'give fewer of them')
  wantFeasible('Pairs of events to measure', pairsToMeasure(cells), mostMeasured, instead)
  const starts = new Int32Array(intervals * length + 1)
  eachPair(points, (place, _, interval) => {
    starts[interval * length + place + 1] = (starts[interval * length + place + 1] as number) + 1
  })
  for (let row = 0; row < intervals * length; row++)
    starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number)
  wantFeasible('Pairs of events that are near', starts.at(-1) as number, mostKept, instead)
  const next = starts.slice()
  const partners = new Int32Array(starts.at(-1) as number)
  eachPair(points, (place, partner, interval) => {
    const free = next[interval * length + place] as number
    partners[free] = partner
    next[interval * length + place] = free + 1
  })
  return { order: cells.order, intervals, starts, partners }
}

function pairsToMeasure(cells: PointCells): number {
  let pairs = 0
  for (let cell = 0; cell < cells.count; cell++) {
    const size = cells.size(cell)
    for (const [column, row] of ahead) {
      const other = cells.find((cells.columns[cell] as number) + column, (cells.rows[cell] as number) + row)
      if (other !== -1) pairs += other === cell ? (size * (size - 1)) / 2 : size * cells.size(other)
    }
  }
  return pairs
}

type Points = {
  readonly cells: PointCells
  readonly xs: Float64Array
  readonly ys: Float64Array
  readonly breaks: Float64Array
}

function eachPair(points: Points, meet: (place: number, partner: number, interval: number) => void): void {
  const { cells } = points
  for (let cell = 0; cell < cells.count; cell++) {
    for (const [column, row] of ahead) {
      const other = cells.find((cells.columns[cell] as number) + column, (cells.rows[cell] as number) + row)
      if (other !== -1) eachBetween(points, cell, other, meet)
    }
  }
}

function eachBetween(
  { cells, xs, ys, breaks }: Points,
  cell: number,
  other: number,
  meet: (place: number, partner: number, interval: number) => void,
): void {
  const [from, to] = [cells.start[other] as number, cells.start[other + 1] as number]
  for (let place = cells.start[cell] as number; place < (cells.start[cell + 1] as number); place++) {
    const [x, y] = [xs[place] as number, ys[place] as number]
    for (let partner = cell === other ? place + 1 : from; partner < to; partner++) {
      const distance = Math.sqrt(((xs[partner] as number) - x) ** 2 + ((ys[partner] as number) - y) ** 2)
      const interval = intervalOf(breaks, distance)
      if (interval !== -1) meet(place, partner, interval)
    }
  }
}
