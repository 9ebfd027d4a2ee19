import { createHash } from 'node:crypto'
import { createWriteStream, type WriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Ledger, openLedger } from '#ledger'
import { recordCrimeFile } from '#modules/statistics/commands/record-crime-file'
import { type CrimeFile, importCrimes, policeUk, theftPoints } from '#modules/statistics/import-crimes'
import { type Cli, exitCodes } from '#platform/cli'
import type { Database } from '#platform/database'
import type { ImportOptions } from '#platform/import-rows'
import { lendDatabase } from '#platform/lend-database'
import { filesOf } from '#platform/points/read-points'
import { openInput } from './open-input.ts'

export const layouts = { 'police-uk': policeUk, 'theft-points': theftPoints } as const
type LayoutName = keyof typeof layouts
type Options = { readonly json?: boolean; readonly rejected?: string }

/** Reads files of published crimes, each with its own verdict. Returns the exit code: 1 when anything was not taken. */
export async function importCrimeFiles(
  named: readonly string[],
  layout: LayoutName,
  options: Options,
  cli: Cli,
): Promise<number> {
  const files = await filesNamed(named)
  if (typeof files === 'string') {
    process.stderr.write(`${files}\n`)
    return exitCodes.usedWrongly
  }
  const rejected: WriteStream | NodeJS.WriteStream = options.rejected
    ? createWriteStream(options.rejected)
    : process.stderr
  const say = { json: options.json ?? false, rejected }
  try {
    return await lendDatabase(cli, { command: 'import', pipeline: true }, async (database) => {
      const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
      const codes: number[] = []
      for (const file of files) codes.push(await importOne({ database, ledger, layout }, file, say))
      await ledger.settled()
      return Math.max(exitCodes.good, ...codes)
    })
  } finally {
    if (rejected !== process.stderr) rejected.end()
  }
}

/** A folder stands for its monthly street files. Says why when it has none; a file that is not there is told of in its turn. */
async function filesNamed(named: readonly string[]): Promise<readonly string[] | string> {
  const files: string[] = []
  for (const name of named) {
    const isFolder = (await stat(name).catch(() => undefined))?.isDirectory() ?? false
    try {
      files.push(...(isFolder ? await filesOf([name]) : [name]))
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }
  return files
}

type Into = { readonly database: Database; readonly ledger: Ledger; readonly layout: LayoutName }
type Saying = { readonly json: boolean; readonly rejected: NodeJS.WritableStream }

/** One file that cannot be taken does not keep the others from it. */
async function importOne(
  { database, ledger, layout }: Into,
  file: string,
  { json, rejected }: Saying,
): Promise<number> {
  const onRejected = (row: object) => void rejected.write(`${JSON.stringify({ file, ...row })}\n`)
  const onProgress = (rows: number) => void (process.stderr.isTTY && process.stderr.write(`\r${file}: ${rows} rows`))
  try {
    const { again, ...result } = await importCrimeFile(database, ledger, file, layout, { onRejected, onProgress })
    process.stdout.write(json ? `${JSON.stringify({ file, ...result, again })}\n` : inWords(file, result, again))
    return result.rejected > 0 ? exitCodes.foundWrong : exitCodes.good
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    if (json) process.stdout.write(`${JSON.stringify({ file, error: why })}\n`)
    process.stderr.write(`${file} cannot be taken: ${why}. The other files still are.\n`)
    return exitCodes.foundWrong
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
  return { ...result, again: !(await recordFile(ledger, layout, { name, sha256, rows, rejected })) }
}

export type FileFact = { readonly name: string } & Pick<CrimeFile, 'sha256' | 'rows' | 'rejected'>

/** The fact that a file was read. False when this very file had been read before. */
export async function recordFile(ledger: Ledger, layout: LayoutName, { name: named, ...file }: FileFact) {
  const name = createHash('sha256').update(basename(named).replace(/\.gz$/, '')).digest('hex')
  const meta = { actor: 'system:import', tenant: 'ringback', cause: `ringback import ${layout}` }
  return (await ledger.execute(recordCrimeFile, { layout, name, ...file }, meta)).ok
}

function inWords(file: string, { rows, rejected, withoutPoint }: CrimeFile, again: boolean): string {
  const more = `${withoutPoint > 0 ? ` ${withoutPoint} of them have no place.` : ''}${again ? ' This very file was imported before.' : ''}`
  return `${file}: ${rows} rows written, ${rejected} rejected.${more}\n`
}
