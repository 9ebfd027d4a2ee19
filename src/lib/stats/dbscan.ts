import { inOrder, PointCells } from './point-cells.ts'
import { wantFinite, wantLength, wantPositive, wantWhole } from './wrong-input.ts'

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
  const ground = { cells, near: nearOf(cells), xs: inOrder(xs, cells.order), ys: inOrder(ys, cells.order), reach: eps ** 2 }
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

/** Points in the order of their squares (`start` as in PointCells), `reach` being eps squared. */
type Points = { readonly start: Int32Array; readonly xs: Float64Array; readonly ys: Float64Array; readonly reach: number }
type Near = { readonly start: Int32Array; readonly cells: Int32Array }
type Ground = Omit<Points, 'start'> & { readonly cells: PointCells; readonly near: Near }

/** For each square, the squares near it that hold a point. */
function nearOf(cells: PointCells): Near {
  const start = new Int32Array(cells.count + 1)
  const near = new Int32Array(cells.count * offsets.length)
  let found = 0
  for (let cell = 0; cell < cells.count; cell++) {
    for (const [column, row] of offsets) {
      const other = cells.find((cells.columns[cell] as number) + column, (cells.rows[cell] as number) + row)
      if (other !== -1) near[found++] = other
    }
    start[cell + 1] = found
  }
  return { start, cells: near.subarray(0, found) }
}

/** Which points are core, in the order given. */
function coreOf({ cells, near, ...points }: Ground, min: number): Uint8Array {
  const core = new Uint8Array(points.xs.length)
  for (let cell = 0; cell < cells.count; cell++) {
    const around = near.cells.subarray(near.start[cell], near.start[cell + 1])
    const certain = cells.size(cell) >= min
    if (!certain && around.reduce((sum, other) => sum + cells.size(other), 0) < min) continue
    for (let place = cells.start[cell] as number; place < (cells.start[cell + 1] as number); place++)
      if (certain || hasWithin({ start: cells.start, ...points }, place, around, min)) core[cells.order[place] as number] = 1
  }
  return core
}

/** Whether the point at `place` has `min` points within reach; `around` begins with its own square, all of which is. */
function hasWithin({ start, xs, ys, reach }: Points, place: number, around: Int32Array, min: number): boolean {
  const [x, y, own] = [xs[place] as number, ys[place] as number, around[0] as number]
  let within = (start[own + 1] as number) - (start[own] as number)
  for (let n = 1; n < around.length; n++) {
    const cell = around[n] as number
    for (let other = start[cell] as number; other < (start[cell + 1] as number); other++) {
      if (((xs[other] as number) - x) ** 2 + ((ys[other] as number) - y) ** 2 <= reach && ++within >= min) return true
    }
  }
  return within >= min
}

/** The core points alone, still in the order of the squares. */
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
  const root = Int32Array.from({ length: near.start.length - 1 }, (_, cell) => cell)
  for (let cell = 0; cell < root.length; cell++) {
    for (let n = near.start[cell] as number; n < (near.start[cell + 1] as number); n++) {
      const other = near.cells[n] as number
      if (other <= cell) continue
      const [one, two] = [rootOf(root, cell), rootOf(root, other)]
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
  for (let place = cores.start[cell] as number; place < (cores.start[cell + 1] as number); place++)
    if (reaches(cores, cores.xs[place] as number, cores.ys[place] as number, other)) return true
  return false
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

function labelsOf({ cells, near, xs, ys }: Ground, cores: Points, core: Uint8Array, clusterOf: Int32Array): Int32Array {
  const labels = new Int32Array(core.length).fill(-1)
  for (let cell = 0; cell < cells.count; cell++) {
    const around = near.cells.subarray(near.start[cell], near.start[cell + 1])
    for (let place = cells.start[cell] as number; place < (cells.start[cell + 1] as number); place++) {
      const point = cells.order[place] as number
      labels[point] =
        core[point] === 1
          ? (clusterOf[cell] as number)
          : lowestWithin(cores, xs[place] as number, ys[place] as number, around, clusterOf)
    }
  }
  return labels
}

/** The lowest number of a cluster that has a core point within reach of (x, y); -1 when none has. */
function lowestWithin(cores: Points, x: number, y: number, around: Int32Array, clusterOf: Int32Array): number {
  let lowest = -1
  for (const cell of around) {
    const cluster = clusterOf[cell] as number
    if (cluster !== -1 && (lowest === -1 || cluster < lowest) && reaches(cores, x, y, cell)) lowest = cluster
  }
  return lowest
}
