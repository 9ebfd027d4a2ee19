import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Holds } from '#lib/feed/holds'
import { openKept } from './kept-list.ts'
import { batchOf, begin, expected, listOf } from './testing.ts'

const [a, b, c] = ['35693803564380', '49015420323751', '35349006987331'] as const
const blocked: Holds = [{ status: 'blocked' }]

async function openFolder(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-kept-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const list = async function* (keys: ReadonlyMap<string, Holds>, place = begin) {
    yield listOf(keys, place)
  }
  /** As a node finds it when it starts. */
  const found = async () => {
    const kept = await openKept(folder, expected)
    const keys = new Map<string, Holds>()
    const standing = await kept.restore((key, holds) => void keys.set(key, holds))
    await kept.close()
    return { keys, standing }
  }
  return { folder, list, found, batches: join(folder, 'changes.ndjson'), whole: join(folder, 'list.ndjson') }
}

test('a node that starts again stands where it stood, without asking anybody', async (t) => {
  const { folder, list, found } = await openFolder(t)
  assert.equal((await found()).standing, undefined)
  const kept = await openKept(folder, expected)
  await kept.replace(list(new Map([[a, blocked]])), () => {})
  const first = batchOf([[[b, blocked]]])
  const second = batchOf([[[a, []]], [[c, blocked]]], first.place)
  await kept.add(first.bytes)
  await kept.add(second.bytes)
  await kept.close()
  const { keys, standing } = await found()
  assert.deepEqual(
    keys,
    new Map<string, Holds>([
      [a, []],
      [b, blocked],
      [c, blocked],
    ]),
  )
  assert.ok(standing && 'place' in standing)
  assert.deepEqual(standing.place, second.place)
})

test('kill -9 in the middle of a write: half a batch is dropped, and the whole ones before it count', async (t) => {
  const { folder, list, found, batches } = await openFolder(t)
  const first = batchOf([[[b, blocked]]])
  const second = batchOf([[[c, blocked]]], first.place)
  for (const bytes of [1, 40, second.bytes.length - 1]) {
    const kept = await openKept(folder, expected)
    await kept.replace(list(new Map()), () => {})
    await kept.add(first.bytes)
    await kept.close()
    appendFileSync(batches, second.bytes.subarray(0, bytes))
    const { keys, standing } = await found()
    assert.deepEqual([...keys.keys()], [b])
    assert.deepEqual(standing && 'place' in standing && standing.place, first.place)
    assert.equal(statSync(batches).size, first.bytes.length, 'so that the next one can be added')
  }
})

test('kill -9 after a new list and before the batches in it are gone: they are passed over', async (t) => {
  const { folder, list, found, batches } = await openFolder(t)
  const first = batchOf([[[b, blocked]]])
  const second = batchOf([[[c, blocked]]], first.place)
  const kept = await openKept(folder, expected)
  await kept.replace(list(new Map([[b, blocked]]), first.place), () => {})
  await kept.close()
  writeFileSync(batches, Buffer.concat([first.bytes, second.bytes]))
  const { keys, standing } = await found()
  assert.deepEqual([...keys.keys()], [b, c])
  assert.deepEqual(standing && 'place' in standing && standing.place, second.place)
})

test('a file that somebody changed is found at the start: of the list nothing counts, of batches those before it', async (t) => {
  const { folder, list, found, batches, whole } = await openFolder(t)
  const kept = await openKept(folder, expected)
  await kept.replace(list(new Map([[a, blocked]])), () => {})
  const first = batchOf([[[b, blocked]]])
  const second = batchOf([[[c, blocked]]], first.place)
  await kept.add(first.bytes)
  await kept.add(second.bytes)
  await kept.close()
  writeFileSync(batches, readFileSync(batches, 'utf8').replace(c, '35349006987332'))
  assert.deepEqual([...(await found()).keys.keys()], [a, b])
  writeFileSync(whole, readFileSync(whole, 'utf8').replace(a, b))
  assert.deepEqual((await found()).standing, { fault: 'body' })
  truncateSync(whole, 10)
  assert.deepEqual((await found()).standing, { fault: 'form' })
})

test('a list that cannot be believed replaces nothing', async (t) => {
  const { folder, list, found } = await openFolder(t)
  const kept = await openKept(folder, expected)
  await kept.replace(list(new Map([[a, blocked]])), () => {})
  const spoilt = async function* () {
    yield listOf(new Map([[b, blocked]])).replace(b, c)
  }
  assert.deepEqual(await kept.replace(spoilt(), () => {}), { fault: 'body' })
  await kept.close()
  assert.deepEqual([...(await found()).keys.keys()], [a])
})
