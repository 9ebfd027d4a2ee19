import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import type { Database } from '#platform/database'
import { ledgerTables, type TableRow } from './rows.ts'

const orderOf = { event: 'id', sealed: 'seq', head: 'size', tile: 'level, index', unsealed: 'event_id' }
const AT_ONCE = 4000

/** All ledger rows of a database, as they stood at one moment, a few thousand in memory at a time. */
export async function* rowsOfDatabase({ pool }: Database): AsyncGenerator<TableRow> {
  const client = await pool.connect()
  let isBroken = true
  try {
    await client.query('begin isolation level repeatable read read only')
    for (const table of ledgerTables) {
      await client.query(`declare rows no scroll cursor for select * from ${table} order by ${orderOf[table]}`)
      const fetch = () => client.query<Record<string, unknown>>(`fetch ${AT_ONCE} from rows`)
      for (let next = await fetch(); next.rows.length > 0; ) {
        const coming = fetch() // the database works on the next rows while these are hashed
        coming.catch(() => {}) // its fault is met where it is awaited
        for (const row of next.rows) yield { table, row }
        next = await coming
      }
      await client.query('close rows')
    }
    await client.query('commit')
    isBroken = false
  } finally {
    client.release(isBroken)
  }
}

/**
 * All rows of a backup: gzip NDJSON, a line each: {"table":"event","row":{…}}. Lines of another form are passed over.
 * Throws when the file breaks off or holds no row at all: an unreadable backup must not look like a good one.
 */
export async function* rowsOfFile(file: string): AsyncGenerator<TableRow> {
  const input = createReadStream(file)
  const text = input.pipe(createGunzip())
  input.once('error', (error) => text.destroy(error))
  let count = 0
  try {
    for await (const line of createInterface({ input: text, crlfDelay: Infinity })) {
      const parsed: unknown = line === '' ? undefined : JSON.parse(line)
      if (!isTableRow(parsed)) continue
      count++
      yield parsed
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${file} cannot be read to its end as a Ringback backup: ${why}`, { cause })
  }
  if (count === 0) throw new Error(`${file} holds no rows of a ledger: is it a Ringback backup?`)
}

function isTableRow(value: unknown): value is TableRow {
  return typeof value === 'object' && value !== null && 'table' in value && 'row' in value
}
