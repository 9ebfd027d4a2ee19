import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { type ExportedList, exportList, isLayoutName, layoutNames } from '#modules/blocklist/public'
import { type Cli, exitCodes } from '#platform/cli'
import { type Database, openDatabase } from '#platform/database'
import { reachDatabase } from '#platform/reach-database'

type Options = {
  readonly operator: string
  readonly layout: string
  readonly since?: string
  readonly json?: boolean
}

/** Writes the list, or what changed of it, to a file that appears only once it is whole. Returns the exit code. */
export async function exportBlocklistTo(file: string, options: Options, cli: Cli): Promise<number> {
  const { operator, layout, since, json = false } = options
  if (!isLayoutName(layout)) return wrongly(`There is no layout of that name. There are: ${layoutNames.join(', ')}.`)
  if (since !== undefined && !/^\d{1,15}$/.test(since)) return wrongly('--since is a number, as an export told it.')
  const { serverUrl, stop } = await reachDatabase(cli.config(), cli.log('export'))
  const database = openDatabase(serverUrl, { max: 2, applicationName: 'ringback export' })
  try {
    if (!(await isOperator(database, operator))) return wrongly('No operator of that name is registered.')
    const ask = { operator, layout, ...(since !== undefined && { since: Number(since) }) }
    const write = (out: Writable) =>
      exportList(database.kysely as never, ask, async (text) => {
        if (!out.write(text)) await once(out, 'drain')
      })
    const told = await (file === '-' ? write(process.stdout) : writtenTo(file, write))
    if ('beyond' in told) return wrongly(`The list has not reached that number: its last is ${told.beyond}.`)
    process.stderr.write(json ? `${JSON.stringify(told)}\n` : `${inWords(told)}\n`)
    return exitCodes.good
  } finally {
    await database.close()
    await stop()
  }
}

async function isOperator({ pool }: Database, slug: string): Promise<boolean> {
  const { rowCount } = await pool.query(`select from organisation where slug = $1 and sort = 'operator'`, [slug])
  return rowCount === 1
}

type Told = Awaited<ReturnType<typeof exportList>>

async function writtenTo(file: string, write: (out: Writable) => Promise<Told>): Promise<Told> {
  const unfinished = `${file}.part`
  const out = createWriteStream(unfinished)
  try {
    const told = await write(out)
    out.end()
    await finished(out)
    await ('beyond' in told ? rm(unfinished) : rename(unfinished, file))
    return told
  } catch (error) {
    out.destroy()
    await rm(unfinished, { force: true })
    throw error
  }
}

const inWords = ({ rows, leftOut, next }: ExportedList) =>
  `${rows} handsets written.${leftOut > 0 ? ` ${leftOut} that end by themselves are left out: this layout cannot say when.` : ''} What changes from now on: --since ${next}`

function wrongly(says: string): number {
  process.stderr.write(`${says}\n`)
  return exitCodes.usedWrongly
}
