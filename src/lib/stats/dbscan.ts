import { anyWithin } from './any-within.ts'
import { inOrder, PointCells } from './point-cells.ts'
import { wantFeasible, wantFinite, wantLength, wantPositive, wantWhole } from './wrong-input.ts'

export type Clusters = {
  /** For each point, in the order given: the number of its cluster from 0, or -1 for noise. */
  readonly labels: Int32Array
  /** 1 for each point that is core. */
  readonly core: Uint8Array
}

/**
 * Density-based clusters: a point is **core** when at least `min` points lie within `eps` of it (≤, itself counted); core points
 * within `eps` of each other are one cluster; a point that is not core but within `eps` of a core point is at the border of
 * its cluster; all else is noise.
 *
 * Ester, Kriegel, Sander and Xu, "A density-based algorithm for discovering clusters in large spatial databases with noise",
 * KDD 1996; the squares of side eps/√2 after Gunawan, "A faster algorithm for DBSCAN", TU Eindhoven 2013: a square of `min`
 * points is core throughout, without a distance.
 *
 * Always the same answer, and that of R's dbscan and scikit-learn: clusters are numbered by their first core point in the
 * order given, and a border point within reach of several clusters belongs to the one with the lowest number.
 */
export function dbscan(xs: Float64Array, ys: Float64Array, eps: number, min: number): Clusters {
  wantLength('ys', ys, xs.length, 'the points')
  wantFinite('xs', xs)
  wantFinite('ys', ys)
  wantPositive('eps', eps)
  wantWhole('min', min, 1)
  const cells = new PointCells(xs, ys, sideOf(eps))
  const ground = {
    cells,
    near: nearOf(cells),
    xs: inOrder(xs, cells.order),
    ys: inOrder(ys, cells.order),
    reach: eps ** 2,
  }
  const core = coreOf(ground, min)
  const cores = onlyCore(ground, core)
  const clusterOf = numbered(cells, core, joined(ground.near, cores))
  return { core, labels: labelsOf(ground, cores, core, clusterOf) }
}

/** Squares whose diagonal is a hair shorter than eps: two points of one are surely within it, whatever rounding does. */
const sideOf = (eps: number) => (eps / Math.SQRT2) * (1 - 1e-9)

/** From a square to those that may hold a point within eps of one of its own: itself first, then the nearest. */
const offsets = [-2, -1, 0, 1, 2]
  .flatMap((column) => [-2, -1, 0, 1, 2].map((row) => [column, row] as const))
  .filter(([column, row]) => column ** 2 + row ** 2 < 8)
  .sort(([a, b], [c, d]) => a ** 2 + b ** 2 - (c ** 2 + d ** 2))
  .map(([column, row]) => ({ column, row }))

/** Points in the order of their squares (`start` as in PointCells), `reach` being eps squared. */
type Points = {
  readonly start: Int32Array
  readonly xs: Float64Array
  readonly ys: Float64Array
  readonly reach: number
}
type Near = { readonly start: Int32Array; readonly cells: Int32Array }
type Ground = Omit<Points, 'start'> & { readonly cells: PointCells; readonly near: Near }

/** For each square, the squares near it that hold a point. */
function nearOf(cells: PointCells): Near {
  const start = new Int32Array(cells.count + 1)
  const near = new Int32Array(cells.count * offsets.length)
  let found = 0
  for (let cell = 0; cell < cells.count; cell++) {
    const column = cells.columns[cell] as number
    const row = cells.rows[cell] as number
    for (let n = 0; n < offsets.length; n++) {
      const to = offsets[n] as { readonly column: number; readonly row: number }
      const other = cells.find(column + to.column, row + to.row)
      if (other !== -1) near[found++] = other
    }
    start[cell + 1] = found
  }
  return { start, cells: near.subarray(0, found) }
}

/** Distances measured: a minute or two. */
const mostMeasured = 3e10

/** Which points are core, in the order given. */
function coreOf(ground: Ground, min: number): Uint8Array {
  const { cells, near } = ground
  wantFew(cells, near, min)
  const core = new Uint8Array(ground.xs.length)
  for (let cell = 0; cell < cells.count; cell++) {
    const certain = cells.size(cell) >= min
    if (!certain && sizeAround(cells, near, cell) < min) continue
    for (let place = cells.start[cell] as number; place < (cells.start[cell + 1] as number); place++)
      if (certain || hasWithin(ground, place, cell, min)) core[cells.order[place] as number] = 1
  }
  return core
}

function wantFew(cells: PointCells, near: Near, min: number): void {
  let measured = 0
  for (let cell = 0; cell < cells.count; cell++) {
    const around = cells.size(cell) >= min ? 0 : sizeAround(cells, near, cell)
    if (around >= min) measured += cells.size(cell) * around
  }
  wantFeasible('Points times points within eps', measured, mostMeasured, 'give a shorter eps, or a smaller min')
}

function sizeAround(cells: PointCells, near: Near, cell: number): number {
  let size = 0
  for (let n = near.start[cell] as number; n < (near.start[cell + 1] as number); n++)
    size += cells.size(near.cells[n] as number)
  return size
}

/** Whether the point at `place` of `cell` has `min` points within reach; all of its own square are, the first of those near. */
function hasWithin(
  { cells: { start }, near, xs, ys, reach }: Ground,
  place: number,
  cell: number,
  min: number,
): boolean {
  const x = xs[place] as number
  const y = ys[place] as number
  let within = (start[cell + 1] as number) - (start[cell] as number)
  for (let n = (near.start[cell] as number) + 1; n < (near.start[cell + 1] as number); n++) {
    const around = near.cells[n] as number
    for (let other = start[around] as number; other < (start[around + 1] as number); other++) {
      if (((xs[other] as number) - x) ** 2 + ((ys[other] as number) - y) ** 2 <= reach && ++within >= min) return true
    }
  }
  return within >= min
}

/** The core points alone, still in the order of the squares; within one they may change places. */
function onlyCore({ cells, xs, ys, reach }: Ground, core: Uint8Array): Points {
  const start = new Int32Array(cells.count + 1)
  const [coreXs, coreYs] = [new Float64Array(xs.length), new Float64Array(xs.length)]
  let kept = 0
  for (let cell = 0; cell < cells.count; cell++) {
    for (let place = cells.start[cell] as number; place < (cells.start[cell + 1] as number); place++) {
      if (core[cells.order[place] as number] === 0) continue
      coreXs[kept] = xs[place] as number
      coreYs[kept++] = ys[place] as number
    }
    start[cell + 1] = kept
  }
  return { start, xs: coreXs.subarray(0, kept), ys: coreYs.subarray(0, kept), reach }
}

/** For each square, one square that stands for its cluster: squares with core points within reach of each other are joined. */
function joined(near: Near, cores: Points): Int32Array {
  const root = new Int32Array(near.start.length - 1)
  for (let cell = 0; cell < root.length; cell++) root[cell] = cell
  for (let cell = 0; cell < root.length; cell++) {
    for (let n = near.start[cell] as number; n < (near.start[cell + 1] as number); n++) {
      const other = near.cells[n] as number
      if (other <= cell) continue
      const one = rootOf(root, cell)
      const two = rootOf(root, other)
      if (one !== two && touch(cores, cell, other)) root[two] = one
    }
  }
  for (let cell = 0; cell < root.length; cell++) root[cell] = rootOf(root, cell)
  return root
}

function rootOf(root: Int32Array, cell: number): number {
  let at = cell
  while (root[at] !== at) {
    root[at] = root[root[at] as number] as number
    at = root[at] as number
  }
  return at
}

/** Whether a core point of one square is within reach of one of the other. */
function touch(cores: Points, cell: number, other: number): boolean {
  const part = (of: number) => ({ from: cores.start[of] as number, to: cores.start[of + 1] as number })
  return anyWithin(cores, cores.reach, part(cell), part(other))
}

/** Whether a core point of the square lies within reach of (x, y). */
function reaches({ start, xs, ys, reach }: Points, x: number, y: number, cell: number): boolean {
  for (let place = start[cell] as number; place < (start[cell + 1] as number); place++)
    if (((xs[place] as number) - x) ** 2 + ((ys[place] as number) - y) ** 2 <= reach) return true
  return false
}

/** For each square the number of the cluster of its core points, counted by the first core point in the order given. */
function numbered(cells: PointCells, core: Uint8Array, root: Int32Array): Int32Array {
  const cellOf = new Int32Array(core.length)
  for (let cell = 0; cell < cells.count; cell++)
    for (let place = cells.start[cell] as number; place < (cells.start[cell + 1] as number); place++)
      cellOf[cells.order[place] as number] = cell
  const numberOf = new Int32Array(cells.count).fill(-1)
  let clusters = 0
  for (let point = 0; point < core.length; point++) {
    const its = root[cellOf[point] as number] as number
    if (core[point] === 1 && numberOf[its] === -1) numberOf[its] = clusters++
  }
  return root.map((its) => numberOf[its] as number)
}

function labelsOf(ground: Ground, cores: Points, core: Uint8Array, clusterOf: Int32Array): Int32Array {
  const { cells } = ground
  const labels = new Int32Array(core.length)
  for (let cell = 0; cell < cells.count; cell++) {
    for (let place = cells.start[cell] as number; place < (cells.start[cell + 1] as number); place++) {
      const point = cells.order[place] as number
      labels[point] =
        core[point] === 1 ? (clusterOf[cell] as number) : lowestWithin(ground, cores, place, cell, clusterOf)
    }
  }
  return labels
}

/** The lowest number of a cluster that has a core point within reach of the point at `place` of `cell`; -1 when none has. */
function lowestWithin(
  { near, xs, ys }: Ground,
  cores: Points,
  place: number,
  cell: number,
  clusterOf: Int32Array,
): number {
  let lowest = -1
  for (let n = near.start[cell] as number; n < (near.start[cell + 1] as number); n++) {
    const around = near.cells[n] as number
    const cluster = clusterOf[around] as number
    if (cluster === -1 || (lowest !== -1 && cluster >= lowest)) continue
    if (reaches(cores, xs[place] as number, ys[place] as number, around)) lowest = cluster
  }
  return lowest
}
