import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellsAround, distanceBand, queen, sizesAround, sumsAround } from './neighbours.ts'
import { seeded } from './random.ts'

const shapes = [
  { rows: 1, cols: 1 },
  { rows: 5, cols: 7 },
  { rows: 9, cols: 2 },
]

test('sums and sizes around a cell are those of every cell looked at one by one', () => {
  const { below } = seeded(2)
  for (const { rows, cols } of shapes)
    for (const metres of [0, 99, 150, 300, 335.5, 5000]) {
      const values = Float64Array.from({ length: rows * cols }, () => below(9))
      const near = metres === 0 ? queen : distanceBand(metres, 150)
      const isNear = (a: number, b: number) => {
        const [east, north] = [(a % cols) - (b % cols), Math.floor(a / cols) - Math.floor(b / cols)]
        return metres === 0 ? Math.max(Math.abs(east), Math.abs(north)) <= 1 : Math.hypot(east, north) * 150 <= metres
      }
      const sums = sumsAround(values, { rows, cols }, near)
      const sizes = sizesAround({ rows, cols }, near)
      for (const at of values.keys()) {
        const around = [...values.keys()].filter((other) => isNear(at, other))
        assert.equal(sizes[at], around.length)
        assert.equal(
          sums[at],
          around.reduce((sum, other) => sum + (values[other] as number), 0),
        )
        assert.deepEqual(
          cellsAround(at, { rows, cols }, near),
          around.filter((other) => other !== at),
        )
      }
    }
})

test('of a mask only its cells have sums and sizes, and only they are near', () => {
  const mask = Uint8Array.of(1, 0, 1, 1, 1, 0)
  const shape = { rows: 2, cols: 3, mask }
  assert.deepEqual([...sumsAround([1, 2, 4, 8, 16, 32], shape, queen)], [25, 0, 20, 25, 29, 0])
  assert.deepEqual([...sizesAround(shape, queen)], [3, 0, 2, 3, 4, 0])
})

test('a distance of 500 m over squares of 100 m reaches 81 cells, 300 m the third', () => {
  const most = (metres: number) => Math.max(...sizesAround({ rows: 21, cols: 21 }, distanceBand(metres, 100)))
  assert.deepEqual([most(500), most(300), most(0.1)], [81, 29, 1])
})

test('a grid that is none, and values that do not fill it, are refused', () => {
  assert.throws(
    () => sumsAround([1, 2, 3], { rows: 2, cols: 2 }, queen),
    /counts has 3 values; 2 rows of 2 columns need 4/,
  )
  assert.throws(() => sizesAround({ rows: 0, cols: 2 }, queen), /rows is 0/)
  assert.throws(() => distanceBand(Number.NaN, 100), /metres is NaN/)
  assert.throws(() => distanceBand(100, -1), /cell is -1/)
})
