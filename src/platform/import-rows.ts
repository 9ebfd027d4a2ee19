import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'

/** Where rows go. `columns` in the order of the row's values; a row that is there already is replaced. */
export type Into = {
  readonly table: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
  /** SQL: a row that is there already is replaced only where this holds; the new one is called `excluded`. */
  readonly replaceWhere?: string
}

export type ImportOptions = {
  /** Small batches with a pause between them: a bulk import must never delay a report (docs/adr/0009). */
  readonly batchRows?: number
  readonly pauseMs?: number
  readonly onProgress?: (rows: number) => void
}

/**
 * Puts rows of text into a table, a small committed batch at a time. May be stopped and started again from the first row:
 * a row written twice is one row. Returns how many rows were written.
 */
export async function importRows(
  db: Pick<pg.Pool, 'query'>,
  into: Into,
  rows: AsyncIterable<readonly string[]>,
  { batchRows = 200, pauseMs = 5, onProgress }: ImportOptions = {},
): Promise<number> {
  const text = upsert(into)
  let written = 0
  let batch = new Map<string, readonly string[]>()
  const write = async () => {
    if (batch.size === 0) return
    const columns = into.columns.map((_, column) => [...batch.values()].map((row) => row[column]))
    await db.query({ name: `import-${into.table}`, text, values: columns })
    written += batch.size
    batch = new Map()
    onProgress?.(written)
    await pause(pauseMs)
  }
  for await (const row of rows) {
    batch.set(keyOf(into, row), row) // the last of a batch wins, as it would across batches
    if (batch.size >= batchRows) await write()
  }
  await write()
  return written
}

const keyOf = ({ columns, key }: Into, row: readonly string[]) =>
  JSON.stringify(key.map((name) => row[columns.indexOf(name)]))

function upsert({ table, columns, key, replaceWhere }: Into): string {
  const arrays = columns.map((_, index) => `$${index + 1}::text[]`).join(', ')
  const changes = columns.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`)
  const where = replaceWhere ? ` where ${replaceWhere}` : ''
  const onConflict = changes.length > 0 ? `do update set ${changes.join(', ')}${where}` : 'do nothing'
  return `insert into ${table} (${columns.join(', ')}) select * from unnest(${arrays}) on conflict (${key.join(', ')}) ${onConflict}`
}
