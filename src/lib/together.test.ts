import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { together } from './together.ts'

test('what is asked while a call is under way goes into the next one, each with its own answer', async () => {
  const calls: number[][] = []
  const double = together(async (asks: readonly number[]) => {
    calls.push([...asks])
    await pause(5)
    return asks.map((ask) => ask * 2)
  })
  assert.deepEqual(await Promise.all([1, 2, 3, 4].map(double)), [2, 4, 6, 8])
  assert.deepEqual(calls, [[1], [2, 3, 4]])
  assert.equal(await double(5), 10)
})

test('one that cannot be answered fails alone', async () => {
  const calls: number[] = []
  const half = together(async (asks: readonly number[]) => {
    calls.push(asks.length)
    if (asks.includes(0)) throw new Error('nothing to halve')
    return asks.map((ask) => ask / 2)
  })
  const answers = await Promise.allSettled([8, 0, 4].map(half))
  assert.deepEqual(
    answers.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).message)),
    [4, 'nothing to halve', 2],
  )
  assert.deepEqual(calls, [1, 2, 1, 1])
})

test('no call is larger than it may be', async () => {
  const sizes: number[] = []
  const same = together(async (asks: readonly number[]) => {
    sizes.push(asks.length)
    return asks
  }, 3)
  await Promise.all(Array.from({ length: 8 }, (_, n) => same(n)))
  assert.deepEqual(sizes, [1, 3, 3, 1])
})
