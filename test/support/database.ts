import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client, Pool } from 'pg'
import { type Database, openDatabase } from '#platform/database'
import { choosePlace } from '#platform/embedded-postgres/place'
import { type Embedded, startEmbedded } from '#platform/embedded-postgres/start-embedded'
import { takeLock } from '#platform/lock'
import { silentLog } from '#platform/log'
import { migrate, migrationsHash, readMigrations } from '#platform/migrate'
import { grantServerRole, loginUrl } from '#platform/server-role'

/** A migrated database of the test's own: `owner` made the tables, `server` is what the running program may be. */
export type TestDatabase<T = unknown> = { url: string; serverUrl: string; owner: Database<T>; server: Database<T> }

const folder = fileURLToPath(new URL('../../.ringback/test/', import.meta.url))
const password = 'only-for-tests'
const hash = migrationsHash(readMigrations())
const template = `ringback_template_${hash}`
let cluster: Promise<string> | undefined

/**
 * Gives `t` its own database and drops it afterwards. Each test process has its own PostgreSQL, copied from a prepared
 * folder, which ends with the process; RINGBACK_TEST_DATABASE_URL (a superuser's) makes all use that server instead.
 */
export async function testDatabase<T = unknown>(t: Pick<TestContext, 'after'>): Promise<TestDatabase<T>> {
  cluster ??= ownCluster()
  const adminUrl = await cluster
  const name = `test_${randomBytes(6).toString('hex')}`
  const url = databaseUrl(adminUrl, name)
  const serverUrl = loginUrl(url, password)
  const admin = adminOf(adminUrl)
  await admin.query(`create database ${name} template ${template} strategy file_copy`)
  const owner = openDatabase<T>(url, { max: 4 })
  const first = await owner.pool.connect()
  await grantServerRole(first as unknown as Client, serverUrl)
  first.release()
  const server = openDatabase<T>(serverUrl, { max: 20, pipeline: true }) // as `ringback serve` opens it
  t.after(async () => {
    await Promise.all([owner.close(), server.close()])
    await admin.query(`drop database ${name} with (force)`)
    await admin.query(`drop role ${name}_login`)
  })
  return { url, serverUrl, owner, server }
}

/** An empty database, not migrated, for tests of migrations themselves. Returns the owner's address. */
export async function emptyDatabase(t: Pick<TestContext, 'after'>): Promise<string> {
  cluster ??= ownCluster()
  const adminUrl = await cluster
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = adminOf(adminUrl)
  await admin.query(`create database ${name}`)
  t.after(async () => {
    await admin.query(`drop database ${name} with (force)`)
    await admin.query(`drop role if exists ${name}_login`)
  })
  return databaseUrl(adminUrl, name)
}

async function ownCluster(): Promise<string> {
  const given = process.env.RINGBACK_TEST_DATABASE_URL
  if (given) {
    await alone(`test template ${given}`, () => makeTemplate(given))
    return given
  }
  const prepared = join(folder, `template-${hash}`)
  await alone(`test template ${prepared}`, () => prepare(prepared))
  const dataDir = join(folder, `run-${process.pid}`)
  remove(dataDir)
  const copyOf = choosePlace(prepared).cluster
  const embedded = await startEmbedded({
    dataDir,
    log: silentLog(),
    password,
    copyOf,
    keepsProcess: false,
    throwaway: true,
  })
  process.once('beforeExit', () => void end(embedded, dataDir))
  return databaseUrl(embedded.url, 'postgres')
}

/** One PostgreSQL for all test processes of a run: each would else copy and start its own, which takes a second. */
export async function sharedCluster(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  mkdirSync(folder, { recursive: true })
  sweep()
  const dataDir = join(folder, `run-${process.pid}`)
  const embedded = await startEmbedded({ dataDir, log: silentLog(), password, throwaway: true })
  const url = databaseUrl(embedded.url, 'postgres')
  await trustThisMachine(url, dataDir)
  await makeTemplate(url)
  return { url, stop: () => end(embedded, dataDir) }
}

/** A password costs both sides thousands of rounds of hashing at each connection, and a run opens tens of thousands. */
async function trustThisMachine(url: string, dataDir: string): Promise<void> {
  writeFileSync(
    join(choosePlace(dataDir).cluster, 'pg_hba.conf'),
    'local all all trust\nhost all all 127.0.0.1/32 trust\n',
  )
  await asAdmin(url, (admin) => admin.query('select pg_reload_conf()'))
}

async function end(embedded: Embedded, dataDir: string): Promise<void> {
  await embedded.stop()
  remove(dataDir)
}

// The first process of a run prepares a stopped cluster that has the migrated template; the others copy it.
async function prepare(dataDir: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  sweep()
  if (existsSync(join(dataDir, 'ready'))) return
  remove(dataDir)
  const embedded = await startEmbedded({ dataDir, log: silentLog(), password })
  await makeTemplate(databaseUrl(embedded.url, 'postgres'))
  await embedded.stop()
  writeFileSync(join(dataDir, 'ready'), '')
}

async function makeTemplate(adminUrl: string): Promise<void> {
  await asAdmin(adminUrl, async (admin) => {
    const { rowCount } = await admin.query('select from pg_database where datname = $1 and datistemplate', [template])
    if (rowCount) return
    await admin.query(`drop database if exists ${template}`)
    await admin.query(`create database ${template}`)
    const ownerUrl = databaseUrl(adminUrl, template)
    await migrate({ ownerUrl, serverUrl: loginUrl(ownerUrl, password) })
    await admin.query(`alter database ${template} with is_template true`)
  })
}

// Folders of processes that were killed, and of migrations that were since edited.
function sweep(): void {
  for (const name of readdirSync(folder, { withFileTypes: true }).map((entry) => entry.name)) {
    const [, pid] = /^run-(\d+)$/.exec(name) ?? []
    const stale = pid ? !existsSync(`/proc/${pid}`) : name.startsWith('template-') && name !== `template-${hash}`
    if (stale) remove(join(folder, name))
  }
}

function remove(dataDir: string): void {
  if (!existsSync(dataDir)) return
  const { cluster } = choosePlace(dataDir)
  rmSync(cluster.startsWith(dataDir) ? cluster : dirname(cluster), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

async function alone(name: string, work: () => Promise<void>): Promise<void> {
  for (;;) {
    const lock = await takeLock(name, '')
    if ('heldBy' in lock) {
      await sleep(50)
      continue
    }
    try {
      return await work()
    } finally {
      await lock.release()
    }
  }
}

let admins: Pool | undefined

/** One connection for all databases of this process, which ends without closing it: each would cost both sides some milliseconds. */
function adminOf(connectionString: string): Pool {
  if (admins) return admins
  admins = new Pool({ connectionString, max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true })
  admins.on('error', () => {}) // its server ended first
  return admins
}

async function asAdmin<R>(url: string, work: (client: Client) => Promise<R>): Promise<R> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function databaseUrl(url: string, name: string): string {
  const made = new URL(url)
  made.pathname = `/${name}`
  return made.href
}
