import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { reportTheft } from '#modules/reports/commands/report-theft'
import { nobody } from '#modules/response/public'
import { type Database, type DatabaseOptions, openDatabase } from '#platform/database'
import { type Embedded, startEmbedded } from '#platform/embedded-postgres/start-embedded'
import { silentLog } from '#platform/log'
import { migrate } from '#platform/migrate'
import { loginUrl } from '#platform/server-role'

const dataDir = mkdtempSync(join(tmpdir(), 'ringback-durability-'))
chmodSync(dataDir, 0o755)
let embedded: Embedded
let serverUrl: string

before(async () => {
  embedded = await startEmbedded({ dataDir, log: silentLog() })
  serverUrl = loginUrl(embedded.url, 'only-for-tests')
  await migrate({ ownerUrl: embedded.url, serverUrl })
})
after(async () => {
  await embedded.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const durable = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' }
const settingsSql = `select current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
  current_setting('synchronous_commit') as synchronous_commit`

async function withDatabase<R>(url: string, options: DatabaseOptions, work: (database: Database) => Promise<R>) {
  const database = openDatabase(url, options)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

for (const [who, url] of [
  ['the owner', () => embedded.url],
  ['the server’s role', () => serverUrl],
] as const)
  for (const pipeline of [false, true])
    test(`${who} sees a durable database on every connection of a pool${pipeline ? ' in pipeline mode' : ''}`, () =>
      withDatabase(url(), { max: 5, pipeline }, async ({ pool }) => {
        const clients = await Promise.all(Array.from({ length: 5 }, () => pool.connect()))
        try {
          for (const client of clients) assert.deepEqual((await client.query(settingsSql)).rows, [durable])
        } finally {
          for (const client of clients) client.release()
        }
      }))

test('no role and no database has settings of its own that make a commit less than durable', () =>
  withDatabase(embedded.url, { max: 1 }, async ({ pool }) => {
    const { rows } = await pool.query<{ setting: string }>(
      'select unnest(setconfig) as setting from pg_db_role_setting where setconfig is not null',
    )
    const names = rows.map(({ setting }) => setting.split('=')[0])
    assert.deepEqual(
      names.filter((name) => name && name in durable),
      [],
    )
    assert.ok(names.includes('TimeZone'), 'the settings that we do make are seen, so others would be')
  }))

/**
 * WAL flushes so far. PostgreSQL 18 counts them by who did them, so those of background processes stay out; 15 to 17
 * count them together. A session hands its own count in when asked.
 */
async function walSyncs(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query(`select current_setting('server_version_num')::int as version`)
  await client.query('select pg_stat_force_next_flush()')
  const { rows: counted } = await client.query(
    rows[0].version >= 180_000
      ? `select sum(fsyncs)::int as syncs from pg_stat_io where object = 'wal' and backend_type = 'client backend'`
      : 'select wal_sync::int as syncs from pg_stat_wal',
  )
  return counted[0].syncs
}

test('one lone report is flushed to the disk before it is acknowledged', () =>
  withDatabase(serverUrl, { max: 1, pipeline: true }, async (database) => {
    const { views } = await loadCatalogue()
    const ledger = openLedger({ database, views: [...views.values()], now: () => new Date(), random: Math.random })
    const shown = { channel: 'force-system', means: 'police-handler', method: 'snatch' }
    const parties = { ...nobody, operators: ['one'] }
    const imeis = ['490154203237518', '356938035643809', '353490069873368', '359876543210983', '351756051523993'] // one theft each
    const meta = { actor: 'system:test', tenant: 'test', cause: 'test' }
    const syncs = async () => {
      const client = await database.pool.connect()
      return walSyncs(client).finally(() => client.release())
    }
    for (let round = 0; round < 5; round++) {
      const before = await syncs()
      const outcome = await ledger.execute(
        reportTheft,
        { ...shown, parties, imeis: [imeis[round]], case: randomUUID() } as never,
        meta,
      )
      assert.ok(outcome.ok)
      await ledger.settled()
      assert.ok((await syncs()) >= before + 1, `${before} before`)
    }
  }))

test('the count bites: a commit that waits for no disk adds nothing to it', () =>
  withDatabase(embedded.url, { max: 1 }, async ({ pool }) => {
    const client = await pool.connect()
    try {
      await client.query('create table scrap (n integer)')
      await client.query('set synchronous_commit = off')
      const before = await walSyncs(client)
      await client.query('insert into scrap values (1)')
      assert.equal(await walSyncs(client), before)
      await client.query('set synchronous_commit = on')
      await client.query('insert into scrap values (2)')
      assert.ok((await walSyncs(client)) > before)
      await client.query('drop table scrap')
    } finally {
      client.release()
    }
  }))
