import { setTimeout as pause } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import pg from 'pg'
import { cellAt, centreOf } from '#lib/cells/grid'
import { lonLatOf } from '#lib/geo/grid'
import { checkDigit } from '#lib/imei/check-digit'
import { seeded } from '#lib/stats/random'
import { londonCells } from '#modules/patrol/public'
import { type Person, personAt } from '../../simulators/city/person.ts'
import { atMost, type Figure, median, quantile, recorded, type Tools } from '../frame.ts'
import { readPartners } from '../panic/partners.ts'
import { openParts } from '../victims/parts.ts'
import { decisions } from './decisions.ts'
import { firstPaint } from './first-paint.ts'

const reportsBefore = Number(process.env.RINGBACK_BENCH_REPORTS ?? 100_000)
/** Boroughs of each sort, and squares in which a rise is waited for. */
const tried = Number(process.env.RINGBACK_BENCH_BOROUGHS ?? 40)
const longestMs = 60_000

/**
 * From a report sent over HTTP until the CSV of squares, the map's page and the sheet of the shift show it: server, work and seal
 * as they are deployed, PostgreSQL, 100,000 reports counted before in twelve boroughs. In each of the other boroughs one report is
 * the first, so that nothing else can be what is seen; in each of the twelve one comes into the busiest square, of which
 * CSV and page then say one more, and a sheet of 120 squares is planned while somebody else asks for something small.
 */
export async function newReports(tools: Tools): Promise<Figure[]> {
  const parts = await openParts(tools)
  const owner = new pg.Client(parts.ownerUrl)
  await owner.connect()
  try {
    for (const part of ['simulators', 'serve', 'work', 'seal'] as const) parts.start(part)
    await parts.ready('serve', async () => (await fetch(`${parts.origin}/readyz`)).status === 200)
    await parts.ready('simulators', async () => (await readPartners(owner)).slugs('bank').length > 0)
    const { boroughs } = londonCells()
    const known = boroughs.slice(0, 12)
    tools.say(
      `${reportsBefore.toLocaleString('en-GB')} reports in ${known.length} boroughs, then one in each of the others`,
    )
    await fill(owner, known)
    const handler = personAt(parts.origin)
    await handler.signIn('demo-met.control-room-operator', 'respond-to-theft')
    const analyst = personAt(parts.origin)
    await analyst.signIn('demo-met.analyst', 'prevent-crime')
    const began = performance.now()
    await wanted(analyst, '/staff/hotspots?of=reports', /squares of .* are listed/)
    const first = performance.now() - began
    const painted = await firstPaint(parts.origin, analyst.cookies(), '/staff/hotspots?of=reports')
    const report = reporter(handler)
    const quiet: Seen[] = []
    for (const borough of boroughs.slice(known.length).slice(0, tried)) quiet.push(await one(report, analyst, borough))
    const full: Busy[] = []
    for (const borough of known.slice(0, tried)) full.push(await oneMore(report, analyst, borough, parts.origin))
    return [
      recorded(
        `first look at the page after ${reportsBefore.toLocaleString('en-GB')} reports came in at once`,
        first / 1000,
        's',
      ),
      ...painted,
      ...timesOf('a borough’s first report over HTTP', quiet),
      ...timesOf('one more in the busiest square of a full borough', full),
      ...besideFigures(full),
      ...(await decisions(owner, report, quietSquares(known).slice(0, tried))),
    ]
  } finally {
    await owner.end()
    await parts.stopAll()
  }
}

type Seen = { readonly answered: number; readonly csv: number; readonly page: number; readonly sheet: number }
const names = {
  answered: 'answered',
  csv: 'in the CSV of squares',
  page: 'on the map’s page',
  sheet: 'planned for on the sheet of the shift',
} as const

function timesOf(name: string, seen: readonly Seen[]): Figure[] {
  const of = (what: keyof Seen) => seen.map((times) => times[what])
  return [
    recorded(`${name}: sent`, seen.length, 'reports'),
    ...(['answered', 'csv', 'page', 'sheet'] as const).flatMap((what) => [
      recorded(`${name}: ${names[what]}, p50`, median(of(what)) / 1000, 's'),
      what === 'answered'
        ? recorded('  longest', Math.max(...of(what)) / 1000, 's')
        : atMost('  p95', quantile(of(what), 0.95) / 1000, 's', 2),
    ]),
  ]
}

/** Reports of a phone each, from the middle of a square. */
function reporter(handler: Person): (cell: number) => Promise<void> {
  const { grid } = londonCells()
  let phones = 0
  return async (cell) => {
    const [easting, northing] = centreOf(grid, cell)
    const { lon, lat } = lonLatOf({ easting, northing })
    const body = `35921408${String(phones++).padStart(6, '0')}`
    const place = { text: 'where I stood', lon: Number(lon.toFixed(6)), lat: Number(lat.toFixed(6)) }
    const answer = await handler.json('/api/reports', { imeis: [body + checkDigit(body)], method: 'snatch', place })
    if (answer.status !== 201) throw new Error(`The report was answered ${answer.status}: ${answer.text.slice(0, 300)}`)
  }
}

/** All from when the report was sent; what is asked for in turn counts the waiting for what came before it. */
async function one(report: (cell: number) => Promise<void>, analyst: Person, borough: string): Promise<Seen> {
  const { grid, boroughOf, boroughs } = londonCells()
  const own = boroughs.indexOf(borough)
  const cells = [...boroughOf.keys()].filter((cell) => boroughOf[cell] === own)
  const cell = cells[Math.floor(cells.length / 2)] as number
  if (boroughOf[cellAt(grid, ...centreOf(grid, cell))] !== own) throw new Error(`${borough} has no middle`)
  const sent = performance.now()
  await report(cell)
  const answered = performance.now() - sent
  const query = `of=reports&borough=${encodeURIComponent(borough)}`
  await wanted(analyst, `/staff/hotspots/squares.csv?${query}`, new RegExp(`,${borough},`))
  const csv = performance.now() - sent
  await wanted(analyst, `/staff/hotspots?${query}`, /1 squares? in .* (are|is) listed/)
  const page = performance.now() - sent
  await wanted(analyst, `/staff/hotspots/sheet?${query}`, /Unit 1, around/)
  return { answered, csv, page, sheet: performance.now() - sent }
}

/** `beside`: the longest that a small request took while the sheet was planned; `alone`: such a request before. */
type Busy = Seen & { readonly beside: number; readonly alone: number }

async function oneMore(
  report: (cell: number) => Promise<void>,
  analyst: Person,
  borough: string,
  origin: string,
): Promise<Busy> {
  const query = `of=reports&borough=${encodeURIComponent(borough)}`
  const { text } = await analyst.get(`/staff/hotspots/squares.csv?${query}`)
  const [busiest] = parse<Record<string, string>>(text, { columns: true })
  const [easting, northing, thefts] = ['easting', 'northing', 'thefts'].map((name) => Number(busiest?.[name]))
  const cell = cellAt(londonCells().grid, easting ?? -1, northing ?? -1)
  if (cell < 0 || !((thefts ?? 0) > 2)) throw new Error(`${borough} has no busy square: ${JSON.stringify(busiest)}`)
  const more = (thefts as number) + 1
  const small = async () => {
    const began = performance.now()
    await (await fetch(`${origin}/readyz`)).text()
    return performance.now() - began
  }
  await small()
  const alone = await small()
  const sent = performance.now()
  await report(cell)
  const answered = performance.now() - sent
  await wanted(
    analyst,
    `/staff/hotspots/squares.csv?${query}`,
    new RegExp(`,${easting},${northing},[^,]*,[^,]*,${more},`),
  )
  const csv = performance.now() - sent
  const row = `data-label="Rank">\\d+</td>(?:(?!</tr>).)*data-label="Thefts">${more.toLocaleString('en-GB')}</td>(?:(?!</tr>).)*/staff/hotspots/${cell}\\?`
  await wanted(analyst, `/staff/hotspots?${query}`, new RegExp(row))
  const page = performance.now() - sent
  let [planning, beside] = [true, 0]
  const asking = (async () => {
    for (; planning; await pause(10)) beside = Math.max(beside, await small())
  })()
  await wanted(analyst, `/staff/hotspots/sheet?${query}`, /Unit 1, around/)
  const sheet = performance.now() - sent
  planning = false
  await asking
  return { answered, csv, page, sheet, beside, alone }
}

const besideFigures = (full: readonly Busy[]): Figure[] => [
  recorded('a small request by itself, p50', median(full.map(({ alone }) => alone)) / 1000, 's'),
  atMost('  beside the planning of a sheet, longest', Math.max(...full.map(({ beside }) => beside)) / 1000, 's', 0.5),
]

/** Squares of these boroughs that have hardly had a theft: in the order of the filling the last ones, far from each other. */
function quietSquares(boroughs: readonly string[]): number[] {
  const { boroughOf, boroughs: all } = londonCells()
  return boroughs.flatMap((name) => {
    const own = all.indexOf(name)
    const cells = [...boroughOf.keys()].filter((cell) => boroughOf[cell] === own)
    return cells[Math.floor(0.8 * cells.length)] ?? []
  })
}

async function wanted(person: Person, path: string, text: RegExp): Promise<void> {
  let last = ''
  for (const end = performance.now() + longestMs; performance.now() < end; await pause(20)) {
    const seen = await person.get(path)
    last = `${seen.status} ${seen.text
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .slice(0, 1500)}`
    if (seen.status === 200 && text.test(seen.text.replaceAll(/\s+/g, ' '))) return
  }
  throw new Error(`${path} does not say ${text}: ${last}`)
}

/** Reports of a year, as the reaction that counts them would have written them. */
async function fill(owner: pg.Client, boroughs: readonly string[]): Promise<void> {
  const { grid, boroughOf, boroughs: all } = londonCells()
  const allowed = new Set(boroughs.map((name) => all.indexOf(name)))
  const cells = [...boroughOf.keys()].filter((cell) => allowed.has(boroughOf[cell] as number))
  const random = seeded(21)
  const rows = Array.from({ length: reportsBefore }, () => {
    const cell = cells[Math.floor(cells.length * random.next() ** 4)] as number
    const [easting, northing] = centreOf(grid, cell)
    return { easting: easting - grid.cell / 2, northing: northing - grid.cell / 2, hours: random.below(365 * 24) }
  })
  await owner.query(
    `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, happened, hour_told, method, source, proved, change)
     select gen_random_uuid(), 'demo-met', easting, northing, 50, date_trunc('hour', now()) - hours * interval '1 hour',
       date_trunc('hour', now()) - (hours + 1) * interval '1 hour', date_trunc('hour', now()) - hours * interval '1 hour',
       'snatch', 'victim', false, nextval('theft_cell_changes')
     from jsonb_to_recordset($1::jsonb) as row (easting int, northing int, hours int) order by hours desc`,
    [JSON.stringify(rows)],
  )
}
