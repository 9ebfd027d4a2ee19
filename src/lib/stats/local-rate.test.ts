import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adjust } from './fdr.ts'
import { expectedNow, localRates } from './local-rate.ts'
import { poisson, type Random, seeded } from './random.ts'

const [rows, cols] = [40, 40]
const size = rows * cols

/** Rates of towns in which nothing changes: from one in which all squares are alike to some in which hardly any are. */
const towns: Readonly<Record<string, (random: Random) => Float64Array>> = {
  even: () => new Float64Array(size).fill(2),
  'a few busy squares': ({ next }) => Float64Array.from({ length: size }, () => 20 * next() ** 6 + 0.01),
  'a busy centre, uneven': ({ next }) =>
    Float64Array.from({ length: size }, (_, cell) => {
      const far = Math.hypot((cell % cols) - 20, Math.floor(cell / cols) - 20)
      return (60 * Math.exp(-far / 4) + 0.05) * (next() < 0.3 ? 3 * next() : 0.2)
    }),
  'points that stand for streets': ({ next }) =>
    Float64Array.from({ length: size }, (_, cell) =>
      next() < 0.7 ? 0 : (cell % cols < 10 ? 8 : 0.5) * -Math.log(1 - next()),
    ),
}

/** Chances of all squares after a time that is `span` as full as the one before; `more`: squares with so many times more. */
function chances(rate: Float64Array, span: number, random: Random, more: ReadonlyMap<number, number> = new Map()) {
  const past = rate.map((mean) => poisson(mean, random))
  const now = rate.map((mean, cell) => poisson(mean * span * (more.get(cell) ?? 1), random))
  const { mean, shape } = localRates({ rows, cols }, past)
  const [allPast, allNow] = [past, now].map((counts) => counts.reduce((sum, one) => sum + one, 0)) as [number, number]
  return Float64Array.from(past, (before, cell) => {
    const own = { before: before, now: now[cell] as number }
    const others = { before: allPast - own.before, now: allNow - own.now }
    return expectedNow({ mean: mean[cell] as number, shape: shape[cell] as number }, own, others).chance
  })
}

for (const [name, make] of Object.entries(towns))
  test(`${name}: where nothing changes luck is told no more often than stated, of one square and of all`, () => {
    for (const span of [0.02, 0.1, 1]) {
      const worlds = Array.from({ length: 12 }, (_, seed) => {
        const random = seeded(500 + seed)
        return chances(make(random), span, random)
      })
      for (const stated of [0.05, 0.01, 0.001]) {
        const told = worlds.reduce((sum, p) => sum + p.filter((one) => one <= stated).length, 0)
        const allowed = stated * size * worlds.length
        assert.ok(told <= allowed + 3 * Math.sqrt(allowed), `${span}: ${told} at ${stated}, ${allowed} allowed`)
      }
      const flagged = worlds.filter((p) => adjust(p).some((q) => q <= 0.05)).length
      assert.ok(flagged <= 3, `${span}: ${flagged} of 12 worlds`) // 0.6 allowed; 4 by chance once in 300 times
    }
  })

test('a square that has five times what it had shows in most worlds, and its neighbours do not', () => {
  const planted = 20 * cols + 20
  const found = Array.from({ length: 20 }, (_, seed) => {
    const random = seeded(900 + seed)
    const rate = Float64Array.from({ length: size }, () => 20 * random.next() ** 6 + 0.01)
    rate[planted] = 60
    return chances(rate, 1 / 13, random, new Map([[planted, 5]]))
  })
  const shows = found.filter((p) => (p[planted] as number) <= 0.001).length
  assert.ok(shows >= 16, `${shows} of 20`)
  const beside = found.filter((p) => (p[planted + 1] as number) <= 0.01).length
  assert.ok(beside <= 2, `${beside} of 20`)
})

test('a busier time for all is no news of one square; a square with much keeps its own rate, one with nothing gets a part of those around it', () => {
  const random = seeded(7)
  const rate = Float64Array.from({ length: size }, () => 20 * random.next() ** 6 + 0.01)
  const all = new Map([...rate.keys()].map((cell) => [cell, 3]))
  const told = chances(rate, 1 / 12, random, all).filter((p) => p <= 0.01).length
  assert.ok(told <= 0.01 * size + 3 * Math.sqrt(0.01 * size), `${told} of ${size}`)

  const counts = rate.map((mean) => poisson(mean, random))
  const [busy, corner] = [20 * cols + 20, 0]
  counts[busy] = 300
  counts[busy + 1] = 0
  for (const near of [0, 1, cols, cols + 1]) counts[near] = 0
  const { mean } = localRates({ rows, cols }, counts)
  assert.ok(Math.abs((mean[busy] as number) - 300) <= Math.sqrt(301))
  assert.ok((mean[busy + 1] as number) > (mean[corner] as number), 'its neighbour is busy')
  assert.ok((mean[corner] as number) > 0)
})

test('expected counts add up to what was counted, and follow the formula that is stated', () => {
  const random = seeded(8)
  const counts = Float64Array.from({ length: size }, () => poisson(20 * random.next() ** 6, random))
  const { mean, shape } = localRates({ rows, cols }, counts)
  const sum = (of: Float64Array) => of.reduce((all, one) => all + one, 0)
  assert.ok(Math.abs(sum(mean) / sum(counts) - 1) < 0.05, `${sum(mean)} of ${sum(counts)}`)
  // mean = μ (a + x) / (a + μ) and shape = a + x: of each square with the same x the one with more around it is expected to have more.
  const a = (shape[0] as number) - (counts[0] as number)
  assert.ok(shape.every((one, cell) => Math.abs(one - a - (counts[cell] as number)) < 1e-9))
  assert.deepEqual([...localRates({ rows: 2, cols: 2 }, [0, 0, 0, 0]).mean], [0, 0, 0, 0])
  assert.deepEqual(
    [...localRates({ rows: 1, cols: 3, mask: Uint8Array.of(1, 1, 0) }, [4, 0, 9]).mean].at(2),
    0,
    'land outside is no square',
  )
})
