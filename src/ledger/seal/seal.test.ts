import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import test from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { parseCheckpoint } from '#lib/checkpoint'
import { rootOfLeaves } from '#lib/merkle/frontier'
import { noteSigner, openNote } from '#lib/note'
import type { Database } from '#platform/database'
import { silentLog } from '#platform/log'
import { testDatabase } from '#test/support/database'
import { judgeProof } from '../verify/proof.ts'
import { sealBatch } from './batch.ts'
import { sealSigner } from './key.ts'
import { type EventRow, leafOf } from './leaf.ts'
import { readCheckpoint, readLog } from './log.ts'
import { proveConsistency, proveInclusion } from './prove.ts'
import { runSealer } from './sealer.ts'
import { readFrontier } from './tiles.ts'

const signer = noteSigner('ringback.test/ledger', Buffer.alloc(32, 7))

/** Events as the ledger's append leaves them: the row and its place in the sealer's queue. */
async function appendEvents({ pool }: Database, stream: string, count: number, from = 1): Promise<void> {
  await pool.query(
    `with written as (
       insert into event (stream, version, type, type_version, tenant, actor, cause, data)
       select $1, n, 'test.happened', 1, 'met', 'public', 'command:1', jsonb_build_object('n', n)
       from generate_series($2::int, $3::int) n returning id)
     insert into unsealed (event_id) select id from written`,
    [stream, from, from + count - 1],
  )
}

const allSealed = async ({ pool }: Database) =>
  (
    await pool.query<EventRow & { seq: string; leaf: Buffer }>(
      'select seq, leaf, event.* from sealed join event on id = event_id order by seq',
    )
  ).rows

/** The plain truth about a sealed ledger, worked out anew from the events. */
async function assertWhole(database: Database, count: number): Promise<void> {
  const rows = await allSealed(database)
  assert.deepEqual(
    rows.map((row) => Number(row.seq)),
    Array.from({ length: count }, (_, i) => i),
  )
  for (const row of rows) assert.deepEqual(row.leaf, leafOf(row))
  const last = new Map<string, number>()
  for (const { stream, version } of rows) {
    assert.equal(version, (last.get(stream) ?? 0) + 1, `stream ${stream} is sealed in its own order`)
    last.set(stream, version)
  }
  const opened = openNote((await readCheckpoint(database.pool)) ?? '', [signer])
  assert.ok('text' in opened)
  const head = parseCheckpoint(opened.text)
  assert.equal(head?.size, count)
  assert.deepEqual(head?.root, rootOfLeaves(rows.map((row) => row.leaf)))
  const queue = await database.pool.query('select from unsealed')
  assert.equal(queue.rowCount, 0)
}

test('events are numbered from 0 without gaps, and a head is signed over each batch', async (t) => {
  const { server } = await testDatabase(t)
  assert.deepEqual(await sealBatch(server.pool, signer), { sealed: 0, size: 0 })
  assert.equal(await readCheckpoint(server.pool), undefined)
  await appendEvents(server, 'case/1', 700)
  assert.deepEqual(await sealBatch(server.pool, signer, 300), { sealed: 300, size: 300 })
  assert.deepEqual(await sealBatch(server.pool, signer, 300), { sealed: 300, size: 600 })
  assert.deepEqual(await sealBatch(server.pool, signer, 300), { sealed: 100, size: 700 })
  await assertWhole(server, 700)
})

test('two sealers at once never give one number twice, and leave nothing out', async (t) => {
  const { server } = await testDatabase(t)
  const stop = new AbortController()
  const sealers = [1, 2].map(() =>
    runSealer({ database: server, signer, log: silentLog(), signal: stop.signal, limit: 40, gatherMs: 0 }),
  )
  await Promise.all(
    [1, 2, 3, 4].map(async (n) => {
      for (let at = 1; at < 200; at += 20) {
        await appendEvents(server, `case/${n}`, 20, at)
        await server.pool.query(`select pg_notify('appended', '')`)
      }
    }),
  )
  await until(async () => (await server.pool.query('select from sealed')).rowCount === 800)
  stop.abort()
  await Promise.all(sealers)
  await assertWhole(server, 800)
})

test('a sealer killed in the middle of a batch has done all of it or nothing, and the next one goes on', async (t) => {
  const { server, serverUrl } = await testDatabase(t)
  await appendEvents(server, 'case/1', 5000)
  const script = `
    import { openDatabase } from '#platform/database'
    import { noteSigner } from '#lib/note'
    import { sealBatch } from '#ledger/seal/batch'
    const { pool } = openDatabase(process.argv[1])
    process.stdout.write('ready')
    while ((await sealBatch(pool, noteSigner('ringback.test/ledger', Buffer.alloc(32, 7)), 17)).sealed > 0);`
  let torn = 0
  for (let round = 0; round < 6; round++) {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, serverUrl], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    await pause(30 + round * 23)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    const { rows } = await server.pool.query<{ sealed: string; heads: string; waiting: string; edge: string }>(
      `select (select count(*) from sealed) sealed, (select count(*) from head) heads,
        (select count(*) from unsealed) waiting, (select coalesce(max(size), 0) from head) edge`,
    )
    const { sealed, heads, waiting, edge } = rows[0] ?? assert.fail()
    assert.equal(Number(sealed) + Number(waiting), 5000)
    assert.equal(sealed, edge)
    assert.equal(Number(sealed), Number(heads) * 17)
    if (Number(waiting) > 0) torn++
  }
  assert.ok(torn > 0, 'at least one sealer was killed with work left')
  while ((await sealBatch(server.pool, signer)).sealed > 0);
  await assertWhole(server, 5000)
})

test('an event committed late, with an older id, simply gets a later number', async (t) => {
  const { server } = await testDatabase(t)
  const slow = await server.pool.connect()
  await slow.query('begin')
  await appendEvents({ pool: slow } as unknown as Database, 'case/slow', 2)
  await appendEvents(server, 'case/quick', 3)
  assert.equal((await sealBatch(server.pool, signer)).sealed, 3)
  await slow.query('commit')
  slow.release()
  await appendEvents(server, 'case/slow', 1, 3)
  assert.equal((await sealBatch(server.pool, signer)).sealed, 3)
  const rows = await allSealed(server)
  assert.deepEqual(
    rows.map((row) => `${row.stream} ${row.version}`),
    ['case/quick 1', 'case/quick 2', 'case/quick 3', 'case/slow 1', 'case/slow 2', 'case/slow 3'],
  )
  await assertWhole(server, 6)
})

test('the sealer refuses to sign on when the tree is not the one it signed last', async (t) => {
  const { server, owner } = await testDatabase(t)
  await appendEvents(server, 'case/1', 3)
  await sealBatch(server.pool, signer)
  await owner.pool.query('alter table sealed disable trigger all')
  await owner.pool.query(`update sealed set leaf = sha256('forged') where seq = 1`)
  await appendEvents(server, 'case/2', 1)
  await assert.rejects(sealBatch(server.pool, signer), /not the one that was signed/)
})

test('a sealer with another key than the last head does not start', async (t) => {
  const { server } = await testDatabase(t)
  await appendEvents(server, 'case/1', 1)
  await sealBatch(server.pool, signer)
  const other = noteSigner('ringback.test/ledger', Buffer.alloc(32, 8))
  const running = runSealer({ database: server, signer: other, log: silentLog(), signal: new AbortController().signal })
  await assert.rejects(running, /was not signed by ringback.test\/ledger/)
})

test('numbers, tiles and heads cannot be changed or taken away, not even by the owner', async (t) => {
  const { server, owner } = await testDatabase(t)
  await appendEvents(server, 'case/1', 300)
  await sealBatch(server.pool, signer)
  for (const table of ['sealed', 'tile', 'head']) {
    await assert.rejects(owner.pool.query(`delete from ${table}`), /append-only/)
    await assert.rejects(owner.pool.query(`truncate ${table}`), /append-only/)
    await assert.rejects(server.pool.query(`delete from ${table}`), /permission denied/)
  }
  await assert.rejects(owner.pool.query(`update sealed set seq = seq + 1000`), /append-only/)
})

test('a pass reads the queue and the edge of the tree, and never the whole ledger', async (t) => {
  const { server, owner } = await testDatabase(t)
  for (let n = 0; n < 4; n++) await appendEvents(server, `case/${n}`, 5000)
  while ((await sealBatch(server.pool, signer, 4000)).sealed > 0);
  const reads = async () => {
    const { rows } = await owner.pool.query<{ n: string }>(
      `select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) n from pg_stat_user_tables where relname in ('event', 'sealed', 'tile', 'head')`,
    )
    return Number(rows[0]?.n)
  }
  const flush = () => server.pool.query('select pg_stat_force_next_flush()')
  await flush()
  const before = await settledValue(reads)
  const client = await server.pool.connect()
  await appendEvents({ pool: client } as unknown as Database, 'case/new', 5)
  client.release()
  await sealBatch(server.pool, signer)
  await flush()
  const after = await settledValue(reads)
  assert.ok(after - before < 2000, `${after - before} rows were read to seal 5 events after 20,000`)
})

test('every event can be proved to be in the ledger, and every ledger to continue the earlier one', async (t) => {
  const { server } = await testDatabase(t)
  await appendEvents(server, 'case/1', 700)
  while ((await sealBatch(server.pool, signer, 333)).sealed > 0);
  for (const seq of [0, 1, 255, 256, 511, 512, 698, 699]) {
    const proof = await proveInclusion(server.pool, seq, 700)
    assert.deepEqual(judgeProof(JSON.stringify(proof)), { holds: true }, `${seq}`)
  }
  for (const size1 of [0, 1, 256, 333, 512, 699, 700]) {
    const proof = await proveConsistency(server.pool, size1, 700)
    assert.deepEqual(judgeProof(JSON.stringify(proof)), { holds: true }, `${size1}`)
  }
  assert.deepEqual(judgeProof(JSON.stringify(await proveInclusion(server.pool, 5, 40))), { holds: true })
  assert.equal(await proveInclusion(server.pool, 700, 701), undefined)
  assert.equal(await proveInclusion(server.pool, -1, 5), undefined)
  assert.equal(await proveConsistency(server.pool, 3, 701), undefined)
})

test('the log serves its head and its tiles in the layout of the standard', async (t) => {
  const { server } = await testDatabase(t)
  await appendEvents(server, 'case/1', 600)
  await sealBatch(server.pool, signer)
  const leaves = (await allSealed(server)).map((row) => row.leaf)
  const body = async (path: string) => (await readLog(server.pool, path))?.body
  assert.equal(await body('checkpoint'), await readCheckpoint(server.pool))
  assert.deepEqual(await body('tile/0/001'), Buffer.concat(leaves.slice(256, 512)))
  assert.deepEqual(await body('tile/0/002.p/88'), Buffer.concat(leaves.slice(512)))
  assert.deepEqual(
    await body('tile/1/000.p/2'),
    Buffer.concat([rootOfLeaves(leaves.slice(0, 256)), rootOfLeaves(leaves.slice(256, 512))]),
  )
  for (const wrong of [
    'tile/0/002',
    'tile/0/002.p/89',
    'tile/0/003',
    'tile/1/000',
    'tile/entries/000',
    'tile/0/1',
    '',
    'checkpoint/',
  ]) {
    assert.equal(await body(wrong), undefined, wrong)
  }
  assert.equal((await readFrontier(server.pool, 600)).size, 600)
})

test('the key is 32 bytes or a note key of this ledger, and a wrong one is named without being shown', () => {
  const secret = Buffer.alloc(32, 7).toString('base64url')
  assert.equal(sealSigner(secret, 'ringback.test/ledger').vkey, signer.vkey)
  assert.equal(sealSigner(signer.skey, 'ringback.test/ledger').vkey, signer.vkey)
  assert.throws(() => sealSigner(signer.skey, 'other'), /make them agree/)
  assert.throws(
    () => sealSigner('c2VjcmV0', 'x'),
    (error: Error) => !error.message.includes('c2VjcmV0'),
  )
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await isSo()) return
    await pause(50)
  }
  assert.fail('waited 30 s in vain')
}

/** Statistics of other connections arrive when these go idle: read until two readings agree. */
async function settledValue(read: () => Promise<number>): Promise<number> {
  let last = -1
  for (let now = await read(); now !== last; now = await read()) {
    last = now
    await pause(1100)
  }
  return last
}
