import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import type { Kysely } from 'kysely'
import type { Audit, VaultInRoute } from '#http'
import { openLedger, toKeep } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { readLine } from '#lib/line'
import type { Reporting, ReportTables } from '#modules/reports/public'
import { openDatabase } from '#platform/database'
import type { VaultTables } from '#platform/vault/tables'
import { look, testVault } from '#platform/vault/testing'
import { testDatabase } from './database.ts'

/** A line of Ofcom's drama range. */
export const dramaLine = (last: number) => {
  const line = readLine(`07700 900${String(last).padStart(3, '0')}`)
  if (!line) throw new Error(`07700 900${last} is no line.`)
  return line
}

const drama = (slug: string, sort: string, ranges?: string[]) => ({ slug, sort, ranges })

/** Ledger, vault and a few partners over a database of a test's own, without processes around them. The clock is set by hand. */
export async function reportingDesk(t: TestContext, at = '2026-11-26T12:00:00.000Z') {
  const db = await testDatabase<ReportTables>(t)
  const clock = { now: new Date(at) }
  const now = () => clock.now
  const vaultDb = db.owner.kysely as unknown as Kysely<VaultTables>
  const { vault } = await testVault(t, vaultDb, { now })
  const writes = openDatabase(db.serverUrl, { pipeline: true, max: 8 })
  // Views that follow the seal come with the event here: nothing seals.
  const views = [...(await loadCatalogue()).views.values()].map((view) => ({ ...view, kind: 'inline' as const }))
  const ledger = openLedger({ database: writes, views, now, random: Math.random })
  t.after(async () => {
    await ledger.settled()
    await writes.close()
  })
  for (const { slug, sort, ranges } of [
    drama('north', 'operator', ['+447700900']),
    drama('south', 'operator'),
    drama('maker', 'maker'),
    drama('force', 'force'),
    drama('bank', 'bank'),
  ]) {
    await db.owner.pool.query('insert into organisation values ($1, $1, $2, true)', [slug, sort])
    await db.owner.pool.query(`insert into partner (slug, connector, config) values ($1, 'none', $2)`, [
      slug,
      JSON.stringify({ numberRanges: ranges }),
    ])
  }
  const context: Reporting & { readonly vault: VaultInRoute; readonly audit: Audit } = {
    db: db.owner.kysely,
    now,
    newId: randomUUID,
    audit: async () => {},
    vault: {
      reveal: (act, refs) => vaultDb.transaction().execute((trx) => vault.reveal(trx, refs, { ...look, act })),
      find: (kind, value) => vault.find(vaultDb, kind, value),
      blind: vault.blind,
      put: (record) => vaultDb.transaction().execute((trx) => vault.put(trx, record)),
      seal: async (record) => toKeep(await vault.seal(record)),
      putOnce: (record) => vaultDb.transaction().execute((trx) => vault.putOnce(trx, record)),
    },
    execute: (command, input, _part, also) =>
      ledger.execute(command, input, { actor: 'public', tenant: 'demo-public', cause: 'test' }, also),
  }
  const rows = async <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    (await db.owner.pool.query(sql, values)).rows as Row[]
  return {
    ...{ context, clock, ledger, db, vault },
    rows,
    events: (theft: string) =>
      rows<{ type: string; data: Record<string, unknown> }>(
        'select type, data from event where stream = $1 order by version',
        [`case/${theft}`],
      ),
    /** Kinds that a case owes, with the partners. */
    owed: async (theft: string) =>
      (
        await rows<{ owes: { kind: string; partners: string[] }[] | null }>(
          'select owes from event where stream = $1 order by version',
          [`case/${theft}`],
        )
      ).flatMap(({ owes }) => owes ?? []),
  }
}
