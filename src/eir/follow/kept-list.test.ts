import assert from 'node:assert/strict'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Holds } from '#lib/feed/holds'
import { buildBase } from '#lib/imei/plane/base'
import { SnapshotDamaged, snapshotOf } from '#lib/imei/plane/snapshot'
import { makeBase } from '../list/make-base.ts'
import type { Standing } from './judge-batch.ts'
import { openKept } from './kept-list.ts'
import { batchOf, begin, expected } from './testing.ts'

const [a, b, c] = ['35693803564380', '49015420323751', '35349006987331'] as const
const blocked: Holds = [{ status: 'blocked' }]
const until: Holds = [{ status: 'blocked', until: 1_790_000_000_000 }, { status: 'tracked' }]
const start: Standing = { place: begin, at: 1_780_000_000_000 }
const running = new AbortController().signal

async function openFolder(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-kept-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const open = () => openKept(folder, expected)
  /** Puts a list on disk, as a node does when it has taken one. */
  const keep = async (kept: Awaited<ReturnType<typeof openKept>>, keys: Record<string, Holds>, standing = start) => {
    const next = await kept.begin()
    const blockedKeys = Object.keys(keys)
    const statuses = new Uint8Array(blockedKeys.length).fill(3)
    await makeBase({ keys: Float64Array.from(blockedKeys, Number), statuses, file: next.planeFile }, running)
    const steps = Object.entries(keys).filter(([, holds]) => holds !== blocked)
    const counts = [0, 0, 0, blockedKeys.length]
    await next.finish({ standing, counts, steps: new Map(steps.map(([key, holds]) => [Number(key), holds])) })
  }
  /** As a node finds it when it starts. */
  const found = async () => {
    const kept = await open()
    try {
      const restored = await kept.restore()
      if (!restored) return undefined
      const { base, stand } = restored
      const changed = new Map<string, Holds>()
      const replayed = await kept.replay(stand.standing, (key, holds) => void changed.set(key, holds))
      return { base, stand, changed, ...replayed }
    } finally {
      await kept.close()
    }
  }
  const file = (number: number, name: string) => join(folder, `${number}`, name)
  return { folder, open, keep, found, file }
}

test('a node that starts again stands where it stood, without asking anybody', async (t) => {
  const { open, keep, found } = await openFolder(t)
  assert.equal(await found(), undefined)
  const kept = await open()
  await keep(kept, { [a]: blocked, [c]: until })
  const first = batchOf([[[b, blocked]]])
  const second = batchOf([[[a, []]], [[c, blocked]]], first.place)
  await kept.add(first.bytes)
  await kept.add(second.bytes)
  await kept.close()
  const { base, stand, changed, standing } = (await found()) ?? assert.fail()
  assert.deepEqual(
    [a, b, c].map((key) => base.statusOf(Number(key))),
    [3, 0, 3],
  )
  assert.deepEqual([...stand.steps], [[Number(c), until]])
  assert.deepEqual([stand.standing, stand.counts], [start, [0, 0, 0, 2]])
  assert.deepEqual(
    [...changed],
    [
      [b, blocked],
      [a, []],
      [c, blocked],
    ],
  )
  assert.deepEqual(standing.place, second.place)
})

test('a list that could not be begun is begun when it can be, and nothing of the one before is lost', async (t) => {
  const { open, keep, found, file } = await openFolder(t)
  const kept = await open()
  await keep(kept, { [a]: blocked })
  const first = batchOf([[[b, blocked]]])
  await kept.add(first.bytes)
  mkdirSync(file(3, 'changes'), { recursive: true }) // no file can be opened there
  await assert.rejects(kept.begin(), /EISDIR/)
  await assert.rejects(kept.begin(), /EISDIR/)
  const second = batchOf([[[c, blocked]]], first.place)
  await kept.add(second.bytes)
  rmSync(file(3, 'changes'), { recursive: true })
  await keep(kept, { [a]: blocked, [b]: blocked, [c]: blocked }, { ...start, place: second.place })
  await kept.close()
  const { base, standing } = (await found()) ?? assert.fail()
  assert.deepEqual(
    [a, b, c].map((key) => base.statusOf(Number(key))),
    [3, 3, 3],
  )
  assert.deepEqual(standing.place, second.place)
})

test('kill -9 in the middle of a write: half a batch is dropped, and the whole ones before it count', async (t) => {
  const { open, keep, found, file } = await openFolder(t)
  const first = batchOf([[[b, blocked]]])
  const second = batchOf([[[c, blocked]]], first.place)
  for (const [round, bytes] of [1, 40, second.bytes.length - 1].entries()) {
    const kept = await open()
    await keep(kept, {})
    await kept.add(first.bytes)
    await kept.close()
    const batches = file(round + 2, 'changes')
    appendFileSync(batches, second.bytes.subarray(0, bytes))
    const { changed, standing, isDamaged } = (await found()) ?? assert.fail()
    assert.deepEqual([...changed.keys()], [b])
    assert.deepEqual([standing.place, isDamaged], [first.place, false])
    assert.equal(statSync(batches).size, first.bytes.length, 'so that the next one can be added')
  }
})

test('kill -9 while the list is put on disk anew: the old one counts, with the batches before and after', async (t) => {
  const { open, keep, found, file, folder } = await openFolder(t)
  const first = batchOf([[[b, blocked]]])
  const second = batchOf([[[c, blocked]]], first.place)
  const kept = await open()
  await keep(kept, { [a]: blocked })
  await kept.add(first.bytes)
  const { planeFile } = await kept.begin()
  await kept.add(second.bytes)
  for (const half of [undefined, 'half a plane']) {
    if (half) writeFileSync(planeFile, half)
    const { base, changed, standing } = (await found()) ?? assert.fail()
    assert.deepEqual([base.count, [...changed.keys()]], [1, [b, c]])
    assert.deepEqual(standing.place, second.place)
  }
  writeFileSync(file(3, 'stand.new'), 'half of it')
  assert.equal((await found())?.base.count, 1)
  await keep(kept, { [a]: blocked, [b]: blocked, [c]: blocked }, { ...start, place: second.place })
  await kept.close()
  const { base, changed, standing } = (await found()) ?? assert.fail()
  assert.deepEqual([base.count, changed.size, standing.place], [3, 0, second.place])
  assert.deepEqual(readdirSync(folder), ['4'], 'what was before is gone')
})

test('a file that somebody changed is found at the start: of the list nothing counts, of batches those before it', async (t) => {
  const { open, keep, found, file } = await openFolder(t)
  const kept = await open()
  await keep(kept, { [a]: until })
  const first = batchOf([[[b, blocked]]])
  const second = batchOf([[[c, blocked]]], first.place)
  await kept.add(first.bytes)
  await kept.add(second.bytes)
  await kept.close()
  const batches = file(2, 'changes')
  writeFileSync(batches, readFileSync(batches, 'utf8').replace(c, '35349006987332'))
  const spoilt = (await found()) ?? assert.fail()
  assert.deepEqual([[...spoilt.changed.keys()], spoilt.isDamaged], [[b], true])
  for (const [name, spoil] of [
    ['stand', (bytes: Buffer) => Buffer.from(bytes.toString().replace('blocked@179', 'blocked@178'))],
    ['stand', (bytes: Buffer) => bytes.subarray(0, bytes.length - 10)],
    ['stand', () => Buffer.alloc(0)],
    ['plane', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    [
      'plane',
      (bytes: Buffer) =>
        Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1) ?? 0]).map((byte) => byte ^ 1)]),
    ],
  ] as const) {
    const whole = readFileSync(file(2, name))
    writeFileSync(file(2, name), spoil(whole))
    await assert.rejects(found(), SnapshotDamaged)
    writeFileSync(file(2, name), whole)
  }
  assert.ok(await found())
  writeFileSync(file(2, 'plane'), Buffer.concat([...snapshotOfOther()]))
  await assert.rejects(found(), /not the one that belongs/)
  rmSync(file(2, 'plane'))
  await assert.rejects(found(), SnapshotDamaged)
})

test('a batch that was kept twice is passed over: what comes after it counts', async (t) => {
  const { open, keep, found } = await openFolder(t)
  const kept = await open()
  await keep(kept, {})
  const first = batchOf([[[b, blocked]]])
  const second = batchOf([[[c, blocked]]], first.place)
  for (const { bytes } of [first, first, second, first]) await kept.add(bytes)
  await kept.close()
  const { changed, standing, isDamaged } = (await found()) ?? assert.fail()
  assert.deepEqual([[...changed.keys()], standing.place, isDamaged], [[b, c], second.place, false])
})

test('a fault in an older file is cut out where it is, and what goes on from there counts at the next start', async (t) => {
  const { open, keep, found, file } = await openFolder(t)
  const kept = await open()
  await keep(kept, {})
  const first = batchOf([[[a, blocked]]])
  const second = batchOf([[[b, blocked]]], first.place)
  const third = batchOf([[[c, blocked]]], second.place)
  await kept.add(first.bytes)
  await kept.add(second.bytes)
  await kept.begin() // never finished
  await kept.add(third.bytes)
  await kept.close()
  writeFileSync(file(2, 'changes'), readFileSync(file(2, 'changes'), 'utf8').replace(b, '49015420323752'))
  const { changed, standing, isDamaged } = (await found()) ?? assert.fail()
  assert.deepEqual([[...changed.keys()], standing.place, isDamaged], [[a], first.place, true])
  assert.deepEqual(
    [2, 3].map((number) => statSync(file(number, 'changes')).size),
    [first.bytes.length, 0],
  )
  const again = await open()
  await again.replay(start, () => {})
  for (const { bytes } of [second, third]) await again.add(bytes)
  await again.close()
  const whole = (await found()) ?? assert.fail()
  assert.deepEqual([whole.standing.place, whole.isDamaged], [third.place, false])
})

function* snapshotOfOther() {
  yield* snapshotOf(buildBase({ keys: Float64Array.of(1, 2), statuses: Uint8Array.of(3, 3) }).memory)
}
