import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import type pg from 'pg'
import { type ImportOptions, importRows } from '#platform/import-rows'

/** A row that could not be taken: its line in the file, and what is wrong with it. */
export type RejectedRow = { readonly line: number; readonly reason: 'columns' | 'tac' | 'make-or-model' }

export type TacImport = { readonly sha256: string; readonly rows: number; readonly rejected: number }

type Options = ImportOptions & { readonly onRejected?: (row: RejectedRow) => void }

const into = { table: 'tac', columns: ['tac', 'manufacturer', 'model'], key: ['tac'] }

/**
 * Reads `tac,manufacturer,model` (the Osmocom layout, with its header) into the table `tac`. A bad row is reported and
 * passed over; an unknown TAC is never a reason to refuse a handset, so a list may be short.
 */
export async function importTac(db: Pick<pg.Pool, 'query'>, file: Readable, options: Options = {}): Promise<TacImport> {
  const hash = createHash('sha256')
  const counting = new Transform({
    transform(chunk, _, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const records = parse({ bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, info: true })
  let rejected = 0
  async function* accepted() {
    for await (const { record, info } of records as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const row = record.map((field) => field.trim().replaceAll(/\s+/g, ' '))
      if (info.lines === 1 && row[0] === 'tac') continue
      const reason = faultOf(row)
      if (!reason) yield row.slice(0, 3)
      else {
        rejected += 1
        options.onRejected?.({ line: info.lines, reason })
      }
    }
  }
  const [, rows] = await Promise.all([pipeline(file, counting, records), importRows(db, into, accepted(), options)])
  return { sha256: hash.digest('hex'), rows, rejected }
}

function faultOf([tac, manufacturer, model]: readonly string[]): RejectedRow['reason'] | undefined {
  if (tac === undefined || manufacturer === undefined || model === undefined) return 'columns'
  if (!/^[0-9]{8}$/.test(tac)) return 'tac'
  if (!manufacturer || !model || /[\0]/.test(manufacturer + model)) return 'make-or-model'
  return undefined
}
