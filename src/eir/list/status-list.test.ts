import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDraft } from './draft.ts'
import { openList } from './status-list.ts'

test('a list counts what it holds, also when it lapses, and a repeated state changes nothing', () => {
  let now = 1000
  const list = openList(openDraft(), () => now)
  const [a, b, c] = [49015420323751, 35693803564380, 35349006987331]
  list.set(a, [{ status: 'blocked', until: 2000 }, { status: 'tracked' }])
  list.set(b, [{ status: 'permitted' }])
  list.set(b, [{ status: 'permitted' }])
  list.set(c, [{ status: 'blocked', until: 3000 }])
  assert.deepEqual(list.counts.slice(1), [1, 0, 2])
  now = 2000
  list.lapse()
  assert.deepEqual([a, b, c].map(list.statusOf), [2, 1, 3])
  assert.deepEqual(list.counts.slice(1), [1, 1, 1])
  now = 3000
  list.lapse()
  list.set(a, [])
  assert.deepEqual([a, b, c].map(list.statusOf), [0, 1, 0])
  assert.deepEqual(list.counts.slice(1), [1, 0, 0])
})

test('a list goes on over the plane that follows, with what still has to end', () => {
  let now = 1000
  const [key, other] = [49015420323751, 35693803564380]
  const [before, after] = [openDraft(), openDraft()]
  const list = openList(before, () => now)
  const { statusOf } = list
  list.set(key, [{ status: 'blocked', until: 2000 }])
  after.set(key, 3)
  list.moveTo(after)
  list.set(other, [{ status: 'tracked' }])
  assert.deepEqual([statusOf(key), statusOf(other), before.statusOf(other)], [3, 2, 0])
  now = 2000
  list.lapse()
  assert.deepEqual([statusOf(key), list.counts.slice(1)], [0, [0, 1, 0]])
})
