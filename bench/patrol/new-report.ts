import { setTimeout as pause } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import pg from 'pg'
import { liveChannel } from '#http'
import { cellAt, centreOf } from '#lib/cells/grid'
import { lonLatOf } from '#lib/geo/grid'
import { checkDigit } from '#lib/imei/check-digit'
import { seeded } from '#lib/stats/random'
import { squaresTopic } from '#modules/patrol/cells/theft-cell'
import { londonCells } from '#modules/patrol/public'
import { type Person, personAt } from '../../simulators/city/person.ts'
import { importSamples } from '../../src/cli/pretend/import-samples.ts'
import { atMost, type Figure, median, quantile, recorded, type Tools } from '../frame.ts'
import { readPartners } from '../panic/partners.ts'
import { openParts } from '../victims/parts.ts'
import { decisions } from './decisions.ts'
import { firstPaint } from './first-paint.ts'
import { type OpenMap, openMap } from './open-map.ts'

const reportsBefore = Number(process.env.RINGBACK_BENCH_REPORTS ?? 100_000)
/** Boroughs of each sort, and squares in which a rise is waited for. */
const tried = Number(process.env.RINGBACK_BENCH_BOROUGHS ?? 40)
const longestMs = 60_000

/**
 * From a report sent over HTTP until the CSV of squares, the map's page and the sheet of the shift show it: server, work and seal
 * as they are deployed, PostgreSQL, 100,000 reports counted before in twelve boroughs. In each of the other boroughs one report is
 * the first, so that nothing else can be what is seen; in each of the twelve one comes into the busiest square, of which
 * CSV and page then say one more, and a sheet of 120 squares is planned while somebody else asks for something small. Beside it a map is
 * open (server-sent events), and in each other borough the geofence on its first published square follows to the report's.
 */
export async function newReports(tools: Tools): Promise<Figure[]> {
  const parts = await openParts(tools)
  const owner = new pg.Client(parts.ownerUrl)
  await owner.connect()
  try {
    // What the police published of London: the real thefts from the person of nineteen months.
    await importSamples(parts.ownerUrl)
    for (const part of ['simulators', 'serve', 'work', 'seal'] as const) parts.start(part)
    await parts.ready('serve', async () => (await fetch(`${parts.origin}/readyz`)).status === 200)
    await parts.ready('simulators', async () => (await readPartners(owner)).slugs('bank').length > 0)
    const { boroughs } = londonCells()
    const known = boroughs.slice(0, 12)
    tools.say(
      `${reportsBefore.toLocaleString('en-GB')} reports in ${known.length} boroughs, then one in each of the others`,
    )
    const handler = personAt(parts.origin)
    await handler.signIn('demo-met.control-room-operator', 'respond-to-theft')
    const analyst = personAt(parts.origin)
    await analyst.signIn('demo-met.analyst', 'prevent-crime')
    const published = await firstLook(analyst, 'published')
    const paintedPublished = await firstPaint(parts.origin, analyst.cookies(), '/staff/hotspots?of=published')
    await handler.send('/staff/fences', { do: 'hotspots', borough: known[0] ?? '', count: '1', hotDays: '1' })
    const zones = await zonesNow(handler)
    await fill(owner, known)
    const filled = performance.now()
    const first = await firstLook(analyst, 'reports')
    await owner.query('select pg_notify($1, $2)', [liveChannel, squaresTopic])
    const zoneFirst = await zoneMoved(handler, zones, filled)
    const painted = await firstPaint(parts.origin, analyst.cookies(), '/staff/hotspots?of=reports')
    const report = reporter(handler)
    const open = await openMap(parts.origin, '/live/hotspots', analyst.cookies())
    const quiet: Quiet[] = []
    for (const borough of boroughs.slice(known.length).slice(0, tried))
      quiet.push(await one(report, { analyst, handler, open }, borough))
    const full: Busy[] = []
    for (const borough of known.slice(0, tried))
      full.push(await oneMore(report, { analyst, open }, borough, parts.origin))
    open.close()
    return [
      atMost('the published thefts of London: first look at the page after a start', published, 's', 2),
      ...paintedPublished,
      atMost(
        `first look at the page after ${reportsBefore.toLocaleString('en-GB')} reports came in at once`,
        first,
        's',
        2,
      ),
      ...painted,
      recorded('a geofence made from hotspots has followed them, which are read for it once', zoneFirst / 1000, 's'),
      ...timesOf('a borough’s first report over HTTP', quiet),
      ...zoneFigures(quiet),
      ...timesOf('one more in the busiest square of a full borough', full),
      ...besideFigures(full),
      ...(await decisions(owner, report, quietSquares(known).slice(0, tried))),
    ]
  } finally {
    await owner.end()
    await parts.stopAll()
  }
}

/** Seconds until the page has its list: nothing of these thefts was looked at before. */
async function firstLook(analyst: Person, of: 'reports' | 'published'): Promise<number> {
  const began = performance.now()
  await wanted(analyst, `/staff/hotspots?of=${of}`, /squares of .* are listed/)
  return (performance.now() - began) / 1000
}

type Seen = {
  readonly answered: number
  /** An open map was told, and has fetched its squares. */
  readonly map: number
  readonly csv: number
  readonly page: number
  readonly sheet: number
}
const names = {
  answered: 'answered',
  map: 'on a map that is open (server-sent event, then its squares)',
  csv: 'in the CSV of squares',
  page: 'on the map’s page',
  sheet: 'planned for on the sheet of the shift',
} as const

function timesOf(name: string, seen: readonly Seen[]): Figure[] {
  const of = (what: keyof Seen) => seen.map((times) => times[what])
  return [
    recorded(`${name}: sent`, seen.length, 'reports'),
    ...(['answered', 'map', 'csv', 'page', 'sheet'] as const).flatMap((what) => [
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
async function one(
  report: (cell: number) => Promise<void>,
  { analyst, handler, open }: { readonly analyst: Person; readonly handler: Person; readonly open: OpenMap },
  borough: string,
): Promise<Quiet> {
  const { grid, boroughOf, boroughs } = londonCells()
  const own = boroughs.indexOf(borough)
  const cells = [...boroughOf.keys()].filter((cell) => boroughOf[cell] === own)
  const cell = cells[Math.floor(cells.length / 2)] as number
  if (boroughOf[cellAt(grid, ...centreOf(grid, cell))] !== own) throw new Error(`${borough} has no middle`)
  await handler.send('/staff/fences', { do: 'hotspots', borough, count: '1', hotDays: '1' })
  const before = await zonesNow(handler)
  const query = `of=reports&borough=${encodeURIComponent(borough)}`
  const sent = performance.now()
  const [zone, map] = [zoneMoved(handler, before, sent), mapMoved(analyst, open, { query, sent, shows: /"Feature"/ })]
  await report(cell)
  const answered = performance.now() - sent
  await wanted(analyst, `/staff/hotspots/squares.csv?${query}`, new RegExp(`,${borough},`))
  const csv = performance.now() - sent
  await wanted(analyst, `/staff/hotspots?${query}`, /1 squares? in .* (are|is) listed/)
  const page = performance.now() - sent
  await wanted(analyst, `/staff/hotspots/sheet?${query}`, /Unit 1, around/)
  const sheet = performance.now() - sent
  return { answered, csv, page, sheet, map: await map, zone: await zone }
}

/** `zone`: the geofence on the first square of the borough's list is where the report was. */
type Quiet = Seen & { readonly zone: number }

async function zonesNow(handler: Person): Promise<string[]> {
  const { text } = await handler.get('/staff/fences.geojson')
  const { features } = JSON.parse(text) as { features: { id: string; properties: { kind: string } }[] }
  return features.filter(({ properties }) => properties.kind === 'hotspot').map(({ id }) => id)
}

/** Of as many geofences one is another: published thefts gave way to the first report. */
async function zoneMoved(handler: Person, before: readonly string[], sent: number): Promise<number> {
  for (const end = performance.now() + longestMs; performance.now() < end; await pause(20)) {
    const now = await zonesNow(handler)
    if (now.length === before.length && now.some((id) => !before.includes(id))) return performance.now() - sent
  }
  throw new Error('The geofence did not follow the report.')
}

type Moved = { readonly query: string; readonly sent: number; readonly shows: RegExp }

async function mapMoved(analyst: Person, open: OpenMap, { query, sent, shows }: Moved): Promise<number> {
  await open.after(sent)
  await wanted(analyst, `/staff/hotspots/squares.geojson?${query}`, shows)
  return performance.now() - sent
}

/** `beside`: the longest that a small request took while the sheet was planned; `alone`: such a request before. */
type Busy = Seen & { readonly beside: number; readonly alone: number }

async function oneMore(
  report: (cell: number) => Promise<void>,
  { analyst, open }: { readonly analyst: Person; readonly open: OpenMap },
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
  const map = mapMoved(analyst, open, { query, sent, shows: new RegExp(`"cell":${cell},[^}]*"thefts":${more}\\b`) })
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
  return { answered, map: await map, csv, page, sheet, beside, alone }
}

const zoneFigures = (quiet: readonly Quiet[]): Figure[] => {
  const zones = quiet.map(({ zone }) => zone / 1000)
  return [
    recorded('  the geofence made from hotspots has followed, p50', median(zones), 's'),
    atMost('  p95', quantile(zones, 0.95), 's', 1),
    recorded('  longest', Math.max(...zones), 's'),
  ]
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
