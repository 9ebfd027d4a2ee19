import { type AddCommand, type Cli, exitCodes } from '#platform/cli'
import type { Database } from '#platform/database'

const HELP = `
The organisation and its keys are registered first: ringback partner add, ringback partner keys. The contract is the name
of a file in src/partners/connectors. The client secret that the partner gave us goes into RINGBACK_DATA/secrets/partner-SLUG
(mode 600), never on a command line.
Exit codes: 0 done; 1 not done, for the reason given; 2 used wrongly; 3 the database is away.`

type Options = {
  contract: string
  url?: string
  clientId?: string
  tokenPath?: string
  set?: string[]
  timeoutMs: string
  concurrency: string
}

/** `ringback connect`, `pause` and `resume`: how a registered organisation is reached, and whether anything is sent. */
const addConnect: AddCommand = (program, cli) => {
  program
    .command('connect')
    .description('say how a registered partner is reached, and by which contract')
    .argument('<slug>')
    .requiredOption('--contract <name>', 'the connector that speaks its contract; blackhole: send nothing')
    .option('--url <base>', 'its address')
    .option('--client-id <id>', 'our client id at the partner')
    .option('--token-path <path>', 'where it gives tokens, below its address (OAuth 2.0 client credentials)')
    .option('--set <name=value...>', 'more that its contract needs, such as textTemplate=… (docs/guide/gateways.md)')
    .option('--timeout-ms <ms>', 'deadline of a whole call', '5000')
    .option('--concurrency <calls>', 'most calls at once', '8')
    .addHelpText('after', HELP)
    .action((slug: string, options: Options) => work(cli, (database) => connect(database, slug, options)))
  for (const [name, paused, says] of [
    ['pause', true, 'send nothing to a partner; what is owed stays owed'],
    ['resume', false, 'send to a paused partner again'],
  ] as const)
    program
      .command(name)
      .description(says)
      .argument('<slug>')
      .action((slug: string) => work(cli, (database) => pause(database, slug, paused)))
}

async function work(cli: Cli, task: (database: Database) => Promise<number>): Promise<void> {
  const { lendDatabase } = await import('#platform/lend-database')
  process.exitCode = await lendDatabase(cli, { command: 'connect', as: { owner: 'connect partners' } }, task)
}

const words: Readonly<Record<string, boolean>> = { true: true, false: false }

function setting(said: string): [name: string, value: string | boolean] {
  const at = said.indexOf('=')
  const value = said.slice(at + 1)
  return [said.slice(0, at), words[value] ?? value]
}

const say = (text: string) => process.stderr.write(`${text}\n`)

async function connect({ pool }: Database, slug: string, options: Options): Promise<number> {
  const { loadConnectors, registerPartner } = await import('#partners')
  const { contract, url: baseUrl, clientId, tokenPath } = options
  const connectors = await loadConnectors()
  const connector = connectors.get(contract)
  const config = {
    ...(baseUrl !== undefined && { baseUrl }),
    ...(clientId !== undefined && { clientId }),
    ...(tokenPath && { tokenPath }),
    ...Object.fromEntries((options.set ?? []).map(setting)),
  }
  if (!connector?.config.safeParse(config).success) {
    say(
      connector
        ? `That is not what ${contract} needs to reach a partner: check --url, --client-id and --set.`
        : `Contracts: ${[...connectors.keys()].join(', ')}.`,
    )
    return exitCodes.usedWrongly
  }
  const known = await pool.query('select from organisation where slug = $1', [slug])
  if (known.rowCount === 0) {
    say(`${slug} is not registered: ringback partner add ${slug} --name … --sort …`)
    return exitCodes.foundWrong
  }
  const [timeoutMs, concurrency] = [Number(options.timeoutMs), Number(options.concurrency)]
  await registerPartner(pool, { slug, connector: contract, config, timeoutMs, concurrency })
  process.stdout.write(`${JSON.stringify({ slug, contract, ...config })}\n`)
  return exitCodes.good
}

async function pause({ pool }: Database, slug: string, paused: boolean): Promise<number> {
  const { pausePartner } = await import('#partners')
  if (await pausePartner(pool, slug, paused)) {
    process.stdout.write(`${JSON.stringify({ slug, paused })}\n`)
    return exitCodes.good
  }
  say(`${slug} is not connected: ringback connect ${slug} --contract … --url … --client-id …`)
  return exitCodes.foundWrong
}

export default addConnect
