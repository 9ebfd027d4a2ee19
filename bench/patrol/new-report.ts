import { setTimeout as pause } from 'node:timers/promises'
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

const reportsBefore = 100_000
const longestMs = 60_000

/**
 * From a report sent over HTTP until the CSV of squares, the map's page and the sheet of the shift show it: server, work and seal
 * as they are deployed, PostgreSQL, 100,000 reports counted before. Each report is the first of its borough, so that
 * nothing else can be what is seen.
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
    const seen: Seen[] = []
    for (const [at, borough] of boroughs.slice(known.length).entries())
      seen.push(await one(handler, analyst, borough, at))
    const of = (what: keyof Seen) => seen.map((times) => times[what])
    return [
      recorded('first look at the page after 100,000 reports came in at once', first / 1000, 's'),
      recorded('reports sent one by one', seen.length, 'reports'),
      ...(['answered', 'csv', 'page', 'sheet'] as const).flatMap((what) => [
        recorded(`new report over HTTP: ${names[what]}, p50`, median(of(what)) / 1000, 's'),
        what === 'answered'
          ? recorded('  longest', Math.max(...of(what)) / 1000, 's')
          : atMost('  p95', quantile(of(what), 0.95) / 1000, 's', 2),
      ]),
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

/** All from when the report was sent; what is asked for in turn counts the waiting for what came before it. */
async function one(handler: Person, analyst: Person, borough: string, at: number): Promise<Seen> {
  const { grid, boroughOf, boroughs } = londonCells()
  const own = boroughs.indexOf(borough)
  const cells = [...boroughOf.keys()].filter((cell) => boroughOf[cell] === own)
  const [easting, northing] = centreOf(grid, cells[Math.floor(cells.length / 2)] as number)
  const { lon, lat } = lonLatOf({ easting, northing })
  if (boroughOf[cellAt(grid, easting, northing)] !== own) throw new Error(`${borough} has no middle`)
  const body = `35921408${String(at).padStart(6, '0')}`
  const sent = performance.now()
  const place = { text: 'where I stood', lon: Number(lon.toFixed(6)), lat: Number(lat.toFixed(6)) }
  const answer = await handler.json('/api/reports', { imeis: [body + checkDigit(body)], method: 'snatch', place })
  if (answer.status !== 201) throw new Error(`The report was answered ${answer.status}: ${answer.text.slice(0, 300)}`)
  const answered = performance.now() - sent
  const query = `of=reports&borough=${encodeURIComponent(borough)}`
  await wanted(analyst, `/staff/hotspots/squares.csv?${query}`, new RegExp(`,${borough},`))
  const csv = performance.now() - sent
  await wanted(analyst, `/staff/hotspots?${query}`, /1 squares? in .* (are|is) listed/)
  const page = performance.now() - sent
  await wanted(analyst, `/staff/hotspots/sheet?${query}`, /Unit 1, around/)
  return { answered, csv, page, sheet: performance.now() - sent }
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
