import assert from 'node:assert/strict'
import { test } from 'node:test'
import { poisson, type Random, seeded } from '../stats/random.ts'
import { displacementOf, ringsOf } from './displacement.ts'
import { type BeforeAfter, effectOf } from './effect.ts'
import { squareFence } from './fences.ts'

function places(random: Random, count: number, before: number, after: number): BeforeAfter {
  const own = Array.from({ length: count }, () => 0.5 + random.next())
  return {
    before: Float64Array.from(own, (each) => poisson(each * before, random)),
    after: Float64Array.from(own, (each) => poisson(each * after, random)),
  }
}

test('A33: where nothing was done an effect is claimed in no more than one of twenty, and the sentence says none was shown', () => {
  let claimed = 0
  for (let seed = 0; seed < 100; seed++) {
    const random = seeded(seed)
    const effect = effectOf(places(random, 15, 8, 6), places(random, 25, 8, 6), { seed, draws: 199 })
    if (effect.verdict !== 'none shown') claimed += 1
    else assert.match(effect.says, /^No effect was shown: .* luck alone/)
  }
  assert.ok(claimed <= 10, `${claimed} of 100`) // 5 expected; more than 10 by chance in 1 of 90
})

test('a third fewer than the controls is found, with its size inside the interval', () => {
  let found = 0
  for (let seed = 0; seed < 20; seed++) {
    const random = seeded(100 + seed)
    const effect = effectOf(places(random, 30, 20, 12), places(random, 30, 20, 18), { seed, draws: 199 })
    if (effect.verdict === 'fewer') found += 1
    assert.ok(effect.interval[0] < effect.difference && effect.difference < effect.interval[1])
    assert.ok(effect.ratioInterval[0] < effect.ratio && effect.ratio < effect.ratioInterval[1])
  }
  assert.ok(found >= 18, `${found} of 20`)
})

test('the difference is that of the means, and p that of all relabellings where they can be counted', () => {
  const ours = { before: Float64Array.of(10, 12), after: Float64Array.of(5, 5) }
  const theirs = { before: Float64Array.of(10, 10, 11), after: Float64Array.of(10, 11, 11) }
  const effect = effectOf(ours, theirs, { seed: 1, draws: 4999 })
  assert.ok(Math.abs(effect.difference - (-6 - 1 / 3)) < 1e-12)
  assert.ok(Math.abs(effect.p - 1 / 10) < 0.02) // one of the ten ways to choose two of five is as large
  assert.equal(effect.verdict, 'none shown')
  assert.throws(
    () => effectOf({ before: Float64Array.of(1), after: Float64Array.of(1) }, theirs, { seed: 1 }),
    /at least two/,
  )
})

test('the displacement quotient is that of Bowers and Johnson; what luck does is said to be luck', () => {
  const control = { before: 4000, after: 4000 }
  const spread = displacementOf({ before: 1000, after: 600 }, { before: 1000, after: 800 }, control)
  assert.ok(Math.abs((spread.quotient as number) - 0.5) < 1e-12)
  assert.equal(spread.verdict, 'spread')
  const moved = displacementOf({ before: 1000, after: 600 }, { before: 1000, after: 1200 }, control)
  assert.ok(Math.abs((moved.quotient as number) + 0.5) < 1e-12)
  assert.deepEqual([moved.verdict, moved.says], ['displaced', 'Some moved next door, fewer than were prevented.'])
  const more = displacementOf({ before: 1000, after: 800 }, { before: 1000, after: 1300 }, control)
  assert.equal(more.says, 'More moved next door than was prevented.')
  const verdicts = [
    displacementOf({ before: 1000, after: 600 }, { before: 1000, after: 1010 }, control),
    displacementOf({ before: 100, after: 95 }, { before: 100, after: 140 }, control),
    displacementOf({ before: 30, after: 12 }, { before: 100, after: 140 }, control),
  ].map(({ verdict, quotient }) => [verdict, quotient !== undefined])
  assert.deepEqual(verdicts, [
    ['none shown', true],
    ['no effect shown', false],
    ['too few', false],
  ])
})

test('reports are in the place, in the ring of 100 m, in that of 200 m, or beyond', () => {
  const points = { eastings: Float64Array.of(0, 75, 76, 175, 176, 275, 276, 500), northings: new Float64Array(8) }
  const rings = ringsOf(points, [squareFence(0, 0, 150), squareFence(1000, 0, 150)])
  assert.deepEqual([...rings], [0, 0, 1, 1, 2, 2, -1, -1])
})
