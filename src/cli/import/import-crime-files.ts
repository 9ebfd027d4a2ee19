import { createHash } from 'node:crypto'
import { createWriteStream, type WriteStream } from 'node:fs'
import { basename } from 'node:path'
import { type Ledger, openLedger } from '#ledger'
import { recordCrimeFile } from '#modules/statistics/commands/record-crime-file'
import { type CrimeFile, importCrimes, policeUk, theftPoints } from '#modules/statistics/import-crimes'
import { type Cli, exitCodes } from '#platform/cli'
import { type Database, openDatabase } from '#platform/database'
import type { ImportOptions } from '#platform/import-rows'
import { reachDatabase } from '#platform/reach-database'
import { openInput } from './open-input.ts'

export const layouts = { 'police-uk': policeUk, 'theft-points': theftPoints } as const
type LayoutName = keyof typeof layouts
type Options = { readonly json?: boolean; readonly rejected?: string }

/** Reads files of published crimes, each with its own verdict. Returns the exit code: 1 when anything was not taken. */
export async function importCrimeFiles(
  files: readonly string[],
  layout: LayoutName,
  options: Options,
  cli: Cli,
): Promise<number> {
  const { serverUrl, stop } = await reachDatabase(cli.config(), cli.log('import'))
  const database = openDatabase(serverUrl, { max: 2, pipeline: true, applicationName: 'ringback import' })
  const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
  const rejected: WriteStream | NodeJS.WriteStream = options.rejected
    ? createWriteStream(options.rejected)
    : process.stderr
  let code: number = exitCodes.good
  try {
    for (const file of files) {
      const onRejected = (row: object) => void rejected.write(`${JSON.stringify({ file, ...row })}\n`)
      const onProgress = (rows: number) =>
        void (process.stderr.isTTY && process.stderr.write(`\r${file}: ${rows} rows`))
      try {
        const { again, ...result } = await importCrimeFile(database, ledger, file, layout, { onRejected, onProgress })
        if (result.rejected > 0) code = exitCodes.foundWrong
        process.stdout.write(
          options.json ? `${JSON.stringify({ file, ...result, again })}\n` : inWords(file, result, again),
        )
      } catch (error) {
        code = exitCodes.foundWrong
        const why = error instanceof Error ? error.message : String(error)
        if (options.json) process.stdout.write(`${JSON.stringify({ file, error: why })}\n`)
        process.stderr.write(`${file} cannot be taken: ${why}. The other files still are.\n`)
      }
    }
    return code
  } finally {
    if (rejected !== process.stderr) rejected.end()
    await ledger.settled()
    await database.close()
    await stop()
  }
}

type FileOptions = ImportOptions & { readonly onRejected?: (row: object) => void }

/** Reads one file into its table and records the fact. `again`: this very file had been read before. */
export async function importCrimeFile(
  database: Database,
  ledger: Ledger,
  file: string,
  layout: LayoutName,
  options: FileOptions = {},
): Promise<CrimeFile & { readonly again: boolean }> {
  const name = basename(file).replace(/\.gz$/, '')
  const result = await importCrimes(database.pool, await openInput(file), name, layouts[layout], options)
  const { sha256, rows, rejected } = result
  const fact = { layout, sha256, rows, rejected, name: createHash('sha256').update(name).digest('hex') }
  const meta = { actor: 'system:import', tenant: 'ringback', cause: `ringback import ${layout}` }
  return { ...result, again: !(await ledger.execute(recordCrimeFile, fact, meta)).ok }
}

function inWords(file: string, { rows, rejected, withoutPoint }: CrimeFile, again: boolean): string {
  const more = `${withoutPoint > 0 ? ` ${withoutPoint} of them have no place.` : ''}${again ? ' This very file was imported before.' : ''}`
  return `${file}: ${rows} rows written, ${rejected} rejected.${more}\n`
}
