import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limit } from './limit.ts'
import { hashOf, newSecret, secretChecks } from './secret.ts'

test('only the right secret opens, and what is kept does not show it', async () => {
  const secret = newSecret()
  const hash = await hashOf(secret)
  const { check } = secretChecks()
  assert.ok(!hash.includes(secret))
  assert.equal(await check(secret, hash), 'right')
  assert.equal(await check(`${secret}x`, hash), 'wrong')
  assert.equal(await check('', hash), 'wrong')
  assert.notEqual(await hashOf(secret), hash)
})

test('a flood of guesses is turned away instead of piling up, and checks go on afterwards', async () => {
  const hash = await hashOf(newSecret())
  const { check } = secretChecks({ atOnce: 1, waiting: 2 })
  const answers = await Promise.all(Array.from({ length: 6 }, () => check('guess', hash)))
  assert.deepEqual(answers.sort(), ['busy', 'busy', 'busy', 'wrong', 'wrong', 'wrong'])
  assert.equal(await check('guess', hash), 'wrong')
})

test('a hash of an unknown form is a fault, not a wrong secret', async () => {
  await assert.rejects(secretChecks().check('x', 'md5$abc'), /rotate this client/)
})

test('after too many tries a key waits until its window ends, and others do not', () => {
  let now = 0
  const tries = limit({ most: 2, withinMs: 10_000, clock: () => new Date(now) })
  assert.deepEqual([tries.count('a'), tries.count('a'), tries.count('a')], [0, 0, 10])
  assert.equal(tries.waitFor('a'), 10)
  assert.equal(tries.waitFor('b'), 0)
  now = 9_001
  assert.equal(tries.waitFor('a'), 1)
  now = 10_000
  assert.equal(tries.waitFor('a'), 0)
  assert.equal(tries.count('a'), 0)
})

test('a flood of invented keys cannot fill memory, and the newest are still counted', () => {
  const tries = limit({ most: 1, withinMs: 60_000, clock: () => new Date(0) })
  for (let i = 0; i < 20_000; i++) tries.count(`k${i}`)
  assert.equal(tries.waitFor('k19999'), 60)
  assert.equal(tries.waitFor('k0'), 0)
})
