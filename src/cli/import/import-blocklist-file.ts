import { createWriteStream, type WriteStream } from 'node:fs'
import { openLedger } from '#ledger'
import { Slug } from '#lib/slug'
import {
  type ImportedList,
  importList,
  isLayoutName,
  ListLags,
  layoutNames,
  type RejectedLine,
  TakesOffTooMuch,
  WrongLayout,
} from '#modules/blocklist/public'
import { type Cli, exitCodes } from '#platform/cli'
import { openDatabase } from '#platform/database'
import { reachDatabase } from '#platform/reach-database'
import { openInput } from './open-input.ts'

type Options = {
  readonly layout: string
  readonly source: string
  readonly whole?: boolean
  readonly networkForm?: boolean
  readonly force?: boolean
  readonly rejected?: string
  readonly json?: boolean
}

/** Reads a list of blocked handsets into the register. Returns the exit code: 1 when rows were rejected, 3 when a whole list was held back. */
export async function importBlocklistFile(file: string, options: Options, cli: Cli): Promise<number> {
  const { layout, source, whole = false, networkForm = false, force = false, json = false } = options
  if (!isLayoutName(layout)) return wrongly(`There is no layout of that name. There are: ${layoutNames.join(', ')}.`)
  if (!Slug.safeParse(source).success)
    return wrongly('--source is a short name in lower case: letters, digits, hyphens.')
  if (file === '-') return wrongly('Give a file: it is read twice, so that the same one is known again.')
  const { serverUrl, stop } = await reachDatabase(cli.config(), cli.log('import'))
  const database = openDatabase(serverUrl, { max: 2, pipeline: true, applicationName: 'ringback import' })
  const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
  const rejected: WriteStream | NodeJS.WriteStream = options.rejected
    ? createWriteStream(options.rejected)
    : process.stderr
  try {
    const open = () => openInput(file)
    const form = networkForm ? ('network' as const) : ('printed' as const)
    const result = await importList(
      database.pool,
      ledger,
      { open, source, layout, form, whole },
      {
        force,
        onRejected: (row: RejectedLine) => void rejected.write(`${JSON.stringify(row)}\n`),
        onProgress: (lines) => void (process.stderr.isTTY && process.stderr.write(`\r${lines} lines`)),
      },
    )
    process.stdout.write(json ? `${JSON.stringify({ file, ...result })}\n` : `${file}: ${inWords(result)}\n`)
    return result.rejected > 0 ? exitCodes.foundWrong : exitCodes.good
  } catch (error) {
    const said = refusalOf(error)
    if (!said) throw error
    process.stderr.write(`${file} ${said.says}\n`)
    return said.code
  } finally {
    if (rejected !== process.stderr) rejected.end()
    await ledger.settled()
    await database.close()
    await stop()
  }
}

/** Why nothing of a file was taken, and the exit code that says so. */
function refusalOf(error: unknown): { readonly says: string; readonly code: number } | undefined {
  if (error instanceof WrongLayout)
    return { says: `cannot be taken: ${error.message}. Nothing of it was.`, code: exitCodes.foundWrong }
  if (error instanceof TakesOffTooMuch)
    return {
      says: `was not taken: ${error.message}. If that is right, give it again with --force. Nothing changed.`,
      code: exitCodes.couldNot,
    }
  if (error instanceof ListLags)
    return {
      says: `was not taken: ${error.message}. See that \`ringback work\` is running, and give it again. Nothing changed.`,
      code: exitCodes.couldNot,
    }
  return undefined
}

function inWords({ rows, rejected, again, from }: ImportedList): string {
  if (again) return 'this is what the source said last. Nothing changed.'
  const resumed = from > 0 ? ` An earlier run had stopped after line ${from}; this one went on there.` : ''
  return `${rows} handsets taken, ${rejected} rows rejected.${resumed}`
}

function wrongly(says: string): number {
  process.stderr.write(`${says}\n`)
  return exitCodes.usedWrongly
}
