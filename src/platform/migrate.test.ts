import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { openDatabase } from '#platform/database'
import { emptyDatabase, testDatabase } from '#test/support/database'
import { type Migration, migrate, readMigrations } from './migrate.ts'
import { loginUrl } from './server-role.ts'

const sha = (sql: string) => createHash('sha256').update(sql).digest('hex')
const more = (number: number, sql: string): Migration => ({ number, name: `${number}-more.sql`, sql, hash: sha(sql) })
const group = more(
  1,
  'do $$ begin create role ringback_server nologin; exception when duplicate_object or unique_violation then null; end $$',
)

async function fresh(t: Parameters<typeof emptyDatabase>[0]) {
  const ownerUrl = await emptyDatabase(t)
  const owner = openDatabase(ownerUrl)
  t.after(() => owner.close())
  const run = (migrations: readonly Migration[]) =>
    migrate({ ownerUrl, serverUrl: loginUrl(ownerUrl, 'x'), migrations })
  const tables = async () =>
    (await owner.pool.query(`select tablename from pg_tables where schemaname = 'public' order by 1`)).rows.map(
      (r) => r.tablename,
    )
  return { ownerUrl, run, tables }
}

test('migrations run once, in order, and a second start finds nothing to do', async (t) => {
  const { run } = await fresh(t)
  const names = readMigrations().map(({ name }) => name)
  assert.deepEqual(await run(readMigrations()), names)
  assert.deepEqual(await run(readMigrations()), [])
})

test('B49: what was joined or late before there was a column for it is counted after the update, as the events tell it', async (t) => {
  const { ownerUrl, run } = await fresh(t)
  const [last = 0] = readMigrations().flatMap(({ name, number }) =>
    name.includes('joined-and-late-before') ? [number] : [],
  )
  await run(readMigrations().filter(({ number }) => number < last))
  const owner = openDatabase(ownerUrl)
  t.after(() => owner.close())
  const query = async (sql: string, values: unknown[] = []) => (await owner.pool.query(sql, values)).rows
  const versions = new Map<string, number>()
  const tell = (theft: string, type: string, data: object) => {
    versions.set(theft, (versions.get(theft) ?? 0) + 1)
    return query(
      `insert into event (stream, version, type, type_version, tenant, actor, cause, data) values ($1, $2, $3, 1, 'met', 'a', 'c', $4)`,
      [`case/${theft}`, versions.get(theft), type, { case: theft, ...data }],
    )
  }
  const [first, joined, split, plain] = ['1', '2', '3', '4'].map(
    (digit) => `${digit.repeat(8)}-1c11-4a55-9a35-0f8e2f4a6d0c`,
  )
  for (const theft of [first, joined, split, plain] as string[]) {
    await query(`insert into theft_report_count values ($1, 'met', '2026-10', false)`, [theft])
    await query(`insert into measured_case (case_id, tenant, reported_at) values ($1, 'met', now())`, [theft])
    await query(`insert into desk_case values ($1, 'met', true, null)`, [theft])
  }
  const linked = (theft = '', as: string, same: boolean) =>
    tell(theft, 'reports.cases-linked', { other: first, as, same })
  await linked(joined, 'later', true)
  await linked(first, 'first', true)
  await linked(split, 'later', true)
  await linked(split, 'later', false)
  const [item, due] = [`message/${plain}`, '2026-10-02T10:00:00.000Z']
  await tell(plain ?? '', 'victims.clock-missed', { item, sort: 'message', due })
  await run(readMigrations())
  for (const table of ['theft_report_count', 'measured_case'])
    assert.deepEqual(await query(`select case_id from ${table} where joined`), [{ case_id: joined }], table)
  assert.deepEqual(await query('select item, due, case_id, owner, sort, reason from desk_deviation'), [
    { item, due, case_id: plain, owner: 'met', sort: 'message', reason: null },
  ])
})

test('two starts at once wait for each other', async (t) => {
  const { run } = await fresh(t)
  const applied = await Promise.all([1, 2, 3, 4].map(() => run(readMigrations())))
  assert.equal(applied.flat().length, readMigrations().length)
})

test('a migration that fails leaves nothing of itself, and the ones before it stay', async (t) => {
  const { run, tables } = await fresh(t)
  const broken = more(3, 'create table half (n int); select 1 / 0')
  await assert.rejects(
    run([group, more(2, 'create table whole (n int)'), broken]),
    /3-more\.sql failed, and nothing of it remains: division by zero/,
  )
  assert.deepEqual(await tables(), ['migration', 'whole'])
  assert.deepEqual(await run([group, more(2, 'create table whole (n int)'), more(3, 'create table half (n int)')]), [
    '3-more.sql',
  ])
})

test('a migration that was edited after it ran is refused', async (t) => {
  const { run } = await fresh(t)
  await run([group, more(2, 'create table a (n int)')])
  await assert.rejects(run([group, more(2, 'create table a (n bigint)')]), /2-more\.sql was changed after it ran/)
})

test('a database from a newer Ringback is refused', async (t) => {
  const { run } = await fresh(t)
  await run([group, more(2, 'create table a (n int)')])
  await assert.rejects(run([group]), /from a newer Ringback: it has the migration 2-more\.sql/)
})

test('the server may not be the owner of the tables', async (t) => {
  const { ownerUrl } = await fresh(t)
  await assert.rejects(
    migrate({ ownerUrl, serverUrl: ownerUrl, migrations: [group] }),
    /must not be a superuser|must not own/,
  )
})

test('two migrations with one number are refused before anything runs', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-test-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const name of ['0001-a.sql', '0001-b.sql']) writeFileSync(join(folder, name), 'select 1')
  assert.throws(() => readMigrations(pathToFileURL(`${folder}/`)), /with a number of its own/)
})

test('times arrive as ISO UTC with milliseconds, bigints as text, days as days, bytes as a Buffer', async (t) => {
  const { server } = await testDatabase(t)
  const { rows } = await server.pool.query(
    `select '2026-07-01 10:00:00.5+01'::timestamptz as at, 9007199254740993 as big, '2026-03-29'::date as day, '\\x00ff'::bytea as raw, current_setting('timezone') as zone`,
  )
  assert.deepEqual(rows, [
    {
      at: '2026-07-01T09:00:00.500Z',
      big: '9007199254740993',
      day: '2026-03-29',
      raw: Buffer.from([0, 255]),
      zone: 'UTC',
    },
  ])
})

test('a listener hears notifications, and is told to look again after its connection was lost', async (t) => {
  const { server, owner } = await testDatabase(t)
  const heard: string[] = []
  let wake = () => {}
  const next = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })
  await server.listen('wake', (payload) => {
    heard.push(payload)
    wake()
  })
  let hearing = next()
  await owner.pool.query(`notify wake, 'one'`)
  await hearing
  hearing = next()
  await owner.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen "wake"' and datname = current_database()`,
  )
  await hearing
  hearing = next()
  await owner.pool.query(`notify wake, 'two'`)
  await hearing
  assert.deepEqual(heard, ['one', '', 'two'])
})

test('a connection lost between two queries is a failed query, not a crash', async (t) => {
  const { server, owner } = await testDatabase(t)
  const client = await server.pool.connect()
  const { rows } = await client.query('select pg_backend_pid() as pid')
  await owner.pool.query('select pg_terminate_backend($1)', [rows[0].pid])
  await assert.rejects(async () => {
    for (;;) await client.query('select 1')
  })
  client.release(true)
  assert.equal((await server.pool.query('select 1 as one')).rows[0].one, 1)
})
