import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import {
  defineEvent,
  defineJob,
  defineReaction,
  type JobDefinition,
  openLedger,
  type ReactionDefinition,
} from '#ledger'
import { noteSigner } from '#lib/note'
import { openDatabase } from '#platform/database'
import { silentLog } from '#platform/log'
import { testDatabase } from '#test/support/database'
import { followReactions, runJobs } from './react.ts'
import { sealAll } from './seal/sealer.ts'

const Happened = defineEvent('test.happened', {
  version: 1,
  stream: ({ id }) => `case/${id}`,
  data: z.object({ id: z.uuid(), n: z.int() }),
  sample: { id: '5d2f1a3e-1c0b-4b8e-8a57-2f7f3f0b9a10', n: 1 },
})

/** A ledger whose events are sealed on demand, and reactions that follow it until the test ends. */
async function following(t: TestContext) {
  const db = await testDatabase(t)
  const database = openDatabase(db.serverUrl, { pipeline: true, max: 8 })
  const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
  const signer = noteSigner('test', randomBytes(32))
  const sealing = openDatabase(db.serverUrl, { max: 2 })
  const versions = new Map<string, number>()
  t.after(async () => {
    await ledger.settled()
    await Promise.all([database.close(), sealing.close()])
  })
  const faults: string[] = []
  const stuck: string[] = []
  return {
    ...{ db, database, faults, stuck },
    happen: async (id: string, n: number) => {
      const version = (versions.get(id) ?? 0) + 1
      versions.set(id, version)
      await ledger.append([{ event: Happened.of({ id, n }), version }], {
        actor: 'system:test',
        tenant: 'test',
        cause: 'test',
      })
    },
    seal: () => sealAll({ database: sealing, signer, log: silentLog() }),
    follow: (reactions: ReactionDefinition[]) => {
      const stop = new AbortController()
      const running = followReactions(
        database,
        reactions,
        (name, occasion) => ({ name, occasion }) as never,
        stop.signal,
        {
          onFault: (name) => faults.push(name),
          onStuck: (name, { id }) => stuck.push(`${name} ${id}`),
        },
      )
      const end = async () => {
        stop.abort()
        await running
      }
      t.after(end)
      return end
    },
    run: (jobs: JobDefinition[]) => {
      const stop = new AbortController()
      const running = runJobs(
        database,
        jobs,
        (name, occasion) => ({ name, occasion }) as never,
        stop.signal,
        (name) => faults.push(name),
      )
      t.after(async () => {
        stop.abort()
        await running
      })
    },
  }
}

async function until(holds: () => boolean | Promise<boolean>) {
  for (let tries = 0; tries < 1500; tries++) {
    if (await holds()) return
    await pause(20)
  }
  assert.fail('not within thirty seconds')
}

test('a reaction sees every event once, each stream in its order, and goes on where it stopped', async (t) => {
  const s = await following(t)
  const seen: { id: string; n: number }[] = []
  const noting = defineReaction('noting', (on) => [
    on(Happened, async (data) => {
      await pause(Math.random() * 3)
      seen.push(data)
    }),
  ])
  const streams = Array.from({ length: 12 }, () => randomUUID())
  for (let n = 1; n <= 5; n++) for (const id of streams) await s.happen(id, n)
  await s.seal()
  const end = s.follow([noting])
  await until(() => seen.length === 60)
  await end()
  for (const id of streams)
    assert.deepEqual(
      seen.filter((one) => one.id === id).map(({ n }) => n),
      [1, 2, 3, 4, 5],
    )
  await s.happen(streams[0] ?? '', 6)
  await s.seal()
  s.follow([noting])
  await until(() => seen.length === 61)
  await pause(100)
  assert.equal(seen.length, 61)
})

test('a reaction that fails holds up nothing behind it, is tried again, and after ten tries is put before a person and still tried', async (t) => {
  const s = await following(t)
  const seen: number[] = []
  const poison = defineReaction('poison', (on) => [
    on(Happened, async ({ n }) => {
      if (n === 1) throw new Error('never works')
      seen.push(n)
    }),
  ])
  const id = randomUUID()
  await s.happen(id, 1)
  await s.happen(id, 2)
  await s.seal()
  s.follow([poison])
  await until(() => seen.length > 0 && s.faults.length >= 3)
  assert.deepEqual(seen, [2])
  const row = async () => (await s.db.owner.pool.query('select tries, due from reaction_retry')).rows[0]
  assert.ok((await row()).due)
  // A try under way writes its own count over what is set here: set it until it is heeded.
  await until(async () => {
    await s.db.owner.pool.query('update reaction_retry set tries = 9, due = now() where tries < 9')
    return s.stuck.length === 1
  })
  assert.equal((await row()).tries, 10)
  await s.db.owner.pool.query('update reaction_retry set due = now()')
  // The fault is told before the next try is written down: what is waited for is the row, not the fault.
  await until(async () => (await row()).tries >= 11)
  const { tries, wait } = (
    await s.db.owner.pool.query('select tries, extract(epoch from due - now())::int as wait from reaction_retry')
  ).rows[0]
  assert.ok(wait > 60 && wait <= 600, `${tries} tries, next in ${wait} s`)
  assert.equal(s.stuck.length, 1)
})

test('what failed once and works the second time leaves nothing behind', async (t) => {
  const s = await following(t)
  let tries = 0
  const flaky = defineReaction('flaky', (on) => [
    on(Happened, async () => {
      if (tries++ === 0) throw new Error('once')
    }),
  ])
  await s.happen(randomUUID(), 1)
  await s.seal()
  s.follow([flaky])
  await until(() => tries === 2)
  // What failed is struck off a moment after the try that worked.
  await until(async () => (await s.db.owner.pool.query('select 1 from reaction_retry')).rowCount === 0)
})

test('two processes that follow the same reaction react once', async (t) => {
  const s = await following(t)
  const seen: number[] = []
  const slow = defineReaction('slow', (on) => [
    on(Happened, async ({ n }) => {
      await pause(20)
      seen.push(n)
    }),
  ])
  const id = randomUUID()
  for (let n = 1; n <= 10; n++) await s.happen(id, n)
  await s.seal()
  s.follow([slow])
  s.follow([slow])
  await until(() => seen.length >= 10)
  await pause(200)
  assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

test('a job that may be woken runs at each call and not only by the clock, and no call is lost while it runs', async (t) => {
  const s = await following(t)
  let runs = 0
  const run = async () => {
    runs++
    await pause(20)
    if (runs === 2) await s.database.pool.query("select pg_notify('called', 'it')") // while it runs
  }
  const wokenBy = (payload: string) => ({ everyMs: 3_600_000, wokenBy: { channel: 'called', payload }, run })
  const [woken, other] = [defineJob('woken', wokenBy('it')), defineJob('other', wokenBy('another'))]
  s.run([woken])
  await until(() => runs === 1)
  await s.database.pool.query("select pg_notify('called', 'it')")
  await until(() => runs === 3)
  s.run([other])
  await until(() => runs === 4)
  await s.database.pool.query("select pg_notify('called', 'nobody')")
  await s.database.pool.query("select pg_notify('called', 'another')")
  await until(() => runs === 5)
  await pause(200)
  assert.equal(runs, 5)
})

test('a job runs at its pace, in one process at a time, and a run that fails is run again', async (t) => {
  const s = await following(t)
  let runs = 0
  let inside = 0
  let most = 0
  const ticking = defineJob('ticking', {
    everyMs: 20,
    run: async () => {
      inside++
      most = Math.max(most, inside)
      await pause(10)
      inside--
      if (runs++ === 1) throw new Error('once')
    },
  })
  s.run([ticking])
  s.run([ticking])
  await until(() => runs >= 6)
  assert.equal(most, 1)
  assert.deepEqual(s.faults, ['ticking'])
})
