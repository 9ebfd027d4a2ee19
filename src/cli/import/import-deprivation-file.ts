import { text } from 'node:stream/consumers'
import {
  type DeprivationColumns,
  type DeprivationTable,
  keepDeprivation,
  readDeprivation,
  WrongDeprivationFile,
} from '#modules/patrol/public'
import { type Cli, exitCodes } from '#platform/cli'
import type { Database } from '#platform/database'
import { lendDatabase } from '#platform/lend-database'
import { openInput } from './open-input.ts'

/** Reads a list of deprivation; it takes the place of the one before. Returns the exit code: 1 when rows were rejected. */
export async function importDeprivationFile(file: string, columns: DeprivationColumns, cli: Cli): Promise<number> {
  const input = await text(await openInput(file))
  try {
    const read = readDeprivation(input, columns)
    return await lendDatabase(cli, { command: 'import' }, async (database: Database<DeprivationTable>) => {
      const { kept, missing } = await keepDeprivation(database.kysely, read)
      for (const line of read.rejected) process.stderr.write(`${JSON.stringify({ line, reason: 'lsoa-or-decile' })}\n`)
      process.stdout.write(`${kept} LSOAs of London kept, ${read.rejected.length} rows rejected.\n`)
      if (missing > 0)
        process.stdout.write(
          `${missing} LSOAs of London are not in it: no figure is split by it until it names all of them.\n`,
        )
      return read.rejected.length > 0 ? exitCodes.foundWrong : exitCodes.good
    })
  } catch (error) {
    if (!(error instanceof WrongDeprivationFile)) throw error
    process.stderr.write(`${error.message}\n`)
    return exitCodes.usedWrongly
  }
}
