import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { appendFile, mkdtemp, readFile, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { copyTombstones, tombstonesIn } from './tombstones.ts'

const tombstone = () => ({ subject: randomUUID(), at: '2026-03-01T12:00:00.000Z', why: 'owner-asked' })

async function setUp(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-tombstones-'))
  t.after(() => rm(folder, { recursive: true }))
  return tombstonesIn(folder)
}

test('erasures of several processes at once are all written down, each on a line of its own', async (t) => {
  const log = await setUp(t)
  const written = Array.from({ length: 40 }, tombstone)
  await Promise.all(written.map((one) => tombstonesIn(join(log.path, '..')).append(one)))
  const { tombstones, unreadable } = await log.read()
  assert.deepEqual(tombstones.map(({ subject }) => subject).sort(), written.map(({ subject }) => subject).sort())
  assert.deepEqual(unreadable, [])
  assert.equal((await stat(log.path)).mode & 0o777, 0o600)
})

test('a line torn by a power cut is named, and swallows neither the one before nor the one after', async (t) => {
  const log = await setUp(t)
  const [first, torn, last] = [tombstone(), tombstone(), tombstone()]
  await log.append(first)
  await log.append(torn)
  await truncate(log.path, (await stat(log.path)).size - 10)
  await log.append(last)
  assert.deepEqual(await log.read(), { tombstones: [first, last], unreadable: [2] })
})

test('why someone was erased is a code: words are refused and not repeated', async (t) => {
  const log = await setUp(t)
  await assert.rejects(
    log.append({ ...tombstone(), why: 'Seeded Surname asked' }),
    (fault) => !String(fault).includes('Seeded'),
  )
  assert.deepEqual(await log.read(), { tombstones: [], unreadable: [] })
})

test('a log that holds something else is read to its end', async (t) => {
  const log = await setUp(t)
  const one = tombstone()
  await appendFile(log.path, '\n{"a":1}\n')
  await log.append(one)
  assert.deepEqual(await log.read(), { tombstones: [one], unreadable: [2] })
  assert.ok((await readFile(log.path, 'utf8')).startsWith('\n{"a":1}'))
})

test('a log that came with a backup is taken over without a line twice', async (t) => {
  const [theirs, ours] = [await setUp(t), await setUp(t)]
  const [both, only] = [tombstone(), tombstone()]
  await ours.append(both)
  await theirs.append(both)
  await theirs.append(only)
  await copyTombstones(theirs, ours)
  assert.deepEqual((await ours.read()).tombstones, [both, only])
})
