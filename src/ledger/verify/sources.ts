import type pg from 'pg'
import { BackupDamaged } from '#platform/backup/format'
import { openBackup } from '#platform/backup/read-backup'
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
    yield* rowsInTransaction(client)
    await client.query('commit')
    isBroken = false
  } finally {
    client.release(isBroken)
  }
}

/** The same within a transaction that the caller has opened, repeatable read. */
export async function* rowsInTransaction(client: Pick<pg.ClientBase, 'query'>): AsyncGenerator<TableRow> {
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
}

/** A backup's rows; read to the end they also tell whether the file is whole. */
export type BackupRows = { rows: AsyncIterable<TableRow>; bytesRead(): number; damage(): string | undefined }

/**
 * All rows of a backup file. One that is cut short or altered gives what it has: its rows are worth naming, and `damage`
 * then says what is wrong with the file. Throws BackupDamaged when it cannot be opened as a backup at all.
 */
export async function rowsOfBackup(file: string): Promise<BackupRows> {
  const { lines, bytesRead, close } = await openBackup(file)
  let damage: string | undefined
  async function* rows(): AsyncGenerator<TableRow> {
    try {
      for await (const { line } of lines) yield JSON.parse(line) as TableRow
    } catch (fault) {
      if (!(fault instanceof BackupDamaged)) throw fault
      damage = fault.message
    } finally {
      await close()
    }
  }
  return { rows: rows(), bytesRead, damage: () => damage }
}
