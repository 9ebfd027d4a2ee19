import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { noteSigner } from '#lib/note'
import type { Database } from '#platform/database'
import { testDatabase } from '#test/support/database'
import { sealBatch } from '../seal/batch.ts'
import { readCheckpoint } from '../seal/log.ts'
import { readRoot, readTile } from '../seal/tiles.ts'
import type { WitnessRecord } from './check-witness.ts'
import type { Finding, Report } from './report.ts'
import { rowsOfDatabase } from './sources.ts'
import { verifyLedger } from './verify-ledger.ts'

const signer = noteSigner('ringback.test/ledger', Buffer.alloc(32, 7))

/** A sealed ledger of 300 events in 30 streams, and a way to reach past its guards as someone with the disk could. */
async function sealedLedger(t: TestContext) {
  const { owner, server } = await testDatabase(t)
  for (let version = 1; version <= 10; version++) {
    await server.pool.query(
      `with written as (
         insert into event (stream, version, type, type_version, tenant, actor, cause, data)
         select 'case/' || n, $1, 'test.happened', 1, 'met', 'public', 'command:1', jsonb_build_object('n', n)
         from generate_series(1, 30) n returning id)
       insert into unsealed (event_id) select id from written`,
      [version],
    )
    await sealBatch(server.pool, signer)
  }
  const tamper = async (...statements: string[]) => {
    const client = await owner.pool.connect()
    try {
      await client.query('set session_replication_role = replica')
      for (const sql of statements) await client.query(sql)
    } finally {
      client.release(true)
    }
  }
  const verify = (witness?: WitnessRecord) =>
    verifyLedger(rowsOfDatabase(server), { verifiers: [signer], ...(witness && { witness }) })
  return { owner, server, tamper, verify, event: (seq: number) => eventAt(server, seq) }
}

async function eventAt({ pool }: Database, seq: number) {
  const { rows } = await pool.query<{ event: string; stream: string; version: number }>(
    'select id as event, stream, version from sealed join event on id = event_id where seq = $1',
    [seq],
  )
  return { ...(rows[0] ?? assert.fail('no such number')), seq }
}

/** What a witness knows of the ledger at this moment. */
async function witnessOf({ pool }: Database): Promise<WitnessRecord> {
  const size = Number((await readCheckpoint(pool))?.split('\n')[1])
  const tiles: Buffer[] = []
  for (let at = 0; at < size; at += 256) {
    tiles.push((await readTile(pool, { level: 0, index: at / 256, width: Math.min(256, size - at) })) ?? assert.fail())
  }
  return { name: 'witness.test', size, root: await readRoot(pool, size), leaves: Buffer.concat(tiles) }
}

/** Throws the seal away and makes a new one over the events as they now are, with the real key. */
async function resealWithTheRealKey({ server, tamper }: Awaited<ReturnType<typeof sealedLedger>>): Promise<void> {
  await tamper(
    'delete from sealed',
    'delete from tile',
    'delete from head',
    'delete from unsealed',
    'insert into unsealed select id from event',
  )
  while ((await sealBatch(server.pool, signer, 30)).sealed > 0);
}

const without = ({ says: _, kind: __, ...row }: Finding) => row
const only = (report: Report): Finding => {
  assert.equal(report.findings.length, 1, JSON.stringify(report.findings, null, 1))
  return report.findings[0] ?? assert.fail()
}
const first = (report: Report): Finding => report.findings[0] ?? assert.fail('nothing was found')

test('an honest ledger has no findings, and the report says what it could not check', async (t) => {
  const { server, verify } = await sealedLedger(t)
  const report = await verify()
  assert.deepEqual(report.findings, [])
  assert.deepEqual(report.checked, { events: 300, sealed: 300, heads: 10, signatures: 10, tiles: 1, witnessed: 0 })
  assert.match(report.notChecked.join(' '), /no witness was given.*Personal data/)
  const blind = await verifyLedger(rowsOfDatabase(server))
  assert.match(blind.notChecked.join(' '), /no public key was given/)
  assert.equal(blind.checked.signatures, 0)
  const seen = await verify(await witnessOf(server))
  assert.deepEqual(seen.findings, [])
  assert.equal(seen.checked.witnessed, 300)
})

test('an empty ledger is a good ledger', async (t) => {
  const { server } = await testDatabase(t)
  const report = await verifyLedger(rowsOfDatabase(server), { verifiers: [signer] })
  assert.deepEqual(report.findings, [])
})

test('events that wait to be sealed are no finding, and are named as not checked', async (t) => {
  const { server, tamper, verify } = await sealedLedger(t)
  await tamper(`with written as (insert into event (stream, version, type, type_version, tenant, actor, cause, data)
    values ('case/1', 11, 'test.happened', 1, 'met', 'public', 'command:1', '{}') returning id)
    insert into unsealed select id from written`)
  const report = await verify(await witnessOf(server))
  assert.deepEqual(report.findings, [])
  assert.match(report.notChecked.join(' '), /1 events that wait to be sealed/)
})

test('a changed row is named', async (t) => {
  const { tamper, verify, event } = await sealedLedger(t)
  const row = await event(123)
  await tamper(`update event set data = '{"n": 0}' where id = ${row.event}`)
  const found = only(await verify())
  assert.equal(found.kind, 'changed')
  assert.deepEqual(without(found), row)
})

test('a change of any column is found', async (t) => {
  const { tamper, verify, event } = await sealedLedger(t)
  const columns = {
    type: `'test.other'`,
    type_version: '2',
    tenant: `'other'`,
    actor: `'staff:1'`,
    cause: `'none'`,
    at: `at + interval '1 millisecond'`,
    data: `'{}'`,
    owes: `'[]'`,
  }
  let seq = 10
  for (const [column, value] of Object.entries(columns)) {
    const row = await event(seq++)
    await tamper(`update event set ${column} = ${value} where id = ${row.event}`)
    const report = await verify()
    assert.deepEqual(without(report.findings.at(-1) ?? assert.fail()), row, column)
  }
})

test('a row changed together with its seal is named when its head covers it alone, else its head is', async (t) => {
  const { server, tamper, verify, event } = await sealedLedger(t)
  const row = await event(123)
  await tamper(`update event set data = '{"n": 0}' where id = ${row.event}`)
  const { rows } = await server.pool.query('select * from event where id = $1', [row.event])
  const { leafOf } = await import('../seal/leaf.ts')
  await tamper(`update sealed set leaf = '\\x${leafOf(rows[0]).toString('hex')}' where seq = 123`)
  const report = await verify()
  assert.match(report.findings.map((f) => f.says).join('\n'), /numbers 120 to 149 are not those that head 150 signed/)
  const seen = await verify({ ...(await honestWitness(server, 123, row.event)) })
  assert.ok(seen.findings.some((f) => f.kind === 'witness' && f.seq === 123 && f.event === row.event))
})

/** The witness's leaves as they were before number `seq` was changed: data was {"n": …} of its stream. */
async function honestWitness(server: Database, seq: number, event: string): Promise<WitnessRecord> {
  const { leafOf } = await import('../seal/leaf.ts')
  const { rows } = await server.pool.query('select * from event where id = $1', [event])
  const original = { ...rows[0], data: { n: Number(String(rows[0].stream).slice(5)) } }
  const witness = await witnessOf(server)
  leafOf(original).copy(witness.leaves ?? assert.fail(), seq * 32)
  const { rows: heads } = await server.pool.query<{ root: Buffer }>('select root from head order by size desc limit 1')
  return { ...witness, root: heads[0]?.root ?? assert.fail() }
}

test('a deleted row is named, with its place in its stream', async (t) => {
  const { tamper, verify, event } = await sealedLedger(t)
  const row = await event(123)
  await tamper(`delete from event where id = ${row.event}`)
  const report = await verify()
  assert.deepEqual(
    report.findings.map((f) => f.kind),
    ['stream', 'deleted'],
  )
  assert.deepEqual(without(report.findings[1] ?? assert.fail()), row)
})

test('a row deleted with its number, its tile and everything but the heads is named by its number', async (t) => {
  const { tamper, verify, event } = await sealedLedger(t)
  const row = await event(123)
  await tamper(`delete from event where id = ${row.event}`, 'delete from sealed where seq = 123', 'delete from tile')
  const report = await verify()
  assert.ok(report.findings.some((f) => f.kind === 'number' && f.seq === 123))
  assert.ok(report.findings.some((f) => f.kind === 'stream' && f.stream === row.stream))
  assert.ok(report.findings.some((f) => f.kind === 'tree' && f.seq === 120))
  assert.ok(report.findings.some((f) => f.says === 'Tile 0/0, over numbers 0 to 255, is missing.'))
})

test('a back-dated row is named', async (t) => {
  const { server, tamper, verify, event } = await sealedLedger(t)
  await tamper(`with written as (insert into event (stream, version, type, type_version, tenant, actor, cause, at, data)
    values ('case/99', 1, 'test.happened', 1, 'met', 'public', 'command:1', now() - interval '3 days', '{}') returning id)
    insert into unsealed select id from written`)
  await sealBatch(server.pool, signer)
  const found = only(await verify())
  assert.equal(found.kind, 'back-dated')
  assert.deepEqual(without(found), await event(300))
  assert.match(found.says, /3 days.*the database clock was set back/)
})

test('a row dated into the future is named, and not all that follow it', async (t) => {
  const { server, tamper, verify, event } = await sealedLedger(t)
  await tamper(`with written as (insert into event (stream, version, type, type_version, tenant, actor, cause, at, data)
    select 'case/99', n, 'test.happened', 1, 'met', 'public', 'command:1', now() + interval '3 days' * (2 - n), '{}'
    from generate_series(1, 2) n returning id) insert into unsealed select id from written`)
  await sealBatch(server.pool, signer)
  const found = only(await verify())
  assert.equal(found.kind, 'forward-dated')
  assert.deepEqual(without(found), await event(300))
})

test('a row written past the ledger is named', async (t) => {
  const { server, verify } = await sealedLedger(t)
  await server.pool.query(`insert into event (stream, version, type, type_version, tenant, actor, cause, data)
    values ('case/7', 11, 'test.happened', 1, 'met', 'public', 'command:1', '{}')`)
  const found = only(await verify())
  assert.equal(found.kind, 'stray')
  assert.equal(found.stream, 'case/7')
  assert.equal(found.version, 11)
})

test('a tail cut off below a kept head is found without a witness', async (t) => {
  const { tamper, verify } = await sealedLedger(t)
  await tamper(
    'delete from event where id in (select event_id from sealed where seq >= 295)',
    'delete from sealed where seq >= 295',
  )
  const found = first(await verify())
  assert.equal(found.kind, 'head')
  assert.equal(found.seq, 295)
})

test('a tail cut off with its heads cannot be seen alone, and every lost number is named given a witness', async (t) => {
  const { server, tamper, verify } = await sealedLedger(t)
  const witness = await witnessOf(server)
  await tamper(
    'delete from event where id in (select event_id from sealed where seq >= 270)',
    'delete from sealed where seq >= 270',
    'delete from tile where (index + 1) * 256 > 270',
    'delete from head where size > 270',
  )
  const alone = await verify()
  assert.deepEqual(alone.findings, [])
  assert.match(alone.notChecked.join(' '), /Whether the tail was cut off/)
  const report = await verify(witness)
  assert.deepEqual(
    report.findings.map((f) => f.seq),
    Array.from({ length: 30 }, (_, i) => 270 + i),
  )
  const { leaves: _, ...headOnly } = witness
  assert.match(only(await verify(headOnly)).says, /saw 300 events, the ledger has 270: the tail was cut off/)
})

test('a row changed before the tree was sealed again with the real key is named, given a witness', async (t) => {
  const ledger = await sealedLedger(t)
  const { server, tamper, verify, event } = ledger
  const [row, witness] = [await event(123), await witnessOf(server)]
  await tamper(`update event set data = '{"n": 0}' where id = ${row.event}`)
  await resealWithTheRealKey(ledger)
  assert.deepEqual((await verify()).findings, [], 'alone, a forgery with the real key is perfect')
  const found = only(await verify(witness))
  assert.equal(found.kind, 'witness')
  assert.deepEqual(without(found), row)
  const { leaves: _, ...headOnly } = witness
  const byHead = await verify(headOnly)
  assert.match(only(byHead).says, /the tree was sealed again/)
  assert.match(byHead.notChecked.join(' '), /Which rows were changed/)
})

test('a row back-dated by a second before the tree was sealed again is named, given a witness', async (t) => {
  const ledger = await sealedLedger(t)
  const { server, tamper, verify, event } = ledger
  const [row, witness] = [await event(200), await witnessOf(server)]
  await tamper(`update event set at = at - interval '1 second' where id = ${row.event}`)
  await resealWithTheRealKey(ledger)
  assert.deepEqual(without(only(await verify(witness))), row)
})

test('a row deleted before the tree was sealed again is named by number, stream and version, given a witness', async (t) => {
  const ledger = await sealedLedger(t)
  const { server, tamper, verify, event } = ledger
  const [row, witness] = [await event(123), await witnessOf(server)]
  await tamper(`delete from event where id = ${row.event}`)
  await resealWithTheRealKey(ledger)
  const report = await verify(witness)
  const lost = report.findings.find((f) => f.kind === 'witness') ?? assert.fail()
  assert.deepEqual(without(lost), { seq: 123, stream: row.stream, version: row.version })
})

test('the last row of a stream deleted before the tree was sealed again is placed between its neighbours', async (t) => {
  const ledger = await sealedLedger(t)
  const { server, tamper, verify, event } = ledger
  const [row, before, after, witness] = [await event(280), await event(279), await event(281), await witnessOf(server)]
  await tamper(`delete from event where id = ${row.event}`)
  await resealWithTheRealKey(ledger)
  const report = await verify(witness)
  assert.equal(first(report).seq, 280)
  assert.match(first(report).says, new RegExp(`between ${before.event} and ${after.event}`))
})

test('a row slipped in before the tree was sealed again is named, given a witness', async (t) => {
  const ledger = await sealedLedger(t)
  const { server, tamper, verify, event } = ledger
  const witness = await witnessOf(server)
  await tamper(`insert into event (id, stream, version, type, type_version, tenant, actor, cause, at, data)
    overriding system value
    select 0, 'case/slipped', 1, type, type_version, tenant, actor, cause, at, data from event where id = 1`)
  await resealWithTheRealKey(ledger)
  assert.equal((await event(0)).stream, 'case/slipped')
  const { findings } = await verify(witness)
  assert.deepEqual(
    findings.map((f) => [f.kind, f.seq, f.event]),
    [
      ['witness', 0, '0'],
      ['witness', 0, undefined],
    ],
  )
  assert.match(findings[1]?.says ?? '', /stand under other numbers/)
})

test('heads with a false signature, text or date are named', async (t) => {
  const { tamper, verify } = await sealedLedger(t)
  const forger = noteSigner(signer.name, Buffer.alloc(32, 9))
  const { signNote } = await import('#lib/note')
  await tamper(
    `update head set note = replace(note, '— ', '— x') where size = 60`,
    `update head set root = sha256('x') where size = 300`,
    `update head set at = at - interval '1 hour' where size = 210`,
    `update head set note = '${signNote('a\n1\nb\n', forger)}' where size = 90`,
  )
  const says = (await verify()).findings.filter((f) => f.kind === 'head').map((f) => f.says)
  assert.match(says.join('\n'), /Head 60: no known key signed it\./)
  assert.match(says.join('\n'), /Head 90: its note is not a checkpoint/)
  assert.match(says.join('\n'), /Head 300: its note says something else/)
  assert.match(says.join('\n'), /Head 210 is dated before head 180/)
})

test('a number given twice, a queue entry without event and a sealed event in the queue are named', async (t) => {
  const { tamper, verify, event } = await sealedLedger(t)
  const row = await event(5)
  await tamper(
    'alter table sealed drop constraint sealed_event_id_key',
    `update sealed set event_id = ${row.event} where seq = 6`,
    `insert into unsealed values (${row.event}), (999999)`,
  )
  const says = (await verify()).findings.map((f) => f.says).join('\n')
  assert.match(says, /sealed as number 6\) was sealed a second time/)
  assert.match(says, /is sealed and waits to be/)
  assert.match(says, /Event 999999 waited to be sealed and is gone/)
})

test('the folder of a witness that was itself damaged is not trusted', async (t) => {
  const { server, verify } = await sealedLedger(t)
  const witness = await witnessOf(server)
  witness.leaves?.fill(1, 320, 352)
  const found = only(await verify(witness))
  assert.match(found.says, /its folder is damaged/)
})

test('a row given an id that no ledger reaches is named, and does not keep the others from being checked', async (t) => {
  const { tamper, verify, event } = await sealedLedger(t)
  const [row, other] = [await event(123), await event(200)]
  await tamper(
    'alter table event alter id drop identity',
    `update event set id = 9223372036854775807 where id = ${row.event}`,
    `update event set actor = 'staff:1' where id = ${other.event}`,
    'update sealed set event_id = 9223372036854775806 where seq = 50',
  )
  const { findings } = await verify()
  assert.ok(findings.some((f) => f.event === '9223372036854775807' && f.stream === row.stream))
  assert.ok(findings.some((f) => f.kind === 'deleted' && f.event === row.event))
  assert.ok(findings.some((f) => f.kind === 'deleted' && f.seq === 50))
  assert.ok(findings.some((f) => f.kind === 'changed' && f.event === other.event))
})
