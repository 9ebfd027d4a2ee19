import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawsWithout, poisson, seeded, shuffle, xoshiro128 } from './random.ts'

test('chance is xoshiro128** with its published first values, and splitmix32 fills its state', () => {
  // The reference implementation (xoshiro128starstar.c 1.1) from state 1, 2, 3, 4; as rand_xoshiro tests it too.
  const reference = [
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]
  const { bits } = xoshiro128(1, 2, 3, 4)
  assert.deepEqual(
    reference.map(() => bits()),
    reference,
  )
  const zero = seeded(0)
  assert.deepEqual(
    [1, 2, 3, 4].map(() => zero.bits()),
    [1789933344, 44971166, 2521387044, 3848737593],
  )
})

test('the same seed draws the same, another seed (of more than 32 bits too) something else', () => {
  const first = (seed: number) => seeded(seed).next()
  assert.equal(first(7), first(7))
  assert.notEqual(first(7), first(8))
  assert.notEqual(first(7), first(7 + 2 ** 32))
  assert.throws(() => seeded(-1), /seed is -1/)
  assert.throws(() => seeded(0.5), /seed is 0.5/)
})

test('whole numbers, orders and draws without replacement are each as likely as the other', () => {
  const random = seeded(3)
  const times = new Map<string, number>()
  const count = (key: string) => times.set(key, (times.get(key) ?? 0) + 1)
  for (let round = 0; round < 6000; round++) {
    count(`below ${random.below(6)}`)
    const order = Float64Array.of(1, 2, 3)
    shuffle(order, random)
    count(`order ${order.join('')}`)
  }
  const drawn = drawsWithout(4, 2, 12_000, random)
  for (let draw = 0; draw < 12_000; draw++) count(`draw ${drawn[2 * draw]}${drawn[2 * draw + 1]}`)
  assert.equal(times.size, 6 + 6 + 12)
  // Each is expected 1,000 times; five standard deviations.
  for (const [key, seen] of times) assert.ok(Math.abs(seen - 1000) < 160, `${key}: ${seen}`)
})

test('Poisson counts have their mean and their variance, small and large', () => {
  const random = seeded(11)
  for (const mean of [0.3, 4, 75]) {
    const counts = Array.from({ length: 20_000 }, () => poisson(mean, random))
    const average = counts.reduce((sum, count) => sum + count, 0) / counts.length
    const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / counts.length
    assert.ok(Math.abs(average - mean) < 5 * Math.sqrt(mean / counts.length), `mean ${average}`)
    assert.ok(Math.abs(variance / mean - 1) < 0.08, `variance ${variance}`)
  }
})
