import { loadCatalogue } from '#ledger/catalogue'
import { type Rebuilt, rebuildView } from '#ledger/rebuild'
import { type Cli, exitCodes } from '#platform/cli'
import { lendDatabase } from '#platform/lend-database'

type Options = { readonly check?: boolean; readonly json?: boolean }

/** Rebuilds the view of that name and says what it found. Returns the exit code. */
export async function rebuildNamed(name: string, { check = false, json = false }: Options, cli: Cli): Promise<number> {
  const { views } = await loadCatalogue()
  const view = views.get(name)
  if (!view) {
    process.stderr.write(`There is no view ${name}. There are: ${[...views.keys()].sort().join(', ')}.\n`)
    return exitCodes.usedWrongly
  }
  const owners = { command: 'rebuild', as: { owner: 'rebuild a view' }, max: 1, pipeline: true }
  return lendDatabase(cli, owners, async (database) => {
    const result = await rebuildView(database, view, { check, onProgress })
    process.stdout.write(json ? `${JSON.stringify({ view: name, ...result })}\n` : `${inWords(name, result, check)}\n`)
    return check && differ(result) ? exitCodes.foundWrong : exitCodes.good
  })
}

const differ = ({ missing, surplus }: Rebuilt) => missing + surplus > 0

function inWords(name: string, result: Rebuilt, check: boolean): string {
  const { events, rows, missing, surplus } = result
  const built = `${name}: ${rows} rows from ${events} events.`
  if (!differ(result)) return `${built} The live view was the same.`
  const difference = `The live view lacked ${missing} rows and had ${surplus} that no event explains.`
  return `${built} ${difference} ${check ? 'It was left as it is.' : 'It is mended.'}`
}

function onProgress(done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} sealed events read${done >= of ? '\n' : ''}`)
}
