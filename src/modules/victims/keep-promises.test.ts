import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Kysely } from 'kysely'
import { type NewEvent, openLedger, type Tools } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { isStolenLine, isStolenNumber } from '#modules/register/public'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { closeCase, withdrawReport } from '#modules/reports/public'
import { openDatabase } from '#platform/database'
import type { VaultTables } from '#platform/vault/tables'
import { look, testVault } from '#platform/vault/testing'
import { testDatabase } from '#test/support/database'
import { LineRestored } from './events/line-restored.ts'
import { keepPromises } from './jobs/keep-promises.ts'
import { caseEvents } from './tell.ts'

const hour = 3_600_000
/** Now, by the half hour: facts bear the database's own clock, and a test's that is days from it would measure the distance. */
const opened = Math.floor(Date.now() / (hour / 2)) * (hour / 2)

const { line: _, place: __, description: ___, handset: ____, ...sample } = TheftReported.sample

/** One case over a database of its own, and the clock. */
async function keeping(t: TestContext, more: object = {}) {
  const db = await testDatabase(t)
  const clock = { now: new Date(opened) }
  const now = () => clock.now
  const vaultDb = db.owner.kysely as unknown as Kysely<VaultTables>
  const { vault } = await testVault(t, vaultDb, { now })
  const database = openDatabase(db.serverUrl, { pipeline: true, max: 2 })
  const views = [...(await loadCatalogue()).views.values()].map((view) => ({ ...view, kind: 'inline' as const }))
  const ledger = openLedger({ database, views, now, random: Math.random })
  t.after(async () => {
    await ledger.settled()
    await database.close()
  })
  const meta = { actor: 'system:test', tenant: 'demo-public', cause: 'test' }
  const report: NewEvent = TheftReported.of({ ...sample, ...more } as never)
  await ledger.append([{ event: report, version: 1 }], meta)
  const tools = {
    db: db.owner.kysely,
    now,
    execute: (command: never, input: never) => ledger.execute(command, input, meta),
    vault: {
      put: (record: never) => vaultDb.transaction().execute((trx) => vault.put(trx, record)),
      find: async () => [],
      reveal: (_act: string, _purpose: string, refs: never) =>
        vaultDb.transaction().execute((trx) => vault.reveal(trx, refs, look)),
    },
  } as unknown as Tools<never>
  const updates = async () =>
    (await caseEvents(db.owner.kysely, sample.case)).filter(({ type }) => type === 'victims.message-owed')
  return { clock, db, ledger, meta, now, theft: sample.case, tools, updates }
}

test('B42 B20: over two months with nothing new, no silence is longer than was promised', async (t) => {
  const { clock, db, tools, updates } = await keeping(t)
  const toldAt: number[] = [] // by the test's clock: an event bears the database's own
  for (let at = opened; at < opened + 60 * 24 * hour; at += hour / 2) {
    clock.now = new Date(at)
    const { rows } = await db.owner.pool.query(
      `select 1 from case_promise where promised <= $1::timestamptz + interval '30 min' or told_at is null`,
      [clock.now.toISOString()],
    )
    if (rows.length === 0) continue
    await keepPromises.run(tools)
    while (toldAt.length < (await updates()).length) toldAt.push(at)
  }
  const told = await updates()
  assert.ok(told.length >= 4, `${told.length} updates`)
  let promised = opened + 24 * hour
  for (const [n, { data }] of told.entries()) {
    const at = toldAt[n] ?? Number.POSITIVE_INFINITY
    assert.ok(at <= promised, `an update came ${(at - promised) / 60_000} minutes late`)
    promised = Date.parse((data as { next: string }).next)
  }
  const templates = told.map(({ data }) => (data as { template: string }).template)
  assert.deepEqual([...new Set(templates)], ['reported', 'heartbeat'])
})

test('B42: a case that cannot be told keeps nobody else from hearing, and the fault is known', async (t) => {
  const { clock, db, ledger, meta, theft, tools } = await keeping(t)
  const other = '11111111-1111-4111-8111-111111111111'
  await ledger.append(
    [{ event: TheftReported.of({ ...sample, imeis: ['356938035643809'], case: other } as never), version: 1 }],
    meta,
  )
  clock.now = new Date(opened + 25 * hour)
  const execute = (command: never, input: { case: string }) => {
    if (input.case === theft) throw new Error('a value that does not parse')
    return tools.execute(command, input as never)
  }
  await assert.rejects(() => keepPromises.run({ ...tools, execute } as never), /not told/)
  const told = async (one: string) =>
    (await caseEvents(db.owner.kysely, one as never)).filter(({ type }) => type === 'victims.message-owed').length
  assert.deepEqual([await told(theft), (await told(other)) > 0], [0, true])
})

const closing = { reason: 'no-lead-left' as const, because: 'nobody-found' as const, stops: [] }

test('B42: stops that end by themselves after the case has ended are told before and when they do', async (t) => {
  const until = new Date(opened + 72 * hour).toISOString()
  const { clock, db, ledger, meta, theft, tools, updates } = await keeping(t, { means: 'operator-knowledge', until })
  await db.owner.pool.query(`insert into organisation values ('an-operator', 'An operator', 'operator', true)`)
  await db.owner.pool.query(`insert into partner (slug, connector, config) values ('an-operator', 'none', '{}')`)
  await db.owner.pool.query(
    `insert into action (id, stream, version, tenant, partner, kind, target, input, until, state)
      values (gen_random_uuid(), $1, 1, 'demo-public', 'an-operator', 'suspend-line', $1, '{}', $2, 'acknowledged')`,
    [`case/${theft}`, until],
  )
  const closed = await ledger.execute(closeCase, { case: theft, ...closing }, meta)
  assert.ok(closed.ok)
  const told = async (at: number) => {
    clock.now = new Date(at)
    for (let n = 0; n < 2; n++) await keepPromises.run(tools)
    return (await updates()).map(({ data }) => [(data as { template: string }).template, 'next' in (data as object)])
  }
  assert.deepEqual(await told(opened + 60 * hour), [])
  assert.deepEqual(await told(opened + 67 * hour), [['lapsing', false]])
  assert.deepEqual(await told(opened + 73 * hour), [
    ['lapsing', false],
    ['lapsed', false],
  ])
})

test('B51 USERS 4: a number whose case ended with the phone still gone gets nothing, from nobody, until its network says that it has a new SIM', async (t) => {
  const line = 'v_LLLLLLLLLLLLLLLLLLLLLA'
  const { clock, db, ledger, meta, theft, tools } = await keeping(t, {
    means: 'police-handler',
    until: undefined,
    line,
  })
  const { pool, kysely } = db.owner
  // The database writes down itself when a case was opened.
  await pool.query(`update theft_case set opened_at = $1`, [clock.now.toISOString()])
  const looking = { ...tools, vault: { find: async () => [{ ref: line }] } } as never
  const stolen = async () => [
    await isStolenLine(kysely, [line], { now: clock.now }),
    await isStolenNumber(looking, '+447700900123'),
    await isStolenNumber(looking, '+447700900123', theft),
  ]
  assert.deepEqual(await stolen(), [true, true, false])
  assert.ok((await ledger.execute(closeCase, { case: theft, ...closing }, meta)).ok)
  assert.equal((await pool.query('select from open_case')).rows.length, 0)
  assert.deepEqual(await stolen(), [true, true, false])
  clock.now = new Date(opened + 366 * 24 * hour)
  assert.equal(await isStolenLine(kysely, [line], { now: clock.now }), false, 'it may be somebody else’s by then')
  clock.now = new Date(opened + hour)
  const { rows } = await pool.query<{ version: number }>('select max(version) as version from event')
  const restored = LineRestored.of({ ...LineRestored.sample, case: theft } as never)
  await ledger.append([{ event: restored, version: Number(rows[0]?.version) + 1 }], meta)
  assert.deepEqual(await stolen(), [false, false, false])
})

test('USERS 4: what a bare report stopped has ended by itself, and its number gets no code and no answer still, until somebody ends it or a year is over', async (t) => {
  const line = 'v_LLLLLLLLLLLLLLLLLLLLLA'
  for (const means of ['number', 'stop-word']) {
    const until = new Date(opened + 72 * hour).toISOString()
    const { clock, db, ledger, meta, theft } = await keeping(t, { means, until, line })
    const stolen = (days: number) => {
      clock.now = new Date(opened + days * 24 * hour)
      return isStolenLine(db.owner.kysely, [line], { now: clock.now })
    }
    for (const days of [1, 4, 300]) assert.equal(await stolen(days), true, `${means} after ${days} days`)
    assert.equal(await stolen(3 + 366), false, 'it may be somebody else’s by then')
    assert.equal(await isStolenLine(db.owner.kysely, ['v_MMMMMMMMMMMMMMMMMMMMMA'], { now: clock.now }), false)
    clock.now = new Date(opened + 96 * hour)
    const taken = await ledger.execute(withdrawReport, { case: theft, why: 'not-me', means: 'police-handler' }, meta)
    assert.ok(taken.ok)
    assert.equal(await stolen(4), false, 'its owner has said that it was not them')
  }
})
