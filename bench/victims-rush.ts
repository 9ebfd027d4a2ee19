import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { addClient, type ClientTables } from '#http/sign-in/partner-client'
import { openDatabase } from '#platform/database'
import { tokenFor } from './checks/caller.ts'
import { atMost, defineBench, type Figure, median, quantile, recorded, type Tools } from './frame.ts'
import { readPartners } from './panic/partners.ts'
import { codes, fictionLine } from './victims/fiction.ts'
import { option } from './victims/options.ts'
import { outOfOrder, type Sent } from './victims/order.ts'
import { openParts } from './victims/parts.ts'

type Report = {
  readonly way: 'name' | 'card' | 'handler'
  readonly opened?: number
  readonly ms: number[]
  readonly why?: string
}

const machines = 12
const byHandler = 20
/** Laid out, seen and sent: between what is owed and what a lane could choose from. */
const marginMs = 3000
const longestDrainMs = 1_800_000
/** Not counted. The numbers are others than those of the minute. */
const warmUp = { seconds: 20, perSecond: 100, firstLine: 67_900 } as const

async function run(tools: Tools): Promise<readonly Figure[]> {
  const [seconds, perSecond, owners] = [option('seconds', 60), option('per-second', 200), option('owners', 600)]
  const parts = await openParts(tools, option('servers', availableParallelism()))
  const owner = new pg.Client(parts.ownerUrl)
  await owner.connect()
  try {
    for (const part of ['simulators', 'serve', 'work'] as const) parts.start(part)
    await parts.ready('serve', async () => (await fetch(`${parts.origin}/readyz`)).status === 200)
    await parts.ready('simulators', async () => (await readPartners(owner)).slugs('bank').length > 0)
    await pause(2000)
    const partners = await readPartners(owner)
    // Before the owners: they come from this machine's own address too, and use up its minute.
    const clients = await clientsOf(parts.ownerUrl)
    const tokens = await Promise.all(clients.map((one) => tokenFor(parts.port, one)))
    tools.say(`${owners} owners prepare, by the pages`)
    const enrolling = { notify: partners.of('demo-notify'), lines: owners, banks: partners.slugs('bank') }
    const cards = await tools.load<{ line: string; card: string }>('enrol', { origin: parts.origin, ...enrolling })
    const total = seconds * perSecond
    const warm = warmUp.seconds * warmUp.perSecond
    const lines = [
      ...Array.from({ length: total }, (_, n) => fictionLine(n)),
      ...Array.from({ length: warm }, (_, n) => fictionLine(warmUp.firstLine + n)),
    ]
    const operators = partners.slugs('operator')
    await shareOut(owner, operators)
    await parts.stop('work')
    await parts.stop('simulators')

    tools.say(`${perSecond} reports a second for ${seconds} s, with nothing but the server running`)
    const load = { port: parts.port, firstLine: 0, byHandler }
    // A server that was started for the bench is as fast as one that has been up for a while only after this.
    await tools.load<Report>('rush', { ...load, ...warmUp, cards: [], tokens })
    const before = await casesIn(owner)
    const reports = await tools.load<Report>('rush', { ...load, seconds, perSecond, cards, tokens })
    const cases = (await casesIn(owner)) - before
    const queued = await queue(owner)

    tools.say('The other parts start')
    parts.start('simulators')
    await parts.ready('simulators', () => answers(partners.of('demo-notify')))
    await subscribe(operators, partners.of, lines)
    const began = Date.now()
    parts.start('work')
    parts.start('seal')
    const laidOut = await waitFor(async () => (await queue(owner)).owed === 0)
    const drained = await waitFor(async () => (await queue(owner)).all === 0)
    const sent = await sentSince(owner, began + laidOut)
    const wrong = outOfOrder(sent, marginMs)
    writeFileSync(join(tools.receipts, 'out-of-order.json'), JSON.stringify(wrong, null, 1))
    return [
      ...rushFigures(reports, cases, perSecond),
      ...drainFigures({ queued, laidOut, drained, sent: sent.length, wrong: wrong.length, done: await doneIn(owner) }),
    ]
  } finally {
    await owner.end()
    await parts.stopAll()
  }
}

/** Every operator holds some area codes, and knows the lines there as it knows its own. */
async function shareOut(owner: pg.Client, operators: readonly string[]): Promise<void> {
  for (const [at, slug] of operators.entries()) {
    const theirs = codes.filter((_, n) => n % operators.length === at).map((code) => `+1${code}`)
    await owner.query(
      `update partner set config = jsonb_set(config, '{numberRanges}', (config -> 'numberRanges') || $2::jsonb) where slug = $1`,
      [slug, JSON.stringify(theirs)],
    )
  }
}

async function subscribe(operators: readonly string[], of: (slug: string) => string, lines: readonly string[]) {
  const places = new Map(codes.map((code, n) => [String(code), n % operators.length]))
  for (const [at, slug] of operators.entries()) {
    const theirs = lines.filter((line) => places.get(line.slice(2, 5)) === at).map((line) => ({ line }))
    const answer = await fetch(`${of(slug)}/_subscribers`, { method: 'POST', body: JSON.stringify(theirs) })
    if (answer.status !== 200) throw new Error(`${slug} took no subscribers: ${answer.status}`)
  }
}

async function clientsOf(ownerUrl: string) {
  const database = openDatabase<ClientTables>(ownerUrl, { max: 1 })
  try {
    const clients = []
    for (let n = 0; n < machines; n++) clients.push(await addClient(database.kysely, 'demo-met'))
    return clients
  } finally {
    await database.close()
  }
}

const answers = async (address: string) => (await fetch(`${address}/_messages`)).status === 200

async function casesIn(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    `select count(distinct stream)::int as n from event where type = 'reports.theft-reported'`,
  )
  return rows[0]?.n ?? 0
}

/** Facts whose actions are not laid out yet, actions that are, and both. */
async function queue(owner: pg.Client): Promise<{ owed: number; actions: number; all: number }> {
  const { rows } = await owner.query<{ owed: number; actions: number }>(
    `select (select count(*)::int from owed) as owed,
       (select count(*)::int from action where state = 'owed' and not standing) as actions`,
  )
  const { owed = 0, actions = 0 } = rows[0] ?? {}
  return { owed, actions, all: owed + actions }
}

/** Three looks in a row, because a reaction may owe more after what it waited for was done. */
async function waitFor(isDone: () => Promise<boolean>): Promise<number> {
  const began = Date.now()
  let [looks, since] = [0, began]
  while (Date.now() - began < longestDrainMs && looks < 3) {
    if (await isDone()) {
      if (looks++ === 0) since = Date.now()
    } else looks = 0
    await pause(1000)
  }
  return looks < 3 ? longestDrainMs : since - began
}

type SentHere = Sent & { readonly kind: string; readonly target: string; readonly position: string }

async function sentSince(owner: pg.Client, since: number): Promise<SentHere[]> {
  const { rows } = await owner.query<SentHere>(
    `select a.partner, a.step, a.kind, a.target, a.position, extract(epoch from e.at)::float8 * 1000 as owed,
       extract(epoch from a.trying_since)::float8 * 1000 as first
     from action a join event e on e.stream = a.stream and e.version = a.version
     where a.trying_since is not null and a.attempts = 1 and not a.standing and a.trying_since > to_timestamp($1 / 1000.0)`,
    [since],
  )
  return rows
}

async function doneIn(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    `select count(*)::int as n from action where state = 'acknowledged'`,
  )
  return rows[0]?.n ?? 0
}

function rushFigures(reports: readonly Report[], cases: number, perSecond: number): Figure[] {
  const good = reports.filter(({ why }) => why === undefined)
  const times = (some: readonly Report[]) => some.flatMap(({ ms }) => ms)
  const of = (way: Report['way']) => times(good.filter((one) => one.way === way))
  const opened = good.flatMap((one) => one.opened ?? [])
  return [
    recorded('reports sent', reports.length, `reports at ${perSecond} /s`),
    atMost('reports without a receipt', reports.length - good.length, 'reports', 0),
    atMost(
      'receipts without a case in the ledger, or cases without a receipt',
      Math.abs(good.length - cases),
      'cases',
      0,
    ),
    recorded('a form or call sent until its page or receipt, p50', median(times(good)), 'ms'),
    atMost('the same, p95', quantile(times(good), 0.95), 'ms', 2000),
    recorded('the same, p99', quantile(times(good), 0.99), 'ms'),
    recorded('report page opened, p95', quantile(opened, 0.95), 'ms'),
    ...(['name', 'card', 'handler'] as const).map((way) =>
      recorded(`by ${way}, p95 (${of(way).length})`, quantile(of(way), 0.95), 'ms'),
    ),
  ]
}

type Drain = {
  readonly queued: { readonly owed: number }
  readonly laidOut: number
  readonly drained: number
  readonly done: number
  readonly sent: number
  readonly wrong: number
}

function drainFigures({ queued, laidOut, drained, done, sent, wrong }: Drain): Figure[] {
  const all = laidOut + drained
  return [
    recorded('facts that owed something when the other parts started', queued.owed, 'facts'),
    recorded('all of them laid out after', laidOut / 1000, 's'),
    recorded('everything done after', all / 1000, 's'),
    recorded('actions done', done, 'actions'),
    recorded('actions a second', (1000 * done) / all, '/s'),
    recorded('actions whose place was looked at', sent, 'actions'),
    atMost('sent before one of an earlier step at the same partner', wrong, 'actions', 0),
  ]
}

export default defineBench({
  name: 'victims-rush',
  claim:
    'Two hundred reports a second for a minute, with the other parts stopped: every one answered within two seconds (p95), none lost, and done in the order of the ladder when they start again.',
  run,
})
