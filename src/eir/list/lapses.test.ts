import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { StatusCode } from '#lib/imei/plane/status'
import { openHeap } from './heap.ts'
import { openLapses, type Step, statusAt } from './lapses.ts'

const key = 49015420323751
const start = Date.parse('2026-11-27T10:00:00Z')
const second = 1000

/** Lapses with what they did: the status of each key as somebody who only hears of changes has it. */
function openWatched() {
  const lapses = openLapses()
  const status = new Map<number, StatusCode>()
  return {
    known: lapses.known,
    set: (one: number, steps: readonly Step[], at: number) => void status.set(one, lapses.set(one, steps, at)),
    statusAt: (one: number, at: number) => {
      lapses.lapse(at, (changed, to) => void status.set(changed, to))
      return status.get(one)
    },
  }
}

test('G10: a block ends at its second, not before, and what it stood upon holds then', () => {
  const lapses = openWatched()
  lapses.set(key, [{ status: 'blocked', until: start + 60 * second }, { status: 'tracked' }], start)
  assert.equal(lapses.statusAt(key, start + 59.999 * second), 3)
  assert.equal(lapses.statusAt(key, start + 60 * second), 2)
  lapses.set(key, [{ status: 'blocked', until: start + 90 * second }], start + 70 * second)
  assert.equal(lapses.statusAt(key, start + 89 * second), 3)
  assert.equal(lapses.statusAt(key, start + 90 * second), 0, 'nothing is left of it')
})

test('a status that had ended when it came never holds; one without an end is not kept here', () => {
  const lapses = openWatched()
  lapses.set(key, [{ status: 'blocked', until: start }], start)
  assert.equal(lapses.statusAt(key, start), 0)
  lapses.set(key + 1, [{ status: 'blocked' }], start)
  assert.equal(lapses.statusAt(key + 1, start + 1e12), 3)
  assert.equal(lapses.known.size, 1)
})

test('a newer state counts, whatever ends the older one had', () => {
  const lapses = openWatched()
  lapses.set(key, [{ status: 'blocked', until: start + 10 * second }], start)
  lapses.set(key, [{ status: 'blocked', until: start + 100 * second }], start)
  assert.equal(lapses.statusAt(key, start + 50 * second), 3)
  lapses.set(key, [], start + 51 * second)
  assert.equal(lapses.statusAt(key, start + 52 * second), 0)
  lapses.set(key, [{ status: 'blocked' }], start + 53 * second)
  assert.equal(lapses.statusAt(key, start + 200 * second), 3, 'for good')
})

test('a clock that jumps ahead ends what would have ended; set right again, what ended too early holds again', () => {
  const lapses = openWatched()
  lapses.set(key, [{ status: 'blocked', until: start + 60 * second }, { status: 'tracked' }], start)
  lapses.set(key + 1, [{ status: 'tracked', until: start + 30 * second }], start)
  const year = 365 * 86_400 * second
  assert.equal(lapses.statusAt(key, start + year), 2)
  assert.equal(lapses.statusAt(key + 1, start + year), 0)
  assert.equal(lapses.statusAt(key, start + 31 * second), 3)
  assert.equal(lapses.statusAt(key + 1, start + 31 * second), 0)
  assert.equal(lapses.statusAt(key + 1, start + 29 * second), 2)
  assert.equal(lapses.statusAt(key, start + 60 * second), 2, 'and ends once more at its second')
})

test('whatever is set and however the clock runs, the status is that of the steps at that time', () => {
  const step = fc.record(
    { status: fc.constantFrom('blocked', 'tracked', 'permitted'), until: fc.integer({ min: 0, max: 40 }) },
    { requiredKeys: ['status'] },
  ) as fc.Arbitrary<Step>
  const deed = fc.oneof(
    fc.record({ set: fc.nat(3), steps: fc.array(step, { maxLength: 3 }) }),
    fc.record({ by: fc.integer({ min: -15, max: 20 }) }),
  )
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
      const lapses = openWatched()
      const truth = new Map<number, readonly Step[]>()
      let now = 20
      for (const one of deeds) {
        if ('by' in one) now += one.by
        else {
          lapses.set(one.set, one.steps, now)
          truth.set(one.set, one.steps)
        }
        for (const [of, steps] of truth) assert.equal(lapses.statusAt(of, now), statusAt(steps, now))
      }
    }),
  )
})

test('what has ended is known until it is taken back, and a key that changes often takes no more room', () => {
  const lapses = openWatched()
  for (let n = 0; n < 1000; n++) {
    lapses.set(n, [{ status: 'blocked', until: start + n }], start - 1)
    lapses.statusAt(n, start + n)
  }
  assert.equal(lapses.known.size, 1000, 'the centre lists them too')
  assert.equal(lapses.statusAt(0, start + 5000), 0)
  assert.equal(lapses.statusAt(0, start - 5000), 3, 'and holds again where the clock was wrong')
  for (let n = 0; n < 1000; n++) lapses.set(n, [], start)
  for (let n = 0; n < 5000; n++) lapses.set(key, [{ status: 'blocked', until: start + 1e9 + n }], start + 2000)
  assert.deepEqual([...lapses.known], [[key, [{ status: 'blocked', until: start + 1e9 + 4999 }]]])
})

test('where there is no room for what ends, it ends as soon as there is', () => {
  const lapses = openLapses()
  const ended: number[] = []
  for (let n = 0; n < 10; n++) lapses.set(n, [{ status: 'blocked', until: start + n }], start - 1)
  lapses.lapse(
    start + 20,
    (one) => void ended.push(one),
    () => ended.length < 4,
  )
  assert.deepEqual(ended, [0, 1, 2, 3])
  lapses.lapse(start + 20, (one) => void ended.push(one))
  assert.equal(ended.length, 10)
})

test('where there is no room for what holds again after the clock was put back, the rest waits until there is', () => {
  const lapses = openLapses()
  for (let n = 0; n < 10; n++) lapses.set(n, [{ status: 'blocked', until: start + n }], start - 1)
  const status = new Map<number, StatusCode>()
  const apply = (one: number, is: StatusCode) => void status.set(one, is)
  lapses.lapse(start + 20, () => {})
  lapses.lapse(start - 1, apply, () => status.size < 4)
  assert.equal(status.size, 4)
  const waiting = [0, 1, 2, 3, 4].find((n) => !status.has(n)) ?? assert.fail()
  lapses.set(waiting, [], start - 1) // taken back while it waits
  lapses.lapse(start - 1, apply)
  assert.deepEqual([status.size, status.has(waiting)], [9, false])
  assert.ok([...status.values()].every((is) => is === 3))
  lapses.lapse(start + 20, apply)
  assert.ok(
    [...status.values()].every((is) => is === 0),
    'and each ends again',
  )
})

test('several holds for good are known, and the first counts', () => {
  const lapses = openWatched()
  lapses.set(key, [{ status: 'blocked' }, { status: 'tracked' }], start)
  assert.equal(lapses.statusAt(key, start + 1e12), 3)
  assert.equal(lapses.known.size, 1)
})

test('a heap gives back in order whatever was put in, and nothing that was left out', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 5 }), (numbers, by) => {
      const heap = openHeap<number>()
      for (const number of numbers) heap.add(number, number)
      if (by > 1) heap.keep((number) => number % by !== 0)
      const kept = numbers.filter((number) => by === 1 || number % by !== 0).sort((a, b) => a - b)
      for (const number of kept) {
        assert.equal(heap.firstAt(), number)
        assert.equal(heap.take(), number)
      }
      assert.deepEqual([heap.take(), heap.firstAt(), heap.size()], [undefined, Number.POSITIVE_INFINITY, 0])
    }),
  )
})
