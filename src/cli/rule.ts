import { type AddCommand, type Cli, exitCodes } from '#platform/cli'
import type { Database } from '#platform/database'

const HELP = `
A rule holds for every handset of a model (TAC: the first 8 digits of its IMEIs) or of a run of numbers (two keys of 14 digits
of one TAC, with a dash between, such as 35921407000000-35921407004999), where nothing is known of the handset itself. Networks that run a
node follow it within a second. No rule covers test numbers. Why: no-such-model, model-cloned, stolen-consignment or
not-for-networks. --by is the organisation that decided it, as in ringback partner list.
Exit codes: 0 done; 1 not done, for the reason given; 2 used wrongly; 3 the database is away.`

type Options = { readonly by: string; readonly why: string; readonly until?: string }

/** `ringback rule`: what holds for whole models and ranges of numbers. */
const addRule: AddCommand = (program, cli) => {
  const rule = program
    .command('rule')
    .description('what networks do with every handset of a model or a range of numbers')
  rule.addHelpText('after', HELP)
  rule
    .command('set')
    .description('track or block a model or a range')
    .argument('<tac-or-range>', '8 digits, or FROM-TO of 14 digits each')
    .argument('<status>', 'tracked: let in and report; blocked: refuse')
    .requiredOption('--by <organisation>', 'who decided it')
    .requiredOption('--why <reason>', 'why')
    .option('--until <time>', 'when it ends by itself, ISO 8601')
    .action((covered: string, status: string, options: Options) => work(cli, (db) => set(db, covered, status, options)))
  rule
    .command('lift')
    .description('take a rule back')
    .argument('<tac-or-range>')
    .requiredOption('--by <organisation>', 'who decided it')
    .action((covered: string, { by }: Options) => work(cli, (db) => lift(db, covered, by)))
  rule
    .command('list', { isDefault: true })
    .description('every rule that holds, one JSON object a line')
    .action(() => work(cli, list))
}

const whatIsCovered =
  'Give 8 digits of a TAC, or FROM-TO of 14 digits each: from a lower number to a higher one, with the same first 8 digits.'

const say = (text: string) => process.stderr.write(`${text}\n`)

async function work(cli: Cli, task: (database: Database) => Promise<number>): Promise<void> {
  const { lendDatabase } = await import('#platform/lend-database')
  process.exitCode = await lendDatabase(cli, { command: 'rule', pipeline: true }, task)
}

async function set(database: Database, covered: string, status: string, { by, why, until }: Options): Promise<number> {
  const { setRule } = await import('#modules/blocklist/public')
  const { readCovered } = await import('#lib/feed/exceptions')
  const end = until === undefined ? undefined : new Date(until)
  if (end && Number.isNaN(end.getTime())) return wrongly('--until is a time, such as 2026-12-31T00:00:00Z.')
  const about = readCovered(covered)?.about
  if (about === undefined) return wrongly(whatIsCovered)
  const input = setRule.input.safeParse({
    ...{ about, status, by, why },
    ...(end && { until: end.toISOString() }),
  })
  if (!input.success) return wrongly(`${input.error.issues[0]?.path.join('.')}: ${input.error.issues[0]?.message}`)
  return record(database, by, (ledger, meta) => ledger.execute(setRule, input.data, meta), setRule.refusals)
}

async function lift(database: Database, covered: string, by: string): Promise<number> {
  const { liftRule } = await import('#modules/blocklist/public')
  const { readCovered } = await import('#lib/feed/exceptions')
  const about = readCovered(covered)?.about
  if (about === undefined) return wrongly(whatIsCovered)
  const input = liftRule.input.safeParse({ about, by })
  if (!input.success) return wrongly('--by is the short name of an organisation.')
  return record(database, by, (ledger, meta) => ledger.execute(liftRule, input.data, meta), liftRule.refusals)
}

type Ledger = import('#ledger').Ledger
type Meta = { readonly actor: string; readonly tenant: string; readonly cause: string }
type Outcome = { readonly ok: true } | { readonly ok: false; readonly refused: string }

/** Records it on behalf of the organisation that decided. The server that runs tells the networks. */
async function record(
  database: Database,
  by: string,
  execute: (ledger: Ledger, meta: Meta) => Promise<Outcome>,
  refusals: Readonly<Record<string, { readonly says: string }>>,
): Promise<number> {
  const { rowCount } = await database.pool.query({ text: 'select from organisation where slug = $1', values: [by] })
  if (rowCount !== 1) {
    say(`${by} is no organisation that is registered here: see ringback partner list.`)
    return exitCodes.foundWrong
  }
  const { openLedger } = await import('#ledger')
  const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
  const meta = { actor: 'system:rule', tenant: by, cause: 'ringback rule' }
  const outcome = await execute(ledger, meta).finally(ledger.settled)
  if (outcome.ok) return exitCodes.good
  say(refusals[outcome.refused]?.says ?? outcome.refused)
  return exitCodes.foundWrong
}

async function list(database: Database): Promise<number> {
  const { rulesThatHold } = await import('#modules/blocklist/public')
  const rules = await rulesThatHold(database.kysely as never, new Date())
  for (const rule of rules) process.stdout.write(`${JSON.stringify(rule)}\n`)
  if (rules.length === 0) say('No rule holds.')
  return exitCodes.good
}

function wrongly(says: string): number {
  say(says)
  return exitCodes.usedWrongly
}

export default addRule
