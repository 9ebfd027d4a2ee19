// A bulk import through our own importer, for bench/append. One NDJSON line a batch: when (ms since the epoch) and how many rows.

import { openDatabase } from '#platform/database'
import { importRows } from '#platform/import-rows'

const { serverUrl, seconds } = JSON.parse(process.argv[2] ?? '{}') as { serverUrl: string; seconds: number }
const database = openDatabase(serverUrl, { max: 2 })
const into = { table: 'tac', columns: ['tac', 'manufacturer', 'model'], key: ['tac'] }
const until = performance.now() + seconds * 1000

async function* rows() {
  for (let tac = 0; performance.now() < until; tac = (tac + 1) % 1e8)
    yield [String(tac).padStart(8, '0'), 'Maker', `Model ${tac}`]
}

let before = 0
const lines: string[] = []
await importRows(database.pool, into, rows(), {
  onProgress: (written) => {
    lines.push(JSON.stringify({ at: performance.timeOrigin + performance.now(), rows: written - before }))
    before = written
  },
})
await database.close()
process.stdout.write(`${lines.join('\n')}\n`, () => process.exit(0))
