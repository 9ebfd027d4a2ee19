import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { loadCatalogue } from '#ledger/catalogue'
import { advance } from '#ledger/follow'
import { countedViews, type Exported, exportMeasures, measures } from '#modules/statistics/public'
import { type Cli, exitCodes } from '#platform/cli'
import type { Database } from '#platform/database'
import { lendDatabase } from '#platform/lend-database'

/** Writes the export to a file, which appears only once it is whole. Returns the exit code. */
export async function exportMeasuresTo(file: string, cli: Cli): Promise<number> {
  return lendDatabase(cli, { command: 'export', pipeline: true }, async (database) => {
    const { facts, figures } = await (file === '-' ? written(database, process.stdout) : writtenTo(database, file))
    process.stderr.write(`${facts} facts and ${figures} figures written.\n`)
    return exitCodes.good
  })
}

async function writtenTo(database: Database, file: string): Promise<Exported> {
  const unfinished = `${file}.part`
  const out = createWriteStream(unfinished)
  try {
    const counts = await written(database, out)
    out.end()
    await finished(out)
    await rename(unfinished, file)
    return counts
  } catch (error) {
    out.destroy()
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Brings the views forward first, so that facts and figures are of one moment. */
async function written(database: Database, out: Writable): Promise<Exported> {
  const write = async (line: string) => {
    if (!out.write(line)) await once(out, 'drain')
  }
  const { views } = await loadCatalogue()
  const followed = [...views.values()].filter(({ name }) => (countedViews as readonly string[]).includes(name))
  const published = await measures()
  for (let tries = 0; tries < 50; tries += 1) {
    for (const view of followed) while ((await advance(database, view)) > 0);
    const counts = await exportMeasures(database.kysely, published, write)
    if (counts) return counts
  }
  throw new Error('The views never stood at one place: facts come in too fast. Try again at a quieter time.')
}
