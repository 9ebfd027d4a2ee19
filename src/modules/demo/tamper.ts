import type { Kysely } from 'kysely'
import type { TableRow } from '#ledger/verify/rows'
import { rowsInTransaction } from '#ledger/verify/sources'
import { verifyLedger } from '#ledger/verify/verify-ledger'
import { queryable } from '#platform/database'

export type Tampering = {
  readonly events: number
  /** The copy was whole before it was changed. */
  readonly whole: boolean
  readonly findings: readonly string[]
}

/**
 * Takes a copy of the whole ledger as it stands, changes one event of this case in the copy (how the theft was done), and lets
 * `verify` read it. The record itself is only read. The copy is read unchanged as well, to show that it was whole.
 */
export async function tamperWithCopy<Tables>(db: Kysely<Tables>, theft: string): Promise<Tampering> {
  const read = (copy: (rows: AsyncIterable<TableRow>) => AsyncIterable<TableRow>) =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((trx) => verifyLedger(copy(rowsInTransaction(queryable(trx)))))
  const before = await read((rows) => rows)
  const after = await read((rows) => changed(rows, `case/${theft}`))
  return {
    events: after.checked.events,
    whole: before.findings.length === 0,
    findings: after.findings.map(({ says }) => says),
  }
}

async function* changed(rows: AsyncIterable<TableRow>, stream: string): AsyncGenerator<TableRow> {
  for await (const one of rows) {
    const { table, row } = one
    const mine = table === 'event' && row.stream === stream && Number(row.version) === 1
    yield mine ? { table, row: { ...row, data: { ...(row.data as object), method: 'table' } } } : one
  }
}
