import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkDigit } from '#lib/imei/check-digit'
import { wordsOf } from './support/case-visitor.ts'
import { hearLive } from './support/hear-live.ts'
import { openLoop } from './support/loop.ts'
import { thefts } from './support/thefts.ts'

test('the map of reports: what it is filtered by, what of looks at it is written down, and how soon it is right', async (whole) => {
  const loop = await openLoop(whole)
  await loop.organisation('demo-met', 'force')
  const { pool } = loop.db.owner
  const report = await thefts(whole, loop)
  const analyst = await loop.staff('demo-met', 'analyst', 'prevent-crime')
  const get = (path: string, { cookie } = analyst) =>
    fetch(loop.origin + path, { headers: { accept: 'text/html', cookie } })
  const text = async (path: string) => (await get(path)).text()
  const rows = async (path: string) => (await text(path)).trim().split('\r\n').slice(1)
  let serial = 0
  const imei = () => {
    const key = `3569383${String(++serial).padStart(7, '0')}`
    return key + checkDigit(key)
  }

  /** Reports of some days ago in one square. */
  const counted = (easting: number, northing: number, kinds: Readonly<Record<string, number>>, days = 1) =>
    pool.query(
      `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, happened, hour_told, method, source, proved, change)
       select gen_random_uuid(), 'demo-public', $1, $2, 20, hour, hour, hour, method, 'victim', true, nextval('theft_cell_changes')
       from unnest($3::text[], $4::int[]) kind (method, many), generate_series(1, many),
         date_trunc('hour', now() - $5 * interval '1 day') hour`,
      [easting, northing, Object.keys(kinds), Object.values(kinds), days],
    )
  const takeOut = (which: string) =>
    pool.query(`update theft_cell set gone = true, change = nextval('theft_cell_changes') where ${which}`)
  const westminster = [528_900, 181_050] as const
  const barnet = [521_400, 191_250] as const
  const brixton = [531_000, 175_200] as const
  await counted(...westminster, { snatch: 40, pickpocket: 9, table: 1 })
  await counted(...barnet, { robbery: 3 }, 9)
  await counted(...brixton, { robbery: 3, unknown: 2 })
  await pool.query(`update theft_cell set vehicle = 'e-bike' where easting = $1`, [brixton[0]])
  await pool.query(
    `update theft_cell set vehicle = 'e-bike' where id in (select id from theft_cell where easting = $1 limit 2)`,
    [barnet[0]],
  )

  await whole.test(
    'B13: list, CSV, GeoJSON and live stream are filtered by how the phone was taken; no square gives away one or two by what is left',
    async () => {
      const csv = '/staff/hotspots/squares.csv?of=reports'
      const counts = async (method: string) =>
        (await rows(`${csv}&method=${method}`))
          .map((line) => line.replace(/"[^"]*"/, '').split(','))
          .map((each) => [each[2], each[7]])
      assert.deepEqual(await counts('snatch'), [['Westminster', '40']])
      // Nine and one are left beside the forty: nine hides the one, and is not told itself.
      assert.deepEqual([await counts('pickpocket'), await counts('table')], [[], []])
      assert.deepEqual(await counts('robbery'), [['Barnet', '3']])
      assert.deepEqual(await counts('other'), [], 'what nobody said is with the others')
      assert.deepEqual((await counts('')).map(([, many]) => many).toSorted(), ['3', '5', '50'])
      assert.deepEqual(await rows(`${csv}&method=robbery&borough=Westminster`), [])
      assert.equal((await get(`${csv}&method=magic`)).status, 400)
      // B38: all five of one square got away so; of two of three in another nothing is told.
      assert.deepEqual(await counts('e-bike'), [['Lambeth', '5']])
      assert.deepEqual(await counts('car'), [])
      const rode = wordsOf(await text('/staff/hotspots?of=reports&method=e-bike'))
      assert.match(rode, /5 thefts \(they got away on an e-bike\) that victims reported/)

      const geojson = JSON.parse(await text('/staff/hotspots/squares.geojson?of=reports&method=snatch'))
      assert.deepEqual([geojson.method, geojson.thefts, geojson.features.length], ['snatch', 40, 1])
      const page = wordsOf(await text('/staff/hotspots?of=reports&method=robbery'))
      assert.match(
        page,
        /3 thefts \(phone robbery\) that victims reported .* one or two reports of any kind are left out/,
      )
      assert.match(page, /The one square.*Barnet\s+3 /)
      assert.doesNotMatch(page, /busiest three hours/, 'the hours of a few squares would be those of one')
      assert.match(
        wordsOf(await text('/staff/hotspots?of=reports&method=table')),
        /No square has enough thefts of this kind/,
      )
      // As it was three days ago; and what the police publish has no kinds.
      const before = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10)
      assert.equal((await rows(`${csv}&method=robbery&until=${before}`)).length, 1)
      assert.deepEqual(await rows(`${csv}&method=snatch&until=${before}`), [])
      assert.equal((await get('/staff/hotspots?of=published&method=snatch')).status, 200)
      const link = /\/staff\/hotspots\/\d+\?of=reports&amp;method=robbery/.exec(
        await text('/staff/hotspots?of=reports&method=robbery'),
      )
      const why = wordsOf(await text((link?.[0] ?? '').replace('&amp;', '&')))
      assert.match(why, /Why it is on the list.*Last 365 days\s+3/)
    },
  )

  await whole.test(
    'B13: an open map of one kind hears of its own reports with the new count, within two seconds',
    async () => {
      const { until: hear, stop } = await hearLive(loop, '/live/hotspots?method=robbery', analyst)
      await hear(/"thefts":3/)
      for (let each = 0; each < 3; each++)
        await report.report({ place: { text: 'Oxford Circus' }, method: 'robbery', imei: imei() })
      const begun = performance.now()
      await hear(/"thefts":6/)
      assert.ok(performance.now() - begun < 2000)
      stop()
      await takeOut(`method = 'robbery' and not proved`)
    },
  )

  const looksOf = async ({ id }: { id: string }) =>
    (await pool.query('select subject from audit where actor = $1 order by id', [`staff:${id}`])).rows.map(
      ({ subject }) => subject,
    )

  await whole.test(
    'an open map that asks again at each report is written down once an hour for a person and what they look at; files and pages each time',
    async () => {
      const other = await loop.staff('demo-met', 'analyst', 'prevent-crime')
      const ask = async (path: string) => assert.equal((await get(path, other)).status, 200)
      const map = '/staff/hotspots/squares.geojson?of=reports&again=1'
      const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date())
      await notBeforeTheHour()
      for (let each = 0; each < 3; each++) await ask(map)
      for (let each = 0; each < 2; each++) await ask(`${map}&borough=Barnet&method=robbery`)
      const squares = [`squares/london/${today}`, `squares/barnet/${today}/robbery`]
      assert.deepEqual(await looksOf(other), squares)
      await ask('/staff/hotspots?of=reports')
      await ask('/staff/hotspots/squares.geojson?of=reports')
      await ask(map)
      assert.deepEqual(await looksOf(other), [...squares, squares[0], squares[0]])
      // In the hour before, or for another purpose, or by another person, it is another look.
      await pool.query('alter table audit disable trigger audit_append_only')
      await pool.query(`update audit set at = at - interval '1 hour' where actor = $1`, [`staff:${other.id}`])
      await ask(map)
      await pool.query(`update audit set purpose = 'investigate-crime' where actor = $1`, [`staff:${other.id}`])
      await ask(map)
      await pool.query('alter table audit enable trigger audit_append_only')
      assert.equal((await looksOf(other)).length, 6)
      await pool.query('update staff_session set purpose = null where staff = $1', [other.id])
      assert.equal((await get(map, other)).status, 400)
    },
  )

  await whole.test(
    'each look at places that are made of reports is written down, pages and files alike; without a purpose there is none',
    async () => {
      const other = await loop.staff('demo-met', 'analyst', 'prevent-crime')
      const files = ['kinds', 'stations', 'boroughs', 'redesign', 'works'].map((list) => `/staff/places/${list}.csv`)
      const choices = ['/staff/places', '/staff/places/stations', ...files]
      for (const path of choices) assert.equal((await get(`${path}?of=published`, other)).status, 200, path)
      assert.deepEqual(await looksOf(other), [], 'what is published is open to all of them')
      const paths = [
        ...choices.map((path) => `${path}?of=reports`),
        ...['/staff/places/risk', '/staff/places/risk.csv', '/staff/places/venues.csv'],
        '/staff/places/night?borough=Camden',
        '/staff/places/night.csv',
      ]
      for (const path of paths) assert.equal((await get(path, other)).status, 200, path)
      const looks = await looksOf(other)
      assert.equal(looks.length, paths.length)
      assert.ok(
        looks.every((subject) => /^places\/(london|camden)\/\d{4}-\d\d-\d\d$/.test(subject)),
        `${looks}`,
      )
      assert.match(looks.at(-2) ?? '', /camden/)
      await pool.query('update staff_session set purpose = null where staff = $1', [other.id])
      for (const path of paths) assert.equal((await get(path, other)).status, 400, path)
    },
  )

  await whole.test(
    'A10: a borough’s share of thefts is that of the reports in the ledger, and is right within a second of a new report',
    async (t) => {
      await takeOut('not gone')
      const where = new Map<string, string>()
      const reported = async (place: string, borough: string) => {
        const theft = await report.report({ place: { text: place }, imei: imei() })
        where.set(theft, borough)
        return theft
      }
      for (let each = 0; each < 5; each++) await reported('Oxford Circus', 'Westminster')
      for (let each = 0; each < 2; each++) await reported('Brixton station', 'Lambeth')
      const back = await reported('Oxford Circus', 'Westminster')
      await report.takeBack(back, 'operator-counter')

      /** From the events alone: what was reported and not taken back. */
      const fromEvents = async (borough: string) => {
        const { rows: events } = await pool.query<{ type: string; theft: string }>(
          `select type, data->>'case' as theft from event where type in ('reports.theft-reported', 'reports.report-withdrawn')`,
        )
        const gone = new Set(events.flatMap(({ type, theft }) => (type === 'reports.report-withdrawn' ? [theft] : [])))
        const stands = events.filter(
          ({ type, theft }) => type === 'reports.theft-reported' && where.has(theft) && !gone.has(theft),
        )
        return stands.filter(({ theft }) => where.get(theft) === borough).length / stands.length
      }
      const shown = async (borough: string) => {
        const line = (await rows('/staff/places/boroughs.csv?of=reports')).find((one) => one.startsWith(`${borough},`))
        return Number(line?.split(',')[1])
      }
      const matches = async () => {
        for (const borough of ['Westminster', 'Lambeth', 'Camden'])
          if (Math.abs((await shown(borough)) - (await fromEvents(borough))) > 0.00006) return false
        return true
      }
      await loop.until('the shares are those of the events', matches)
      const took: number[] = []
      for (let each = 0; each < 5; each++) {
        await reported('Brixton station', 'Lambeth')
        const begun = performance.now()
        await loop.until('they are again', matches)
        took.push(performance.now() - begun)
      }
      t.diagnostic(`right again after ${took.map(Math.round)} ms`)
      assert.ok((took.toSorted((a, b) => a - b)[2] as number) < 1000, `${took.map(Math.round)} ms`)
      assert.equal(await fromEvents('Lambeth'), 7 / 12)
    },
  )

  await whole.test(
    'B13: counted are a lost phone that was stolen, a pin that was put right, the place of a second report, and what was split off again',
    async () => {
      await pool.query('delete from theft_cell')
      const standing = async () =>
        (await pool.query<{ id: string; northing: number }>('select * from theft_cell where not gone order by at, id'))
          .rows
      const until = (what: string, so: (rows: Awaited<ReturnType<typeof standing>>) => boolean) =>
        loop.until(what, async () => {
          const rows = await standing()
          return so(rows) && rows
        })
      const [oxford, brixton] = [
        { lon: -0.1425, lat: 51.5149 },
        { lon: -0.1149, lat: 51.4627 },
      ]
      const proved = { means: 'operator-counter' } as const

      const lost = await report.report({ ...proved, method: 'lost', place: oxford, imei: imei() })
      assert.equal((await report.tell(lost, proved.means)).ok, true)
      const [stolen] = await until('the lost phone is counted as stolen', (rows) => rows.length === 1)
      await report.details(lost, { place: brixton })
      await until('it has moved', ([row]) => row?.id === stolen?.id && (row?.northing ?? 0) < (stolen?.northing ?? 0))
      await pool.query('delete from theft_cell')

      const first = await report.report({ ...proved, imei: imei() })
      const later = await report.report({ ...proved, place: oxford, imei: imei() })
      const [second] = await until('the second report is counted', (rows) => rows.length === 1)
      assert.equal((await report.join(first, later)).ok, true)
      const [joined] = await until('the first has its place', (rows) => rows.length === 1 && rows[0]?.id !== second?.id)
      assert.equal(joined?.northing, second?.northing)
      assert.equal((await report.split(later)).ok, true)
      await until('each is its own again', (rows) => rows.length === 1 && rows[0]?.id === second?.id)
      await report.details(first, { place: brixton })
      await until('and the first where it was', (rows) => rows.length === 2)
    },
  )
})

/** A test of what is written once an hour does not begin where one ends. */
async function notBeforeTheHour() {
  const left = 3_600_000 - (Date.now() % 3_600_000)
  if (left < 15_000) await new Promise((done) => setTimeout(done, left))
}
