import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classOf, emerging } from './emerging.ts'
import { mannKendall } from './mann-kendall.ts'
import { cellsAround, distanceBand, queen } from './neighbours.ts'
import { poisson, seeded } from './random.ts'

const read = (steps: string) => Array.from(steps, (step) => (step === '+' ? 1 : step === '-' ? -1 : 0))

test('each class is told by its definition, hot and cold alike', () => {
  const cases = [
    ['.........+', 0, 'new'],
    ['.......+++', 0, 'consecutive'],
    ['.........+', 1, 'new'],
    ['++++++++++', 1, 'intensifying'],
    ['.+++++++++', 1, 'intensifying'],
    ['++++++++++', 0, 'persistent'],
    ['++++++++++', -1, 'diminishing'],
    ['..+...++.+', 0, 'sporadic'],
    ['.+.....+++', 0, 'sporadic'],
    ['..-...+..+', 0, 'oscillating'],
    ['-........+', 0, 'oscillating'],
    ['+++++++++.', -1, 'historical'],
    ['+++++++++-', -1, 'oscillating cold'],
    ['++++++++..', -1, 'none'],
    ['..........', 1, 'none'],
  ] as const
  for (const [steps, trend, name] of cases) {
    const states = read(steps)
    const whole = name === 'none' || name === 'oscillating cold'
    assert.equal(classOf(states, trend), whole ? name : `${name} hot`, steps)
    const turned = states.map((state) => -state)
    const cold = name === 'none' ? name : name === 'oscillating cold' ? 'oscillating hot' : `${name} cold`
    assert.equal(classOf(turned, -trend), cold, steps)
  }
})

const random = seeded(9)
const slices = Array.from({ length: 10 }, (_, time) =>
  Array.from({ length: 64 }, (_, cell) => poisson(0.5 + ([9, 10, 17, 18].includes(cell) ? time : 0), random)),
)

test('Gi* of a step is taken against the counts of all steps, with as many steps before it as asked', () => {
  const near = distanceBand(150, 150)
  for (const steps of [0, 2]) {
    const found = emerging({ rows: 8, cols: 8, slices, near, steps })
    const x = slices.flat()
    const n = x.length
    const mean = x.reduce((sum, one) => sum + one, 0) / n
    const s = Math.sqrt(x.reduce((sum, one) => sum + (one - mean) ** 2, 0) / n)
    for (const [time, scores] of found.z.entries())
      for (const [cell, score] of scores.entries()) {
        const cells = [cell, ...cellsAround(cell, { rows: 8, cols: 8 }, near)]
        const values = slices
          .slice(Math.max(0, time - steps), time + 1)
          .flatMap((slice) => cells.map((at) => slice[at] as number))
        const w = values.length
        const wanted =
          (values.reduce((sum, one) => sum + one, 0) - mean * w) / (s * Math.sqrt((n * w - w * w) / (n - 1)))
        assert.ok(Math.abs(score - wanted) < 1e-9)
      }
  }
})

test('a place where counts grow is a hotspot that came about, and nothing else is; the trend is Mann and Kendall’s', () => {
  const found = emerging({ rows: 8, cols: 8, slices, near: queen })
  assert.match(found.classes[9] as string, /^(consecutive|intensifying) hot$/)
  assert.ok(found.classes.slice(36).every((name) => !name.endsWith('hot')))
  const history = found.z.map((scores) => scores[9] as number)
  const { z, p } = mannKendall(history)
  assert.deepEqual([found.trend.z[9], found.trend.p[9]], [z, p])
  assert.deepEqual([found.tail, found.correction], ['exact', 'Benjamini-Hochberg'])
  const parts = slices.map((slice) => slice.map((count) => count / 3))
  const rounded = emerging({ rows: 8, cols: 8, slices: parts, near: queen })
  assert.deepEqual([rounded.tail, rounded.classes[9]], ['rounded', found.classes[9]])
})

test('steps that overlap find no trend of their own: where nothing changes, one cell in twenty has one', () => {
  const { below } = seeded(6)
  const even = Array.from({ length: 12 }, () => Array.from({ length: 400 }, () => below(20)))
  const trendOf = (steps: number) =>
    emerging({ rows: 20, cols: 20, slices: even, near: distanceBand(50, 150), steps }).trend
  const { p } = trendOf(2)
  const share = p.filter((one) => one <= 0.05).length / p.length
  assert.ok(share <= 0.08, `${share} of all cells`)
  assert.deepEqual(trendOf(2), trendOf(0))
})

test('steps that do not fill the grid, and too few of them, are refused', () => {
  const input = { rows: 8, cols: 8, slices, near: queen }
  assert.throws(() => emerging({ ...input, slices: slices.slice(8) }), /slices has 2 steps/)
  assert.throws(() => emerging({ ...input, rows: 7 }), /slices\[0\] has 64 values; 7 rows of 8 columns need 56/)
  assert.throws(
    () => emerging({ ...input, slices: slices.with(3, slices[3]?.with(5, -1) as number[]) }),
    /slices\[3\]\[5\] is -1/,
  )
  assert.throws(() => emerging({ ...input, steps: -1 }), /steps is -1/)
  assert.throws(() => emerging({ ...input, q: 2 }), /q is 2/)
})
