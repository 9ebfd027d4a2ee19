import { refuse, wantFinite, wantLength, wantPositive, wantWhole } from './wrong-input.ts'

/** Points in metres: x eastward, y northward. */
export type Points = { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> }

/** Squares of `cell` metres, row by row from the south-west corner (x, y). */
export type DensityGrid = {
  readonly x: number
  readonly y: number
  readonly rows: number
  readonly cols: number
  readonly cell: number
}

/** gaussian: the bandwidth is its standard deviation. quartic: it is where a point's influence ends. Metres. */
export type Kernel = 'gaussian' | 'quartic'
export type Smoothing = { readonly kernel: Kernel; readonly bandwidth: number }

/** Beyond this many standard deviations a point adds less than 3e-11 of what it adds at its own place. */
const gaussianReach = 7

/** Cells as large as this share of the bandwidth, or smaller, and a point may stand for its cell. A quartic is narrower. */
const fineEnough = { gaussian: 1 / 3, quartic: 1 / 8 } as const

/** More cells than this, with the margin that points beyond the grid need, would take gigabytes. */
const mostBins = 2e7
/** Points times cells that each reaches: a minute and more. */
const mostSpread = 1e10
/** The same, up to which no point has to stand for its cell: some tenths of a second. */
export const mostExact = 1e7

/**
 * Kernel density in points per m² at each place asked for, summed over every point, nothing left out:
 * gaussian Σ exp(−d²/2h²)/(2πh²); quartic Σ 3/(πh²)·(1 − d²/h²)² for d < h (B. Silverman, "Density Estimation" (1986) 4.2).
 * Divide by the number of points for a density whose whole is 1.
 */
export function densityAt(points: Points, query: Points, smoothing: Smoothing): Float64Array {
  want(points, 'points')
  want(query, 'query')
  const kernel = kernelOf(smoothing)
  return Float64Array.from(query.x, (x, at) => {
    const y = query.y[at] as number
    let sum = 0
    for (let one = 0; one < points.x.length; one++)
      sum += kernel(((points.x[one] as number) - x) ** 2 + ((points.y[one] as number) - y) ** 2)
    return sum
  })
}

/**
 * The same at the centre of each cell of a grid, each point spread as it lies: so an answer for places and one for a grid agree. Where
 * that would be much work and cells are small beside the bandwidth, each point stands for the centre of its cell, and the
 * gaussian is taken along rows and then along columns, so that a million points cost what their cells cost. What that moves
 * evens out among many points, but not far from all of them. Points beyond the edge count as far as they reach.
 */
export function densityOn(points: Points, grid: DensityGrid, smoothing: Smoothing): Float64Array {
  want(points, 'points')
  wantGrid(grid)
  wantPositive('bandwidth', smoothing.bandwidth)
  const { kernel, bandwidth } = smoothing
  const reach = Math.ceil(reachOf(smoothing) / grid.cell)
  const binnable =
    spreadCost(points, grid, smoothing) > mostExact &&
    grid.cell <= bandwidth * fineEnough[kernel] &&
    (grid.rows + 2 * reach) * (grid.cols + 2 * reach) <= mostBins
  if (!binnable) return spread(points, grid, smoothing)
  const bins = binned(points, grid, reach)
  return kernel === 'gaussian' ? blurred(bins, grid, bandwidth) : stamped(bins, grid, bandwidth)
}

export function kernelOf({ kernel, bandwidth }: Smoothing): (squared: number) => number {
  wantPositive('bandwidth', bandwidth)
  const area = bandwidth * bandwidth
  if (kernel === 'gaussian') return (squared) => Math.exp(-squared / (2 * area)) / (2 * Math.PI * area)
  return (squared) => (squared < area ? (3 / (Math.PI * area)) * (1 - squared / area) ** 2 : 0)
}

/** Points counted into the grid's cells and a margin of `reach` cells around it. */
type Bins = { readonly counts: Float64Array; readonly width: number; readonly reach: number }

function binned({ x, y }: Points, grid: DensityGrid, reach: number): Bins {
  const [width, height] = [grid.cols + 2 * reach, grid.rows + 2 * reach]
  const counts = new Float64Array(width * height)
  for (let at = 0; at < x.length; at++) {
    const col = Math.floor(((x[at] as number) - grid.x) / grid.cell) + reach
    const row = Math.floor(((y[at] as number) - grid.y) / grid.cell) + reach
    if (col < 0 || col >= width || row < 0 || row >= height) continue
    counts[row * width + col] = (counts[row * width + col] as number) + 1
  }
  return { counts, width, reach }
}

/** The gaussian of (dx, dy) is one of dx times one of dy. */
function blurred({ counts, width, reach }: Bins, { rows, cols, cell }: DensityGrid, bandwidth: number): Float64Array {
  const bell = Float64Array.from({ length: reach + 1 }, (_, k) => Math.exp(-((k * cell) ** 2) / (2 * bandwidth ** 2)))
  const height = rows + 2 * reach
  const along = new Float64Array(height * cols)
  for (let row = 0; row < height; row++) {
    const [from, into] = [row * width + reach, row * cols]
    for (let k = 0; k <= reach; k++) {
      const weight = (bell[k] as number) / (k === 0 ? 2 : 1) // its own place is met twice
      for (let col = 0; col < cols; col++)
        along[into + col] =
          (along[into + col] as number) +
          weight * ((counts[from + col - k] as number) + (counts[from + col + k] as number))
    }
  }
  const density = new Float64Array(rows * cols)
  const scale = 1 / (2 * Math.PI * bandwidth ** 2)
  for (let row = 0; row < rows; row++)
    for (let k = 0; k <= reach; k++) {
      const weight = ((bell[k] as number) / (k === 0 ? 2 : 1)) * scale
      const [south, north, into] = [(row + reach - k) * cols, (row + reach + k) * cols, row * cols]
      for (let col = 0; col < cols; col++)
        density[into + col] =
          (density[into + col] as number) + weight * ((along[south + col] as number) + (along[north + col] as number))
    }
  return density
}

/** The quartic does not come apart: its disc is added around each bin that is not empty. */
function stamped({ counts, width, reach }: Bins, { rows, cols, cell }: DensityGrid, bandwidth: number): Float64Array {
  const kernel = kernelOf({ kernel: 'quartic', bandwidth })
  const side = 2 * reach + 1
  const stamp = Float64Array.from({ length: side * side }, (_, at) =>
    kernel(((at % side) - reach) ** 2 * cell ** 2 + (Math.floor(at / side) - reach) ** 2 * cell ** 2),
  )
  const density = new Float64Array(rows * cols)
  wantSpread(counts.reduce((filled, count) => filled + Number(count > 0), 0) * stamp.length)
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin] as number
    if (count === 0) continue
    const [row, col] = [Math.floor(bin / width) - reach, (bin % width) - reach]
    const [west, east] = [Math.max(0, col - reach), Math.min(cols - 1, col + reach)]
    for (let other = Math.max(0, row - reach); other <= Math.min(rows - 1, row + reach); other++) {
      const from = (other - row + reach) * side + reach - col
      for (let at = west; at <= east; at++)
        density[other * cols + at] = (density[other * cols + at] as number) + count * (stamp[from + at] as number)
    }
  }
  return density
}

/** How far a point is spread: a gaussian ends where nothing is left of it. */
const reachOf = ({ kernel, bandwidth }: Smoothing) => bandwidth * (kernel === 'gaussian' ? gaussianReach : 1)

const spreadCost = (points: Points, { rows, cols, cell }: DensityGrid, smoothing: Smoothing) =>
  points.x.length * Math.min(rows * cols, (2 * (reachOf(smoothing) / cell) + 1) ** 2)

/** Each point spread over the cells that it reaches, from where it lies. */
function spread(points: Points, grid: DensityGrid, smoothing: Smoothing): Float64Array {
  const { rows, cols, cell } = grid
  const kernel = kernelOf(smoothing)
  const reach = reachOf(smoothing)
  wantSpread(spreadCost(points, grid, smoothing))
  const density = new Float64Array(rows * cols)
  const first = (place: number) => Math.max(0, Math.ceil((place - reach) / cell - 0.5))
  const last = (place: number, count: number) => Math.min(count - 1, Math.floor((place + reach) / cell - 0.5))
  for (let one = 0; one < points.x.length; one++) {
    const x = (points.x[one] as number) - grid.x
    const y = (points.y[one] as number) - grid.y
    for (let row = first(y); row <= last(y, rows); row++)
      for (let col = first(x); col <= last(x, cols); col++)
        density[row * cols + col] =
          (density[row * cols + col] as number) + kernel(((col + 0.5) * cell - x) ** 2 + ((row + 0.5) * cell - y) ** 2)
  }
  return density
}

function wantSpread(steps: number): void {
  if (!(steps <= mostSpread))
    refuse('So many points with so wide a bandwidth would take minutes on this grid: take larger cells.')
}

export function want({ x, y }: Points, name: string): void {
  wantLength(`${name}.y`, y, x.length, `${x.length} of x`)
  wantFinite(`${name}.x`, x)
  wantFinite(`${name}.y`, y)
}

function wantGrid({ x, y, rows, cols, cell }: DensityGrid): void {
  wantWhole('rows', rows, 1)
  wantWhole('cols', cols, 1)
  wantPositive('cell', cell)
  if (!Number.isFinite(x) || !Number.isFinite(y)) refuse('origin is two numbers, the south-west corner of the grid.')
}
