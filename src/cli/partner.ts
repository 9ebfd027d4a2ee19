import type { ClientTables } from '#http/sign-in/partner-client'
import { type AddCommand, type Cli, exitCodes } from '#platform/cli'
import type { Database } from '#platform/database'

const HELP = `
Whoever works with Ringback is an organisation: a force, an operator, a bank, a maker, a dealer, a council … Its staff
sign in by OpenID Connect; its machines, where its sort has any, call with a client id and a secret (OAuth 2.0).

A secret is printed once, on standard output, and only its hash is kept. "keys" takes a JSON Web Key Set of Ed25519
keys: those named count from now on, those left out end now and still vouch for what they signed before.
Exit codes: 0 done; 1 not done, for the reason given; 2 used wrongly; 3 the database is away.`

/** `ringback partner`: registers organisations, the credentials of their machines and the keys they sign with. */
const addPartner: AddCommand = (program, cli) => {
  const partner = program.command('partner').description('organisations, their client credentials and their keys')
  partner.addHelpText('after', HELP)
  partner
    .command('add')
    .description('register an organisation (or rename it); prints client credentials if its machines may call')
    .argument('<slug>', 'short name, for ever: lower case, digits, hyphens')
    .requiredOption('--name <name>', 'name as people read it')
    .requiredOption('--sort <sort>', 'force, transport, host, gateway, operator, bank, maker, dealer, marketplace …')
    .option('--demo', 'pretend: never in published figures (on a demo installation everybody is)')
    .action((slug: string, options: AddOptions) =>
      work(cli, (database) => add(database, slug, { ...options, demo: options.demo || cli.config().demo })),
    )
  partner
    .command('rotate')
    .description('print new credentials in place of old ones, which go on working for a while')
    .argument('<client-id>')
    .option('--overlap <minutes>', 'how long the old ones go on working', '1440')
    .action((id: string, { overlap }: { overlap: string }) => work(cli, (database) => rotate(database, id, overlap)))
  partner
    .command('keys')
    .description('register the public keys with which a partner signs receipts and proves itself')
    .argument('<slug>')
    .argument('[file]', 'JSON Web Key Set (default: standard input)')
    .action((slug: string, file?: string) => work(cli, (database) => registerKeySet(database, slug, file)))
  partner
    .command('list')
    .description('every organisation, the clients that may call now and the keys that count now')
    .option('--json', 'one JSON object a line')
    .action(({ json }: { json?: boolean }) => work(cli, (database) => list(database, json ?? false)))
  partner
    .command('allow')
    .description('say how many handsets an organisation may ask about; holds within a second')
    .argument('<slug>')
    .requiredOption('--per-minute <handsets>', 'at least 1000, one whole batch')
    .requiredOption('--per-day <handsets>', 'by UTC')
    .action((slug: string, { perMinute, perDay }: { perMinute: string; perDay: string }) =>
      work(cli, (database) => allow(database, slug, perMinute, perDay)),
    )
  partner
    .command('boroughs')
    .description('name the London boroughs of a council: where it may write down what it changed; none ends them all')
    .argument('<slug>')
    .argument('[boroughs...]', 'as in the published figures: Camden "City of London"')
    .action((slug: string, boroughs: string[]) => work(cli, (database) => setBoroughs(database, slug, boroughs)))
  partner
    .command('remove')
    .description('end all credentials and keys of an organisation; what it did and signed stays')
    .argument('<slug>')
    .action((slug: string) => work(cli, (database) => remove(database, slug)))
}

type AddOptions = { name: string; sort: string; demo?: boolean }
type Db = Database<ClientTables>

const out = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`)
const say = (text: string) => process.stderr.write(`${text}\n`)

/** Lends the owner's database to `task`, whose answer is the exit code. */
async function work(cli: Cli, task: (database: Db) => Promise<number>): Promise<void> {
  const { lendDatabase } = await import('#platform/lend-database')
  process.exitCode = await lendDatabase(cli, { command: 'partner', as: { owner: 'register partners' } }, task)
}

async function add({ kysely }: Db, slug: string, options: AddOptions): Promise<number> {
  const { isPartnerSort, Organisation, registerOrganisation } = await import('#http/sign-in/organisation')
  const { addClient, listOrganisations } = await import('#http/sign-in/partner-client')
  const parsed = Organisation.safeParse({ slug, ...options })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    say(`${issue?.path.join('.')}: ${issue?.message}`)
    return exitCodes.usedWrongly
  }
  if ((await registerOrganisation(kysely, parsed.data)) !== 'registered') {
    say(`${slug} is registered with another sort, or is not pretend: choose another short name.`)
    return exitCodes.foundWrong
  }
  const known = (await listOrganisations(kysely, new Date())).find((one) => one.slug === slug)
  const calls = isPartnerSort(parsed.data.sort) && known?.clients.length === 0
  out({ ...parsed.data, ...(calls && (await addClient(kysely, slug))) })
  say(calls ? 'The secret is shown this once: hand it over by a safe way.' : `${slug} is registered.`)
  return exitCodes.good
}

async function rotate({ kysely }: Db, clientId: string, overlap: string): Promise<number> {
  const { rotateClient } = await import('#http/sign-in/partner-client')
  if (!/^\d{1,5}$/.test(overlap)) {
    say('--overlap is a number of minutes, at most 99999.')
    return exitCodes.usedWrongly
  }
  const now = new Date()
  const until = new Date(now.getTime() + Number(overlap) * 60_000)
  const fresh = await rotateClient(kysely, clientId, { now, until })
  if ('refused' in fresh) {
    say(`${clientId} is not a client that may call: see ringback partner list.`)
    return exitCodes.foundWrong
  }
  out(fresh)
  say(`${clientId} goes on working until ${until.toISOString()}. The new secret is shown this once.`)
  return exitCodes.good
}

async function registerKeySet({ kysely, pool }: Db, slug: string, file: string | undefined): Promise<number> {
  const { KeySet, registerKeys } = await import('#partners/partner')
  const { organisationOf } = await import('#http/sign-in/organisation')
  const { readFile } = await import('node:fs/promises')
  const { text } = await import('node:stream/consumers')
  if (!(await organisationOf(kysely, slug))) {
    say(`${slug} is not registered: ringback partner add ${slug} --name … --sort …`)
    return exitCodes.foundWrong
  }
  const keySet = KeySet.safeParse(parsed(file ? await readFile(file, 'utf8') : await text(process.stdin)))
  if (!keySet.success) {
    say('This is no set of Ed25519 public keys: {"keys":[{"kty":"OKP","crv":"Ed25519","kid":"…","x":"…"}]}')
    return exitCodes.usedWrongly
  }
  await registerKeys(pool, slug, keySet.data)
  out({ slug, keys: keySet.data.keys.map(({ kid }) => kid) })
  return exitCodes.good
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

async function list({ kysely }: Db, json: boolean): Promise<number> {
  const { listOrganisations } = await import('#http/sign-in/partner-client')
  const listed = await listOrganisations(kysely, new Date())
  for (const one of listed) {
    if (json) out(one)
    else
      process.stdout.write(`${[one.slug, one.sort, one.name, one.clients.join(' '), one.keys.join(' ')].join('\t')}\n`)
  }
  if (listed.length === 0) say('Nobody is registered yet: ringback partner add SLUG --name … --sort …')
  return exitCodes.good
}

async function allow({ kysely }: Db, slug: string, perMinute: string, perDay: string): Promise<number> {
  const { setAllowance } = await import('#http/allowance')
  const { organisationOf } = await import('#http/sign-in/organisation')
  const [minute, day] = [perMinute, perDay].map((text) => (/^\d{1,9}$/.test(text) ? Number(text) : 0))
  const allowance = { perMinute: minute ?? 0, perDay: day ?? 0 }
  if (allowance.perMinute < 1000 || allowance.perDay < allowance.perMinute) {
    say('--per-minute is 1000 or more, and --per-day no less than it.')
    return exitCodes.usedWrongly
  }
  if (!(await organisationOf(kysely, slug))) {
    say(`${slug} is not registered: ringback partner add ${slug} --name … --sort …`)
    return exitCodes.foundWrong
  }
  await setAllowance(kysely as never, slug, allowance)
  out({ slug, ...allowance })
  return exitCodes.good
}

async function setBoroughs({ kysely }: Db, slug: string, boroughs: string[]): Promise<number> {
  const { londonCells, nameBoroughs } = await import('#modules/patrol/public')
  const { organisationOf } = await import('#http/sign-in/organisation')
  const known = londonCells().boroughs
  const wrong = boroughs.find((one) => !known.includes(one))
  if (wrong !== undefined) {
    say(`${wrong} is no borough of London: ${[...known].sort().join(', ')}.`)
    return exitCodes.usedWrongly
  }
  if (!(await organisationOf(kysely, slug))) {
    say(`${slug} is not registered: ringback partner add ${slug} --name … --sort …`)
    return exitCodes.foundWrong
  }
  await nameBoroughs(kysely as never, slug, boroughs)
  out({ slug, boroughs })
  return exitCodes.good
}

async function remove({ kysely }: Db, slug: string): Promise<number> {
  const { removePartner } = await import('#http/sign-in/partner-client')
  const ended = await removePartner(kysely, slug, new Date())
  out({ slug, ...ended })
  if (ended.clients + ended.keys > 0) return exitCodes.good
  say(`${slug} has no credentials and no keys that could end.`)
  return exitCodes.foundWrong
}

export default addPartner
