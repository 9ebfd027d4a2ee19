import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Holds } from '#lib/feed/holds'
import { type Log, silentLog } from '#platform/log'
import { backwards } from '#test/support/backwards'
import type { Client } from '../centre-client.ts'
import { feedSource } from './feed-source.ts'
import { type KeptList, openKept } from './kept-list.ts'
import { batchOf, begin, expected, listOf } from './testing.ts'

const blocked: Holds = [{ status: 'blocked' }]
/** So few that a layer is full after 56 keys, and due to be merged after 32. */
const recentSlots = 64
const keyAt = (n: number) => `${35693803000000 + n}`
const keys = (from: number, count: number) => Array.from({ length: count }, (_, n) => keyAt(from + n))

type Batch = ReturnType<typeof batchOf>

/** Batches that each block so many more handsets. */
function batchesOf(count: number, size: number): Batch[] {
  const batches: Batch[] = []
  for (let n = 0; n < count; n++) {
    const entry = keys(n * size, size).map((key) => [key, blocked] as const)
    batches.push(batchOf([entry], batches.at(-1)?.place))
  }
  return batches
}

/** A centre that has a list, and batches after it. `asked`: how often, by the number where the node stood. */
function centreOf(list: ReadonlyMap<string, Holds> = new Map()) {
  const batches: Batch[] = []
  const asked = new Map<number, number>()
  const call: Client = async (path) => {
    if (path.startsWith('/api/blocklist/snapshot')) return new Response(listOf(list))
    if (!path.startsWith('/api/blocklist/changes')) return new Response('', { status: 503 })
    const after = Number(new URLSearchParams(path.split('?')[1]).get('after'))
    asked.set(after, (asked.get(after) ?? 0) + 1)
    await pause(2)
    const next = batches.find(({ place, changes }) => place.no - changes.length === after)
    return new Response((next ?? batchOf([], batches.at(-1)?.place ?? begin)).bytes)
  }
  return { call, batches, asked }
}

type Ends = Pick<TestContext, 'after'>

function openFolder(t: Ends) {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-feed-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return {
    folder,
    batchFiles: () =>
      readdirSync(folder)
        .map((number) => join(folder, number, 'changes'))
        .sort(),
  }
}

/** A node of that folder, which follows until it is closed. */
async function openNode(
  t: Ends,
  { folder, call, now = Date.now }: { folder: string; call: Client; now?: () => number },
) {
  const kept = await openKept(folder, expected)
  const state = { canFold: true }
  const spoilt: KeptList = {
    ...kept,
    async begin() {
      const next = await kept.begin()
      return state.canFold ? next : { ...next, planeFile: join(folder, 'none', 'plane') }
    },
  }
  const told: object[] = []
  const say = { ...silentLog(), error: (what: object | string) => void told.push(Object(what)) } as Log
  const source = feedSource({
    ...{ call, kept: spoilt, expected, node: undefined, now, say, recentSlots },
    ...{ waitSeconds: 0, firstWaitMs: 1 },
  })
  const stop = new AbortController()
  const { list } = await source.load(stop.signal)
  const { feed } = source
  const loaded = { no: feed.no(), counts: list.counts.slice(1) }
  const following = source.follow?.(async () => {}, stop.signal)
  const close = async () => {
    if (stop.signal.aborted) return
    stop.abort()
    await following
    await kept.close()
  }
  t.after(close)
  return { list, feed, state, loaded, told, close }
}

async function until(what: string, isSo: () => boolean) {
  for (const end = performance.now() + 20_000; !isSo(); await pause(5))
    if (performance.now() > end) assert.fail(`It never was so: ${what}`)
}

test('what there is no room for is not put on disk; it is taken as soon as there is room', async (whole) => {
  const t = backwards(whole)
  const { folder, batchFiles } = openFolder(t)
  const { call, batches, asked } = centreOf()
  const before = await openNode(t, { folder, call })
  before.state.canFold = false
  const all = batchesOf(4, 20)
  batches.push(...all)
  await until('it has asked again for the third', () => (asked.get(40) ?? 0) > 4)
  assert.equal(before.feed.no(), 40)
  await before.close()
  const onDisk = batchFiles().reduce((size, file) => size + statSync(file).size, 0)
  assert.equal(onDisk, (all[0]?.bytes.length ?? 0) + (all[1]?.bytes.length ?? 0))
  const eir = await openNode(t, { folder, call })
  assert.equal(eir.loaded.no, 40)
  await until('all are taken', () => eir.feed.no() === 80)
  assert.ok(keys(0, 80).every((key) => eir.list.statusOf(Number(key)) === 3))
  assert.deepEqual([eir.list.counts[3], eir.feed.faults.size], [80, 0])
})

test('G9: a node starts, however much has ended while it was down and however many batches it has', async (whole) => {
  const t = backwards(whole)
  const { folder } = openFolder(t)
  const ending: Holds = [{ status: 'blocked', until: 2000 }, { status: 'tracked' }]
  const { call, batches } = centreOf(new Map(keys(1000, 100).map((key) => [key, ending])))
  const before = await openNode(t, { folder, call, now: () => 1000 })
  batches.push(...batchesOf(2, 10))
  await until('it has the batches', () => before.feed.no() === 20)
  await before.close()
  const eir = await openNode(t, { folder, call, now: () => 3000 })
  assert.deepEqual(eir.loaded, { no: 20, counts: [0, 100, 20] })
  assert.ok(keys(1000, 100).every((key) => eir.list.statusOf(Number(key)) === 2))
  assert.ok(keys(0, 20).every((key) => eir.list.statusOf(Number(key)) === 3))
})

test('batches on disk that somebody changed are counted and named; half a one that a kill left is not', async (whole) => {
  const t = backwards(whole)
  const { folder, batchFiles } = openFolder(t)
  const { call, batches } = centreOf()
  const [first, second, third] = batchesOf(3, 5) as [Batch, Batch, Batch]
  batches.push(first, second)
  const before = await openNode(t, { folder, call })
  await until('it has both', () => before.feed.no() === 10)
  await before.close()
  const file = batchFiles().at(-1) ?? ''
  appendFileSync(file, third.bytes.subarray(0, 300))
  const killed = await openNode(t, { folder, call })
  assert.deepEqual([killed.loaded.no, [...killed.feed.faults]], [10, []])
  await killed.close()
  writeFileSync(file, readFileSync(file, 'utf8').replace(keyAt(5), keyAt(500)))
  const eir = await openNode(t, { folder, call })
  assert.deepEqual([eir.loaded.no, [...eir.feed.faults]], [5, [['damaged', 1]]])
  assert.ok(eir.told.some((what) => 'fault' in what && what.fault === 'damaged'))
  await until('it has taken again what it lost', () => eir.feed.no() === 10)
})
