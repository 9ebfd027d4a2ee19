import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seeded } from '../stats/random.ts'
import { SortedTimes } from './sorted-times.ts'

test('it holds what a plain list holds, whatever is added, taken back and dropped', () => {
  const time = fc.integer({ min: 0, max: 30 })
  const step = fc.tuple(fc.constantFrom('add', 'add', 'add', 'remove', 'drop'), time)
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const times = new SortedTimes()
      let list: number[] = []
      for (const [what, at] of steps) {
        if (what === 'add') {
          times.add(at)
          list.push(at)
        } else if (what === 'remove') {
          assert.equal(times.remove(at), list.includes(at))
          if (list.includes(at)) list.splice(list.indexOf(at), 1)
        } else if (at < 10) {
          times.dropUpTo(at)
          list = list.filter((one) => one > at)
        }
        assert.equal(times.size, list.length)
        assert.equal(times.upTo(15), list.filter((one) => one <= 15).length)
        if (list.length > 0) assert.deepEqual([times.first, times.last], [Math.min(...list), Math.max(...list)])
        else assert.ok(Number.isNaN(times.last) && Number.isNaN(times.first))
      }
    }),
  )
})

test('a heap of 50,000 in any order is counted as if it had come in order', () => {
  const random = seeded(4)
  const heap = Array.from({ length: 50_000 }, () => random.next())
  const times = new SortedTimes()
  for (const one of heap) times.add(one)
  for (const bar of [0, 0.1, 0.5, 0.99, 1]) assert.equal(times.upTo(bar), heap.filter((one) => one <= bar).length)
  times.add(0.2)
  assert.ok(times.remove(0.2))
  assert.equal(times.last, Math.max(...heap))
})
