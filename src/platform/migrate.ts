import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { Client } from 'pg'
import { grantServerRole } from './server-role.ts'

export type Migration = { number: number; name: string; sql: string; hash: string }

/** The migrations of this program, in order. Numbers may have gaps, never doubles. */
export function readMigrations(folder = new URL('../../db/migrations/', import.meta.url)): Migration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
  const found = files.map((name) => {
    const sql = readFileSync(new URL(name, folder), 'utf8')
    return { number: Number.parseInt(name, 10), name, sql, hash: createHash('sha256').update(sql).digest('hex') }
  })
  const wrong = found.find(
    ({ number, name }, i) => !/^\d{4}-[a-z0-9-]+\.sql$/.test(name) || number === found[i + 1]?.number,
  )
  if (wrong) throw new Error(`${wrong.name}: name a migration NNNN-what-it-does.sql, with a number of its own.`)
  return found
}

/** One hash over all migrations: names a template database that has them. */
export function migrationsHash(migrations: readonly Migration[]): string {
  return createHash('sha256')
    .update(migrations.map((m) => m.name + m.hash).join())
    .digest('hex')
    .slice(0, 16)
}

type MigrateOptions = {
  ownerUrl: string
  serverUrl: string
  migrations?: readonly Migration[]
  onApplied?: (name: string) => void
}

/**
 * Brings the database to this program's form and gives the server its role. Forward only, each migration in its own
 * transaction; two starters at once wait for each other. Returns the names of what was applied.
 */
export async function migrate({
  ownerUrl,
  serverUrl,
  migrations = readMigrations(),
  onApplied,
}: MigrateOptions): Promise<string[]> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'ringback migrate' })
  client.on('error', () => {}) // the running query reports it
  await client.connect()
  try {
    await refuseOldServer(client)
    await client.query('select pg_advisory_lock(7464225)') // held until this connection ends
    const done = await recorded(client)
    refuseOtherHistory(done, migrations)
    const due = migrations.filter(({ number }) => !done.has(number))
    for (const migration of due) {
      await apply(client, migration)
      onApplied?.(migration.name)
    }
    await grantServerRole(client, serverUrl)
    return due.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

async function refuseOldServer(client: Client): Promise<void> {
  const { rows } = await client.query(`select current_setting('server_version_num')::int / 10000 as major`)
  if (rows[0].major < 15) throw new Error(`This is PostgreSQL ${rows[0].major}; Ringback needs 15 or newer.`)
}

async function recorded(client: Client): Promise<Map<number, { name: string; hash: string }>> {
  await client.query(`create table if not exists migration (
    number integer primary key, name text not null, hash text not null, at timestamptz(3) not null default clock_timestamp())`)
  const { rows } = await client.query('select number, name, hash from migration order by number')
  return new Map(rows.map(({ number, name, hash }) => [number, { name, hash }]))
}

function refuseOtherHistory(done: Map<number, { name: string; hash: string }>, migrations: readonly Migration[]): void {
  for (const [number, { name, hash }] of done) {
    const ours = migrations.find((m) => m.number === number)
    if (!ours)
      throw new Error(
        `This database is from a newer Ringback: it has the migration ${name}, which this one lacks. Update the program.`,
      )
    if (ours.hash !== hash)
      throw new Error(
        `The migration ${ours.name} was changed after it ran on this database: put the file back and add a new one.`,
      )
  }
}

async function apply(client: Client, { number, name, sql, hash }: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query('insert into migration (number, name, hash) values ($1, $2, $3)', [number, name, hash])
    await client.query(sql)
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback').catch(() => {})
    throw new Error(
      `The migration ${name} failed, and nothing of it remains: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    )
  }
}
