import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import { Client, Pool, types } from 'pg'
import { inOneWrite } from './one-write.ts'
import { preparing } from './prepare.ts'
import { sideBySide } from './side-by-side.ts'

/** PostgreSQL as the program sees it: typed SQL, the pool below it, notifications. Close it at the end. */
export type Database<T = unknown> = {
  kysely: Kysely<T>
  pool: Pool
  /** Calls back on each NOTIFY, and with '' after a lost connection came back, for something may have been missed. */
  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

export type DatabaseOptions = {
  max?: number
  applicationName?: string
  /** Queries of one connection go out without waiting for the answer to the one before (pg's pipeline mode). */
  pipeline?: boolean
  /**
   * False: a commit does not wait until it is on disk. Only for what nobody relies on before a later commit of a database that
   * does wait: the log is written in order, so that one takes the earlier ones with it.
   */
  flushes?: boolean
}

/** Opens a pool; connections are made when first needed. timestamptz arrives as ISO UTC text, bigint and date as text. */
export function openDatabase<T = unknown>(url: string, options: DatabaseOptions = {}): Database<T> {
  const { max = 10, applicationName = 'ringback', pipeline = false, flushes = true } = options
  const settings = flushes ? {} : { options: '-c synchronous_commit=off' }
  const connection = { connectionString: url, application_name: applicationName, types: parsers, pipeline, ...settings }
  const pool = new Pool({ ...connection, max, connectionTimeoutMillis: 10_000 })
  // A connection lost while idle or between two queries: its next query fails, or the pool opens another.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
    inOneWrite(client)
  })
  const kysely = new Kysely<T>({ dialect: new PostgresDialect({ pool: preparing(pool) }) })
  const ears = new Set<() => Promise<void>>()
  return {
    kysely,
    pool,
    async listen(channel, onNotify) {
      const stop = await listen({ ...connection, pipeline: false }, channel, onNotify)
      const end = async () => {
        ears.delete(end)
        await stop()
      }
      ears.add(end)
      return end
    },
    async close() {
      await Promise.all([...ears].map((end) => end()))
      await kysely.destroy()
      if (!pool.ending) await pool.end()
    },
  }
}

/** The driver's `query` over a typed handle, so that plain SQL runs on its connection or in its transaction. */
export function queryable<T>(db: Kysely<T>): Pick<Pool, 'query'> {
  const query = async (query: string | { text: string; values?: unknown[] }, values: unknown[] = []) => {
    const [text, given] = typeof query === 'string' ? [query, values] : [query.text, query.values ?? values]
    const { rows, numAffectedRows } = await db.executeQuery(CompiledQuery.raw(text, given))
    return { rows, rowCount: Number(numAffectedRows ?? rows.length) }
  }
  return { query } as unknown as Pick<Pool, 'query'>
}

/**
 * What is read by `work` goes over one connection, where reads that do not wait for each other travel together. Inside a
 * transaction it is the transaction's own.
 */
export const onOneConnection = <Tables, Result>(
  db: Kysely<Tables>,
  work: (one: Kysely<Tables>) => Promise<Result>,
): Promise<Result> =>
  db.isTransaction ? work(db) : db.connection().execute(async (one) => work(await sideBySide(one)))

/** A transaction in which reads that do not wait for each other travel together. */
export const inOneTransaction = <Tables, Result>(
  db: Kysely<Tables>,
  work: (one: Kysely<Tables>) => Promise<Result>,
): Promise<Result> => db.transaction().execute(async (one) => work(await sideBySide(one)))

type Connection = ConstructorParameters<typeof Client>[0]

async function listen(connection: Connection, channel: string, onNotify: (payload: string) => void) {
  let stopped = false
  let again: NodeJS.Timeout | undefined
  let client: Client | undefined
  const open = async (): Promise<void> => {
    const fresh = new Client(connection)
    fresh.on('error', () => {})
    fresh.on('notification', ({ payload }) => onNotify(payload ?? ''))
    client = fresh
    try {
      await fresh.connect()
      await fresh.query(`listen ${fresh.escapeIdentifier(channel)}`)
    } catch (error) {
      await fresh.end().catch(() => {})
      throw error
    }
    fresh.on('end', retry)
  }
  const retry = () => {
    if (stopped) return
    again = setTimeout(() => void open().then(() => onNotify(''), retry), 200)
  }
  await open()
  return async () => {
    stopped = true
    clearTimeout(again)
    await client?.end().catch(() => {})
  }
}

const { TIMESTAMPTZ, DATE } = types.builtins

const parsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary' && oid === TIMESTAMPTZ) return isoInstant
    if (format !== 'binary' && oid === DATE) return (value: string) => value // a calendar day has no time zone
    return types.getTypeParser(oid, format)
  },
}

/** PostgreSQL's `2026-01-01 10:00:00.5+01` as `2026-01-01T09:00:00.500Z`; infinity stays a word. */
export function isoInstant(value: string): string {
  const [, day, time, offset] = /^(\d{4}-\d\d-\d\d) ([\d:.]+)([+-]\d\d(?::\d\d)?)$/.exec(value) ?? []
  if (!day || !time || !offset) return value
  return new Date(`${day}T${time}${offset.length === 3 ? `${offset}:00` : offset}`).toISOString()
}
