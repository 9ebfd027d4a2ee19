import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { checkDigit } from '#lib/imei/check-digit'
import { type Installation, install } from '../test/support/installation.ts'
import { atMost, defineBench, type Figure, median, quantile, recorded, type Tools } from './frame.ts'
import { addOperators } from './register/operators.ts'

/** Shorter for a first look: RINGBACK_BENCH_SHARE=0.1. What was run stands in the figures. */
const share = Number(process.env.RINGBACK_BENCH_SHARE ?? '1')
const listed = Math.round(1_000_000 * share)
const reports = Math.max(20, Math.round(300 * share))
const perSecond = 5
const operators = 14
const missed = Math.round(100_000 * share)

type Report = { readonly sent: number; readonly accepted: number; readonly received: readonly number[] }

/** Each report with when it was received where; a load that loses lines would look better than it is. */
function whole(found: Report[], many: number): Report[] {
  if (found.length !== many) throw new Error(`Of ${many} reports the load told of ${found.length}.`)
  return found
}

async function run(tools: Tools): Promise<readonly Figure[]> {
  const site = await install({ LOG_LEVEL: 'warn' })
  const owner = new pg.Client(site.ownerUrl())
  try {
    await owner.connect()
    const clients = await addOperators(site, operators)
    const origin = `http://localhost:${site.port}`
    const load = <Line>(task: string, more: object = {}) =>
      tools.load<Line>('feed', { origin, clients, task, perSecond, ...more })
    await load('follow', { reports: 20, from: 900_000, after: await newest(owner) })

    tools.say(`${reports} reports, ${operators} nodes that wait`)
    const before = whole(await load<Report>('follow', { reports, from: 0, after: await newest(owner) }), reports)
    tools.say(`${listed} rows are read in`)
    const imported = await importMany(site, owner, join(site.dataDir, 'list.csv'))
    tools.say('Reports while another list is read in')
    const [beside] = await Promise.all([
      load<Report>('follow', {
        clients: clients.slice(0, 1),
        reports: 60,
        perSecond: 4,
        from: 700_000,
        after: await newest(owner),
      }),
      importFifth(site, join(site.dataDir, 'another.csv')),
    ])
    // PostgreSQL would do so in the next minute, beside the reports that are timed.
    await owner.query('vacuum (analyze) listing, list_change, list_import_row')
    tools.say('The same reports beside the long list')
    await load('follow', { reports: 20, from: 950_000, after: await newest(owner) })
    const after = whole(await load<Report>('follow', { reports, from: 500_000, after: await newest(owner) }), reports)

    tools.say('A node takes the list, another catches up')
    const [snapshot] = await load<{ ms: number; withParsing: number; bytes: number }>('snapshot')
    const ledger = (await site.ringback('seal', '--show-key')).out.trim()
    const behind = await boundary(owner, missed)
    const [caught] = await load<{ ms: number; changes: number; batches: number }>('catch-up', { after: behind, ledger })
    if (!snapshot || !caught) throw new Error('The load printed nothing.')
    return [
      ...lags('with a short list', before),
      ...imported,
      ...lags(`with ${listed} more`, after),
      recorded(`the same while a list of ${listed / 5} is read in and applied: p50`, median(times(beside)), 'ms'),
      atMost(
        `the same while a list of ${listed / 5} is read in and applied: slowest`,
        Math.max(...times(beside)),
        'ms',
        1000,
      ),
      recorded('received with the long list to with the short one, p50', ratio(after, before), ''),
      atMost('report until accepted, long list to short one, p50', acceptedRatio(after, before), '', 1.2),
      atMost('snapshot, whole and checked', snapshot.ms / 1000, 's', 8),
      recorded('the same, each line read', snapshot.withParsing / 1000, 's'),
      recorded('snapshot size before gzip', snapshot.bytes / 1_000_000, 'MB'),
      recorded('missed changes', caught.changes, 'changes'),
      atMost('missed changes caught up and checked, their seals too', caught.ms / 1000, 's', 10),
    ]
  } finally {
    await owner.end()
    await site.stop()
  }
}

const newest = async (owner: pg.Client): Promise<number> => {
  const { rows } = await owner.query<{ n: string }>('select coalesce(max(last), 0) as n from list_piece')
  return Number(rows[0]?.n)
}

/** The number of a batch's end that lies at least so many changes back. */
async function boundary(owner: pg.Client, back: number): Promise<number> {
  const { rows } = await owner.query<{ n: string }>(
    'select coalesce(max(last), 0) as n from list_piece where last <= $1',
    [(await newest(owner)) - back],
  )
  return Number(rows[0]?.n)
}

/** A million handsets in no order, one in a hundred with a wrong check digit. */
async function writeList(file: string, count: number, from14: number): Promise<number> {
  const stream = createWriteStream(file)
  stream.write('imei,reporting_date,status,change_type\n')
  let bad = 0
  for (let from = 0; from < count; from += 10_000) {
    let text = ''
    for (let n = from; n < Math.min(count, from + 10_000); n++) {
      const key = String(from14 + ((n * 7919) % 1_000_000) * 4_000_037)
      const digit = Number(checkDigit(key))
      const isBad = n % 100 === 99
      if (isBad) bad += 1
      text += `${key}${isBad ? (digit + 1) % 10 : digit},20261127,blacklist,add\n`
    }
    if (!stream.write(text)) await once(stream, 'drain')
  }
  stream.end()
  await finished(stream)
  return bad
}

async function importMany(site: Installation, owner: pg.Client, file: string): Promise<Figure[]> {
  const bad = await writeList(file, listed, 35_000_000_000_000)
  const target = (await newest(owner)) + listed - bad
  const began = Date.now()
  const rejected = `${file}.rejected`
  const said = await site.ringback(
    'import',
    'blocklist',
    file,
    '--layout',
    'dirbs',
    '--source',
    'bench',
    '--rejected',
    rejected,
    '--json',
  )
  const read = Date.now() - began
  const result = JSON.parse(said.out) as { rows: number; rejected: number }
  if (result.rejected !== bad || result.rows !== listed - bad) throw new Error(`Not every row was judged: ${said.out}`)
  while ((await newest(owner)) < target) await pause(50)
  const live = Date.now() - began
  await rm(file)
  await rm(rejected, { force: true })
  return [
    recorded('rows read in', listed, 'rows'),
    recorded('read in with a verdict each', read / 1000, 's'),
    atMost('the same until all are changes of the feed', live / 1000, 's', 25),
  ]
}

/** A list of a fifth of the length, of other handsets. */
async function importFifth(site: Installation, file: string): Promise<void> {
  await writeList(file, listed / 5, 50_000_000_000_000)
  await site.ringback(
    'import',
    'blocklist',
    file,
    '--layout',
    'dirbs',
    '--source',
    'another',
    '--rejected',
    `${file}.no`,
  )
}

const times = (found: readonly Report[]) =>
  found.flatMap(({ accepted, received }) => received.map((at) => at - accepted))
const accepted = (found: readonly Report[]) => found.map((one) => one.accepted - one.sent)
const ratio = (one: readonly Report[], other: readonly Report[]) => median(times(one)) / median(times(other))
const acceptedRatio = (one: readonly Report[], other: readonly Report[]) =>
  median(accepted(one)) / median(accepted(other))

function lags(when: string, found: readonly Report[]): Figure[] {
  const missing = found.reduce((sum, { received }) => sum + operators - received.length, 0)
  return [
    recorded(`report accepted → change at a node, ${when}: p50`, median(times(found)), 'ms'),
    atMost(`report accepted → change at a node, ${when}: p99`, quantile(times(found), 0.99), 'ms', 1000),
    atMost(`changes that a node did not get, ${when}`, missing, 'changes', 0),
  ]
}

export default defineBench({
  name: 'feed',
  claim:
    'The blocklist reaches every operator: a report all nodes within a second, a million rows of another register within 25 s, the whole list within 8 s.',
  run,
})
