import assert from 'node:assert/strict'
import { test } from 'node:test'
import { likelihood, likelihoodBandwidth, silverman } from './bandwidth.ts'
import { type DensityGrid, densityAt, densityOn, type Kernel, mostExact } from './kde.ts'
import { seeded } from './random.ts'

const random = seeded(6)
const cloud = (n: number, width: number) => ({
  x: Float64Array.from({ length: n }, () => 1000 + width * (random.next() + random.next() - 1)),
  y: Float64Array.from({ length: n }, () => 500 + width * (random.next() + random.next() - 1)),
})
const points = cloud(150, 700)
const kernels: readonly Kernel[] = ['gaussian', 'quartic']

/** The kernels as the books have them, one pair after the other. */
function byPairs(x: number, y: number, at: typeof points, kernel: Kernel, h: number): number {
  let sum = 0
  for (let one = 0; one < at.x.length; one++) {
    const u = Math.hypot((at.x[one] as number) - x, (at.y[one] as number) - y) / h
    if (kernel === 'gaussian') sum += Math.exp(-0.5 * u ** 2) / (2 * Math.PI * h * h)
    else if (u < 1) sum += (3 * (1 - u ** 2) ** 2) / (Math.PI * h * h)
  }
  return sum
}

const centres = ({ x, y, rows, cols, cell }: DensityGrid) => ({
  x: Float64Array.from({ length: rows * cols }, (_, at) => x + ((at % cols) + 0.5) * cell),
  y: Float64Array.from({ length: rows * cols }, (_, at) => y + (Math.floor(at / cols) + 0.5) * cell),
})

const farthest = (found: Float64Array, wanted: Float64Array) =>
  found.reduce((most, one, at) => Math.max(most, Math.abs(one - (wanted[at] as number))), 0) / Math.max(...wanted)

test('density at a place is the sum over every point, for both kernels, far out too', () => {
  const query = { x: [1000, 1300, 1999, 9000], y: [500, 420, 61.5, 9000] }
  for (const kernel of kernels)
    for (const [at, found] of densityAt(points, query, { kernel, bandwidth: 260 }).entries()) {
      const wanted = byPairs(query.x[at] as number, query.y[at] as number, points, kernel, 260)
      assert.ok(Math.abs(found - wanted) <= 1e-12 * wanted, `${kernel} ${found}, not ${wanted}`)
    }
})

// The grid cuts the cloud, so that points beyond its edge count.
const fine: DensityGrid = { x: 800, y: 300, rows: 17, cols: 23, cell: 25 }

test('over a fine grid density is that of points put on their cells’ centres to 1e-9, and of the points within 1%', () => {
  const many = cloud(Math.ceil(mostExact / (fine.rows * fine.cols)) + 1, 700)
  for (const kernel of kernels) {
    const smoothing = { kernel, bandwidth: kernel === 'gaussian' ? 200 : 500 }
    const found = densityOn(many, fine, smoothing)
    const onCentre = (values: Float64Array, start: number) =>
      values.map((value) => start + (Math.floor((value - start) / 25) + 0.5) * 25)
    const moved = { x: onCentre(many.x, fine.x), y: onCentre(many.y, fine.y) }
    assert.ok(farthest(found, densityAt(moved, centres(fine), smoothing)) < 1e-9)
    assert.ok(farthest(found, densityAt(many, centres(fine), smoothing)) < 0.01)
  }
})

test('over a grid density is that at the centres of its cells, far out too, unless there is too much to do', () => {
  const one = { x: [0], y: [0] }
  const row: DensityGrid = { x: 0, y: 0, rows: 1, cols: 40, cell: 50 }
  for (const kernel of kernels)
    for (const bandwidth of [300, 1000]) {
      const found = densityOn(one, row, { kernel, bandwidth })
      for (const [at, wanted] of densityAt(one, centres(row), { kernel, bandwidth }).entries())
        assert.ok(
          Math.abs((found[at] as number) - wanted) <= 1e-12 * wanted,
          `${kernel} ${at}: ${found[at]}, not ${wanted}`,
        )
    }
})

test('over coarse cells each point is spread from where it lies', () => {
  const coarse = { ...fine, cell: 150 }
  for (const kernel of kernels)
    for (const bandwidth of [100, 300]) {
      const wanted = densityAt(points, centres(coarse), { kernel, bandwidth })
      assert.ok(farthest(densityOn(points, coarse, { kernel, bandwidth }), wanted) < 1e-9)
    }
  const wide = { ...fine, rows: 2, cols: 3 }
  const smoothing = { kernel: 'gaussian', bandwidth: 20_000 } as const
  assert.ok(farthest(densityOn(points, wide, smoothing), densityAt(points, centres(wide), smoothing)) < 1e-9)
})

test('over all places density sums to the number of points', () => {
  const all: DensityGrid = { x: -1000, y: -1500, rows: 100, cols: 100, cell: 40 }
  for (const kernel of kernels) {
    const sum = densityOn(points, all, { kernel, bandwidth: 180 }).reduce((total, one) => total + one * 1600, 0)
    assert.ok(Math.abs(sum / 150 - 1) < 2e-3, `${kernel}: ${sum}`)
  }
})

test('Silverman’s bandwidth is his formula; the quartic’s is wider', () => {
  const at = { x: [0, 0, 6, 6], y: [0, 8, 0, 8] }
  const sigma = Math.sqrt((12 + 64 / 3) / 2)
  assert.ok(Math.abs(silverman(at, 'gaussian') - sigma * 4 ** (-1 / 6)) < 1e-12)
  assert.ok(Math.abs(silverman(at, 'quartic') / silverman(at, 'gaussian') - 2.7792) < 1e-3)
})

test('the bandwidth by likelihood foretells each point from the others better than any other tried', () => {
  const two = { x: [...points.x, ...points.x.map((x) => x + 9000)], y: [...points.y, ...points.y] }
  for (const kernel of kernels) {
    const chosen = likelihoodBandwidth(two, kernel)
    assert.ok(chosen < silverman(two, kernel) / 2, 'two towns apart are smoothed by their own width')
    const best = likelihood(two, kernel, chosen)
    for (const share of [0.5, 0.8, 1.25, 2, 8])
      assert.ok(likelihood(two, kernel, chosen * share) < best + 1e-9, `${kernel} ${share}`)
  }
  const few = { x: [0, 30, 100], y: [0, 0, 0] }
  const left = [0, 1, 2].map((out) => {
    const others = few.x.toSpliced(out, 1)
    return Math.log(
      others.reduce(
        (sum, x) =>
          sum + byPairs(few.x[out] as number, 0, { x: Float64Array.of(x), y: Float64Array.of(0) }, 'gaussian', 40),
        0,
      ) / 2,
    )
  })
  assert.ok(Math.abs(likelihood(few, 'gaussian', 40) - left.reduce((sum, one) => sum + one, 0)) < 1e-12)
})

test('what has no place, no width or no size is refused', () => {
  const smoothing = { kernel: 'gaussian', bandwidth: 100 } as const
  assert.throws(() => densityAt({ x: [1], y: [] }, points, smoothing), /points\.y has 0 values; 1 of x need 1/)
  assert.throws(() => densityAt(points, { x: [Number.NaN], y: [1] }, smoothing), /query\.x\[0\] is NaN/)
  assert.throws(() => densityOn(points, { ...fine, cell: 0 }, smoothing), /cell is 0/)
  assert.throws(() => densityOn(points, { ...fine, x: Number.NaN }, smoothing), /origin is two numbers/)
  assert.throws(() => densityOn(points, fine, { ...smoothing, bandwidth: 0 }), /bandwidth is 0/)
  assert.throws(() => silverman({ x: [1, 1], y: [2, 2] }, 'gaussian'), /on one place/)
  assert.throws(() => likelihoodBandwidth(cloud(4001, 100), 'gaussian'), /takes at most 4000/)
})
