import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import {
  anyKey,
  anyStatus,
  askedOf,
  crowd,
  drawn,
  known,
  listingOf,
  type Oracle,
  oracleOf,
  setIn,
} from '#test/support/plane'
import { Base, type BaseMemory, buildBase } from './base.ts'
import { merge, newPlane, openPlane, type Plane } from './plane.ts'
import { RecentFull } from './recent.ts'
import { snapshotOf } from './snapshot.ts'
import type { StatusCode } from './status.ts'

const bytesOf = (base: BaseMemory) => Buffer.concat([...snapshotOf(base)])

function agree(plane: Plane, oracle: Oracle, asked: Iterable<number>) {
  for (const key of asked) assert.equal(plane.statusOf(key), oracle.get(key) ?? 0, String(key))
  assert.equal(plane.count, oracle.size)
}

const change = fc.tuple(anyKey, anyStatus).map((one) => [one])
const crowdOfChanges = fc.tuple(crowd, anyStatus).map(([keys, status]) => keys.map((key) => [key, status] as const))
const changes = fc
  .array(fc.oneof({ weight: 9, arbitrary: change }, { weight: 1, arbitrary: crowdOfChanges }), { maxLength: 30 })
  .map((all) => all.flat() as (readonly [number, StatusCode])[])

test('G3, A19: after any changes and merges a plane answers as a Map does, and its base has the bytes of one made at once', () => {
  fc.assert(
    fc.property(drawn, changes, changes, changes, (list, before, meanwhile, after) => {
      const oracle = oracleOf(list)
      let plane = newPlane(buildBase(listingOf(list.entries, list.ranges)), 2 ** 18)
      const asked = new Set([...askedOf(oracle), ...[...before, ...meanwhile, ...after].map(([key]) => key)])
      const apply = (some: typeof before, to: Plane) => {
        for (const [key, status] of some) {
          setIn(oracle, key, status)
          to.set(key, status)
        }
      }
      apply(before, plane)
      agree(plane, oracle, asked)
      const input = plane.beginMerge()
      apply(meanwhile, plane)
      const old = plane
      plane = old.endMerge(merge(input))
      agree(plane, oracle, asked)
      apply(after, old) // some thread may still read the old one, so both are told
      agree(old, oracle, asked)
      agree(plane, oracle, asked)
      const merged = merge(plane.beginMerge())
      assert.ok(bytesOf(merged).equals(bytesOf(buildBase(listingOf(oracle)).memory)))
    }),
    { numRuns: 40 },
  )
})

test('a merge that failed is begun anew and loses nothing', () => {
  const plane = newPlane()
  plane.set(1, 3)
  plane.beginMerge()
  plane.set(2, 3)
  const next = plane.endMerge(merge(plane.beginMerge()))
  assert.deepEqual([1, 2, 3].map(next.statusOf), [3, 3, 0])
  assert.throws(() => newPlane().endMerge(next.memory.base), /No merge has begun/)
})

test('an unknown key hides what the base says, in every layer, before and after the merge', () => {
  const crowded = Array.from({ length: 300 }, (_, n) => [35 * 10 ** 12 + n, 3] as const)
  const plane = newPlane(buildBase(listingOf([...crowded, [7, 3]])))
  for (const key of [7, 35 * 10 ** 12]) plane.set(key, 0)
  assert.deepEqual([7, 35 * 10 ** 12, 35 * 10 ** 12 + 1].map(plane.statusOf), [0, 0, 3])
  assert.equal(plane.count, 299)
  const next = plane.endMerge(merge(plane.beginMerge()))
  assert.deepEqual([7, 35 * 10 ** 12, 35 * 10 ** 12 + 1].map(next.statusOf), [0, 0, 3])
  assert.equal(next.count, 299)
  assert.equal(next.recent, 0)
})

test('recent changes ask to be merged when half of their room is taken, and refuse a new key before it runs out', () => {
  const plane = newPlane(undefined, 64)
  for (let key = 0; key < 31; key++) plane.set(key, 3)
  assert.equal(plane.wantsMerge, false)
  plane.set(31, 3)
  assert.equal(plane.wantsMerge, true)
  for (let key = 32; key < 56; key++) plane.set(key, 2)
  assert.throws(() => plane.set(56, 3), RecentFull)
  assert.equal(plane.statusOf(56), 0)
  plane.set(5, 0) // a key that is there already needs no room
  assert.equal(plane.statusOf(5), 0)
  assert.equal(plane.count, 55)
  plane.set(999, 0) // and what holds already takes none
  assert.equal(plane.recent, 56)
})

test('what is not a key is refused, never answered', () => {
  const plane = newPlane()
  for (const key of [-1, 10 ** 14, Number.NaN]) assert.throws(() => plane.statusOf(key), RangeError)
  for (const key of [-1, 0.5, 10 ** 14, Number.NaN]) assert.throws(() => plane.set(key, 3), RangeError)
  for (const slots of [0, 15, 17, 100, Number.NaN]) assert.throws(() => newPlane(undefined, slots), RangeError)
})

const planeModule = JSON.stringify(new URL('plane.ts', import.meta.url).href)
const workerOf = (code: string, workerData: unknown) =>
  new Worker(
    new URL(
      `data:text/javascript,${encodeURIComponent(
        `import { merge, openPlane } from ${planeModule}
         import { parentPort, workerData } from 'node:worker_threads'
         ${code}`,
      )}`,
    ),
    { workerData },
  )

// Each round gives every key its next status, in the keys' order. So a key is never behind one after it, never goes back,
// and what is in the base and was not touched never flickers.
test('A19: a reader in another thread sees each change whole and in order while it is being written', async () => {
  const still = Array.from({ length: 500 }, (_, n) => 99 * 10 ** 12 + n * 7919)
  const moving = Array.from({ length: 40_000 }, (_, n) => 35 * 10 ** 12 + n * 104_729)
  const plane = newPlane(buildBase(listingOf(still.map((key) => [key, 3] as const))), 2 ** 17)
  const reader = workerOf(
    `const { memory, still, moving } = workerData
     const plane = openPlane(memory)
     const wrong = []
     let looks = 0
     parentPort.postMessage('ready')
     for (let done = false; !done; ) {
       done = plane.statusOf(moving.at(-1)) === 3
       for (let n = 0; n < 20000; n++, looks++) {
         const at = (looks * 7907) % (moving.length - 1)
         const later = plane.statusOf(moving[at + 1])
         const earlier = plane.statusOf(moving[at])
         if (earlier < later) wrong.push('key ' + at + ' was ' + earlier + ' when the next was ' + later)
         if (plane.statusOf(moving[at]) < earlier) wrong.push('key ' + at + ' went back')
         if (plane.statusOf(still[looks % still.length]) !== 3) wrong.push('a key at rest changed')
       }
     }
     parentPort.postMessage({ wrong: wrong.slice(0, 5), looks, count: plane.count })`,
    { memory: plane.memory, still, moving },
  )
  await once(reader, 'message')
  for (const status of [1, 2, 3] as const) for (const key of moving) plane.set(key, status)
  const [found] = (await once(reader, 'message')) as [{ wrong: string[]; looks: number; count: number }]
  assert.deepEqual(found.wrong, [])
  assert.ok(found.looks >= 20_000)
  assert.equal(found.count, still.length + moving.length)
})

test('a merge runs in a worker thread while the plane goes on to change, and is opened there', async () => {
  const oracle: Oracle = new Map(fc.sample(fc.tuple(anyKey, known), { numRuns: 2000, seed: 7 }))
  const plane = newPlane(buildBase(listingOf(oracle)), 2 ** 14)
  const [before, meanwhile] = [1, 2].map((seed) => fc.sample(fc.tuple(anyKey, anyStatus), { numRuns: 2000, seed }))
  const apply = (some: [number, StatusCode][] = []) => {
    for (const [key, status] of some) {
      setIn(oracle, key, status)
      plane.set(key, status)
    }
  }
  apply(before)
  const worker = workerOf(`parentPort.postMessage(merge(workerData))`, plane.beginMerge())
  apply(meanwhile)
  const [base] = (await once(worker, 'message')) as [BaseMemory]
  const next = plane.endMerge(base)
  agree(next, oracle, [...askedOf(oracle), ...[...(before ?? []), ...(meanwhile ?? [])].map(([key]) => key)])
  agree(openPlane(structuredClone(next.memory)), oracle, askedOf(oracle))
  assert.ok(new Base(base).count > 0)
})
