import assert from 'node:assert/strict'
import { test } from 'node:test'
import { takeLock } from './lock.ts'

const name = `test ${process.pid}`

test('a second taker is told who holds the lock, and gets it after the release', async () => {
  const first = await takeLock(name, 'process 1')
  assert.ok('release' in first)
  assert.deepEqual(await takeLock(name, 'process 2'), { heldBy: 'process 1' })
  await first.release()
  const again = await takeLock(name, 'process 2')
  assert.ok('release' in again)
  await again.release()
})

test('of many takers at once exactly one gets it', async () => {
  const taken = await Promise.all(Array.from({ length: 20 }, (_, i) => takeLock(`${name} many`, `process ${i}`)))
  const held = taken.filter((lock) => 'release' in lock)
  assert.equal(held.length, 1)
  await Promise.all(held.map((lock) => lock.release()))
})
