import type { Ledger } from '#ledger'
import { type AddCommand, type Cli, exitCodes } from '#platform/cli'
import type { Database } from '#platform/database'

const HELP = `
An action is dead when its partner gave no answer that can be believed in all the time allowed; it is stranded when it is
owed to somebody who is no registered partner. Both wait for a person. "again" sends a dead one on its way once more under
the same key, so it cannot have two effects; "give-up" ends it, with the reason, in the record.
Exit codes: 0 done, nothing waits; 1 something waits, or it was not dead; 2 used wrongly; 3 the database is away.`

/** `ringback actions`: what is owed to partners and needs a person. */
const addActions: AddCommand = (program, cli) => {
  const actions = program.command('actions').description('what is owed to partners and needs a person')
  actions.addHelpText('after', HELP)
  actions
    .command('list', { isDefault: true })
    .description('dead and stranded actions, the oldest first')
    .option('--json', 'one JSON object a line')
    .action(({ json = false }: { json?: boolean }) => work(cli, ({ database }) => list(database, json)))
  actions
    .command('again')
    .description('try a dead action again')
    .argument('<id...>')
    .action((ids: string[]) =>
      work(cli, async (tools) => {
        const { tryAgain } = await import('#partners')
        return each(ids, (id) => tryAgain(queue(tools), id, { actor: 'system:command-line' }))
      }),
    )
  actions
    .command('give-up')
    .description('end a dead action for good')
    .argument('<id...>')
    .requiredOption('--why <code>', 'partner-closed, done-by-hand, no-longer-needed, owed-by-mistake or other')
    .action((ids: string[], { why }: { why: string }) =>
      work(cli, async (tools) => {
        const { giveUp, reasonsToGiveUp } = await import('#partners')
        const code = reasonsToGiveUp.find((one) => one === why)
        if (!code) {
          process.stderr.write(`Give one of these reasons: ${reasonsToGiveUp.join(', ')}.\n`)
          return exitCodes.usedWrongly
        }
        return each(ids, (id) => giveUp(queue(tools), id, { actor: 'system:command-line', why: code }))
      }),
    )
}

type Tools = { readonly database: Database; readonly ledger: Ledger }

const queue = ({ database, ledger }: Tools) => ({ db: database.pool, ledger })

async function work(cli: Cli, task: (tools: Tools) => Promise<number>): Promise<void> {
  const { lendDatabase } = await import('#platform/lend-database')
  const { openLedger } = await import('#ledger')
  const { loadCatalogue } = await import('#ledger/catalogue')
  const views = [...(await loadCatalogue()).views.values()]
  process.exitCode = await lendDatabase(cli, { command: 'actions', pipeline: true }, async (database) => {
    const ledger = openLedger({ database, views, now: () => new Date(), random: Math.random })
    return task({ database, ledger }).finally(ledger.settled)
  })
}

async function list({ pool }: Database, json: boolean): Promise<number> {
  const { deadActions, strandedActions } = await import('#partners')
  const waiting = [
    ...(await deadActions(pool)).map((one) => ({ ...one, state: 'dead' })),
    ...(await strandedActions(pool)).map((one) => ({ ...one, state: 'stranded' })),
  ]
  for (const { state, id, partner, kind, why, ...more } of waiting)
    process.stdout.write(
      `${json ? JSON.stringify({ state, id, partner, kind, why, ...more }) : [state, id, partner, kind, why].join('\t')}\n`,
    )
  if (waiting.length === 0) process.stderr.write('Nothing waits for a person.\n')
  return waiting.length === 0 ? exitCodes.good : exitCodes.foundWrong
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

async function each(ids: readonly string[], change: (id: string) => Promise<boolean>): Promise<number> {
  const wrong = ids.find((id) => !uuid.test(id))
  if (wrong !== undefined) {
    process.stderr.write(`${wrong} is no action: ringback actions list shows their ids.\n`)
    return exitCodes.usedWrongly
  }
  let code: number = exitCodes.good
  for (const id of ids) {
    const changed = await change(id)
    process.stdout.write(`${JSON.stringify({ id, changed })}\n`)
    if (!changed) code = exitCodes.foundWrong
  }
  return code
}

export default addActions
