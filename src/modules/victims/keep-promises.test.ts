import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import { type NewEvent, openLedger, type Tools } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { openDatabase } from '#platform/database'
import type { VaultTables } from '#platform/vault/tables'
import { look, testVault } from '#platform/vault/testing'
import { testDatabase } from '#test/support/database'
import { keepPromises } from './jobs/keep-promises.ts'
import { caseEvents } from './tell.ts'

const hour = 3_600_000
const opened = Date.parse('2026-11-26T14:00:00.000Z') // a Thursday

test('B42 B20: over two months with nothing new, no silence is longer than was promised', async (t) => {
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
  const { line: _, place: __, description: ___, handset: ____, ...sample } = TheftReported.sample
  const report: NewEvent = TheftReported.of(sample)
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
