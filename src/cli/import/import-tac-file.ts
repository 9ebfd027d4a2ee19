import { openLedger } from '#ledger'
import { recordTacImport } from '#modules/register/commands/record-tac-import'
import { importTac } from '#modules/register/import-tac'
import { type Cli, exitCodes } from '#platform/cli'
import { lendDatabase } from '#platform/lend-database'
import { openInput } from './open-input.ts'

/** Reads a TAC list into the register and records the fact. Returns the exit code: 1 when rows were rejected. */
export async function importTacFile(file: string, { json = false }: { json?: boolean }, cli: Cli): Promise<number> {
  const input = await openInput(file)
  return lendDatabase(cli, { command: 'import', pipeline: true }, async (database) => {
    const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
    const result = await importTac(database.pool, input, {
      onProgress: (rows) => process.stderr.isTTY && process.stderr.write(`\r${rows} rows`),
      onRejected: (row) => process.stderr.write(`${JSON.stringify(row)}\n`),
    })
    const meta = { actor: 'system:import', tenant: 'ringback', cause: 'ringback import tac' }
    const outcome = await ledger.execute(recordTacImport, result, meta).finally(ledger.settled)
    const words = `${result.rows} rows written, ${result.rejected} rejected.${outcome.ok ? '' : ' This very file was imported before.'}`
    process.stdout.write(json ? `${JSON.stringify({ ...result, repeated: !outcome.ok })}\n` : `${words}\n`)
    return result.rejected > 0 ? exitCodes.foundWrong : exitCodes.good
  })
}
