import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openLedger } from '#ledger'
import { recordTacImport } from '#modules/register/commands/record-tac-import'
import { importTac } from '#modules/register/import-tac'
import { openDatabase } from '#platform/database'
import { importCrimeFile } from '../import/import-crime-files.ts'
import { openInput } from '../import/open-input.ts'

const data = fileURLToPath(new URL('../../../data/', import.meta.url))

// Nobody uses the system yet while it starts: large batches and no pauses.
const atOnce = { batchRows: 5000, pauseMs: 0 }

/** Reads the samples in data/ into tables that are still empty: makes and models, and the published crimes of London. */
export async function importSamples(ownerUrl: string): Promise<void> {
  const database = openDatabase(ownerUrl, { max: 2, pipeline: true, applicationName: 'ringback start' })
  const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
  const isEmpty = async (table: string) => (await database.pool.query(`select from ${table} limit 1`)).rowCount === 0
  try {
    if (await isEmpty('tac')) {
      const list = await importTac(database.pool, await openInput(join(data, 'tac.csv.gz')), atOnce)
      await ledger.execute(recordTacImport, list, {
        actor: 'system:import',
        tenant: 'ringback',
        cause: 'ringback start',
      })
    }
    for (const [table, folder, layout] of [
      ['street_crime', 'police-uk', 'police-uk'],
      ['theft_point', 'london-points', 'theft-points'],
    ] as const)
      if (await isEmpty(table))
        for (const name of (await readdir(join(data, folder))).filter((one) => one.endsWith('.csv.gz')).sort())
          await importCrimeFile(database, ledger, join(data, folder, name), layout, atOnce)
  } finally {
    await ledger.settled()
    await database.close()
  }
}
