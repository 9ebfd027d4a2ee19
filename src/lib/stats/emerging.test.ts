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

test('a city that halves: by counts its lasting hotspot fades, by shares it lasts, and one that halves alone fades by both', () => {
  const [rows, cols, months, centre, edge] = [20, 20, 12, 63, 380]
  const draws = seeded(12)
  const block = [centre, ...cellsAround(centre, { rows, cols }, queen)]
  const isPlace = (cell: number) => block.includes(cell)
  const made = (level: (time: number, cell: number) => number) =>
    Array.from({ length: months }, (_, time) =>
      Array.from({ length: rows * cols }, (_, cell) => poisson((isPlace(cell) ? 60 : 2) * level(time, cell), draws)),
    )
  const falling = (time: number) => 1 - time / (2 * (months - 1))
  const classAt = (slices: number[][], trendOf: 'counts' | 'share', mask?: Uint8Array) =>
    emerging({ rows, cols, slices, near: queen, trendOf, ...(mask && { mask }) }).classes[centre]
  const [everywhere, alone] = [made(falling), made((time, cell) => (isPlace(cell) ? falling(time) : 1))]
  assert.deepEqual([classAt(everywhere, 'counts'), classAt(everywhere, 'share')], ['diminishing hot', 'persistent hot'])
  assert.deepEqual([classAt(alone, 'counts'), classAt(alone, 'share')], ['diminishing hot', 'diminishing hot'])
  // What lies outside of the mask belongs to no share; a step without anything is a share of nothing.
  const inside = Uint8Array.from({ length: rows * cols }, (_, cell) => (cell < edge ? 1 : 0))
  const outside = everywhere.map((slice, time) => slice.map((count, cell) => (cell < edge ? count : 1000 * time)))
  assert.equal(classAt(outside, 'share', inside), 'persistent hot')
  const empty = [...everywhere.slice(0, -1), Array<number>(rows * cols).fill(0)]
  assert.ok(emerging({ rows, cols, slices: empty, near: queen, trendOf: 'share' }).trend.p.every(Number.isFinite))
})

test('of a mask only its cells are looked at: a map with empty land around it is told as the map alone', () => {
  const inside = (at: number) => at % 11 < 8 && Math.floor(at / 11) < 8
  const mask = Uint8Array.from({ length: 110 }, (_, at) => (inside(at) ? 1 : 0))
  const wide = slices.map((slice) =>
    Array.from(mask, (is, at) => (is ? (slice[Math.floor(at / 11) * 8 + (at % 11)] as number) : 0)),
  )
  const alone = emerging({ rows: 8, cols: 8, slices, near: queen, steps: 1 })
  const found = emerging({ rows: 10, cols: 11, mask, slices: wide, near: queen, steps: 1 })
  assert.deepEqual(
    found.classes.filter((_, at) => inside(at)),
    alone.classes,
  )
  assert.ok(found.classes.every((name, at) => inside(at) || name === 'none'))
  for (const [now, then] of [
    ...found.z.map((scores, time) => [scores, alone.z[time]] as const),
    ...found.q.map((rates, time) => [rates, alone.q[time]] as const),
    [found.trend.z, alone.trend.z] as const,
    [found.trend.p, alone.trend.p] as const,
  ])
    assert.deepEqual(
      now.filter((_, at) => inside(at)),
      then,
    )
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
