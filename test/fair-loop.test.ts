import assert from 'node:assert/strict'
import { test } from 'node:test'
import { londonCells } from '#modules/patrol/cells/london-cells'
import { ReportedCells } from '#modules/patrol/cells/reported-cells'
import { wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

test('who is sent where, and whether it is fair, through the whole system', async (whole) => {
  const loop = await openLoop(whole)
  await loop.organisation('demo-met', 'force')
  await loop.organisation('demo-camden', 'council')
  const { pool } = loop.db.owner
  await pool.query(`insert into organisation_borough values ('demo-camden', 'Camden')`)
  const get = async (path: string, cookie?: string) =>
    fetch(loop.origin + path, { headers: { accept: 'text/html', ...(cookie && { cookie }) } })
  const words = async (path: string, cookie?: string) => {
    const answer = await get(path, cookie)
    assert.equal(answer.status, 200, path)
    return wordsOf(await answer.text())
  }
  const csv = async (path: string, cookie?: string) => (await (await get(path, cookie)).text()).split('\r\n')

  await whole.test(
    'what an officer saw on patrol carries the flag: it is kept, and no hotspot, pattern or public figure counts it',
    async () => {
      const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
      assert.match(await words('/staff/report', cookie), /Did you find this yourself on patrol\?/)
      const handler = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
      assert.doesNotMatch(
        await words('/staff/report', handler.cookie),
        /on patrol\?/,
        'who sits at a desk is not asked',
      )
      const said = (line: string, patrol: string) => ({
        ...{ line, lineAgain: line, method: 'snatch', vouched: 'officer-present', place: 'Oxford Circus', patrol },
      })
      const send = async (line: string, patrol: string, as = cookie) =>
        assert.equal((await sendForm(loop, '/staff/report', said(line, patrol), { cookie: as })).status, 200)
      await send('07700 900131', '')
      await send('07700 900132', 'yes')
      await send('07700 900133', 'yes', handler.cookie)
      const sources = await loop.until('all are counted', async () => {
        const { rows } = await pool.query('select source from theft_cell order by change')
        return rows.length === 3 && rows.map(({ source }) => source)
      })
      const { rows: handled } = await pool.query('select distinct force from theft_cell')
      assert.deepEqual(handled, [{ force: 'demo-met' }], 'whose reports these are stands beside each')
      // A desk’s tick, typed in by hand, is no patrol’s find.
      assert.deepEqual(sources.toSorted(), ['patrol', 'victim', 'victim'])
      const { rows } = await pool.query(
        `select data->'foundByPatrol' as found from event where type = 'reports.theft-reported'`,
      )
      assert.deepEqual(rows.map(({ found }) => found).toSorted(), [null, null, true].toSorted())
      const live = new ReportedCells({ demo: true })
      await live.refresh(loop.db.server.kysely as never)
      assert.equal(
        live.counts.counts.reduce((sum, one) => sum + one, 0),
        2,
      )
      const night = await words(
        '/staff/places/night',
        (await loop.staff('demo-met', 'analyst', 'prevent-crime')).cookie,
      )
      assert.match(night, /What a patrol found itself is left out/)
    },
  )

  await whole.test(
    'B06: what police write down of somebody is counted with the square of the theft, and only that; the chances are a page and two files, for the police alone',
    async () => {
      const { cookie } = await loop.staff('demo-met', 'response-officer', 'investigate-crime')
      const { rows: cases } = await pool.query<{ case: string }>(
        `select data->>'case' as case from event where type = 'reports.theft-reported' order by id limit 2`,
      )
      const decide = async (at: number, decision: string) => {
        const form = { decision, hours: '0', enhanced: '' }
        assert.equal((await sendForm(loop, `/staff/case/${cases[at]?.case}/decision`, form, { cookie })).status, 303)
      }
      await decide(0, 'not-investigated')
      await decide(1, 'arrested')
      await loop.until('one theft has somebody', async () => {
        const { rows } = await pool.query('select from theft_cell where identified')
        return rows.length === 1
      })
      // Forty days ago at three in the night, and ten that are too new to have anybody.
      const rows = (many: number, known: boolean, days: number, source = 'victim') =>
        pool.query(
          `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, happened, hour_told, method, source, proved, identified, change)
         select gen_random_uuid(), 'demo-met', 529050, 182250, 20, date_trunc('day', now()) - $2 * interval '1 day',
           timestamptz '2026-11-02T03:00:00Z', now(), 'snatch', $4, true, $1, nextval('theft_cell_changes') from generate_series(1, $3::int)`,
          [known, days, many, source],
        )
      await rows(40, false, 40)
      await rows(10, true, 40)
      await rows(10, false, 2)
      await rows(10, true, 40, 'patrol')
      const analyst = await loop.staff('demo-met', 'analyst', 'prevent-crime')
      const page = await words('/staff/places/risk', analyst.cookie)
      assert.match(
        page,
        /Of 50 thefts in London, police came to know of somebody for 10: 20\.0% \(11\.2% to 33\.0%\)\./,
      )
      assert.match(page, /Monday to Friday, midnight to 6 am: 20\.0%/)
      const lines = await csv('/staff/places/risk.csv', analyst.cookie)
      assert.ok(lines.includes('all,London,,,50,10,0.2000,0.1124,0.3304'), lines.join('\n'))
      assert.ok(lines.includes('borough,Camden,,,50,10,0.2000,0.1124,0.3304'))
      assert.ok(
        lines.some((line) => line.startsWith('square,') && line.endsWith(',529125,182325,50,10,0.2000,0.1124,0.3304')),
      )
      assert.match(
        (await csv('/staff/places/venues.csv', analyst.cookie))[0] ?? '',
        /^near,borough,.*,expected,q,night,/,
      )
      await pool.query(
        `update theft_cell set gone = true, change = nextval('theft_cell_changes') where easting = 529050`,
      )
    },
  )

  await whole.test(
    'B58: the public figure has visible patrols and victims’ reports of this copy, demos apart; plain clothes change no byte of it',
    async () => {
      const visible = `insert into square_visit select gen_random_uuid(), 'demo-met', 528900, 181050, date_trunc('minute', now()), 3600
      from generate_series(1, 12)`
      const covert = `insert into patrol_visit (id, tenant, fence, seconds, covert, until)
      select gen_random_uuid(), 'demo-met', gen_random_uuid(), 3600, true, now() + interval '28 days' from generate_series(1, 500)`
      const few = await words('/figures/patrols')
      assert.match(few, /no visible patrol was counted, and too few reports to publish/)
      assert.doesNotMatch(few, /By borough, as a table/)
      await pool.query(
        `insert into theft_cell select gen_random_uuid(), 'demo-met', 528900, 181050, 100, date_trunc('hour', now()), 'snatch', $1, true, false, nextval('theft_cell_changes')
      from generate_series(1, $2)`,
        ['victim', 38],
      )
      await pool.query(visible)
      const before = await csv('/figures/patrols/areas.csv')
      await pool.query(covert)
      assert.deepEqual(await csv('/figures/patrols/areas.csv'), before)
      const row = before.find((line) => line.startsWith('simulated') && line.includes(',Westminster,'))
      assert.match(row ?? '', /,borough,Westminster,12,1,40,1,1$/)
      assert.ok(before.filter((line) => line.startsWith('published')).every((line) => line.endsWith(',0,0,0,0,')))
      const page = await words('/figures/patrols')
      assert.match(page, /100% of visible patrol time was where the reports are/)
      assert.match(page, /has not been loaded here/)
      assert.match(page, /The other 32 boroughs had no patrol/)
      assert.match(await words('/figures'), /Are patrols where phones are taken/)
    },
  )

  await whole.test('A23: the calendar is a page, a file and JSON; who is no planner sees no way to plan', async () => {
    const analyst = await loop.staff('demo-met', 'analyst', 'prevent-crime')
    const page = await words('/staff/calendar', analyst.cookie)
    assert.match(page, /Notting Hill Carnival/)
    assert.match(page, / 20\d\d: \d,\d{3} /)
    assert.doesNotMatch(page, / 20\d\d: \d{4}/)
    assert.match(page, /No sort of launch is followed by more thefts/)
    assert.match(page, /These counts cannot say\. They have no hours/)
    const rows = await csv('/staff/calendar/periods.csv', analyst.cookie)
    const answer = await fetch(`${loop.origin}/staff/calendar/periods.json`, { headers: { cookie: analyst.cookie } })
    const { periods } = (await answer.json()) as { periods: { period: string }[] }
    assert.equal(rows.length - 2, periods.length)
    assert.match(page, /Make a plan/)
    const [, link = ''] =
      /href="(\/staff\/shift\?day=[^"]+Kensington[^"]+)"/.exec(
        await (await get('/staff/calendar', analyst.cookie)).text(),
      ) ?? []
    const form = await (await get(link.replaceAll('&amp;', '&'), analyst.cookie)).text()
    assert.match(form, /<option value="Kensington and Chelsea" selected>/)
    assert.match(form, /<option value="(\d{4}-08-\d{2}|[0-6])" selected>\w+day \d+ August|selected>Today/)
    const past = await (await get('/staff/shift?day=2020-01-01', analyst.cookie)).text()
    assert.match(past, /<option value="0" selected>Today/)
    const council = await loop.staff('demo-camden', 'council', 'prevent-crime')
    assert.doesNotMatch(await words('/staff/calendar', council.cookie), /Make a plan/)
  })

  await whole.test(
    'B69: a council writes down what it changed and sees that it is too soon to say; an officer may not',
    async () => {
      const { cookie } = await loop.staff('demo-camden', 'council', 'prevent-crime')
      const path = `/staff/places/${squareAt(529_050, 182_250)}/works`
      assert.match(await words(path, cookie), /Thefts before and after this day are then counted/)
      const later = await sendForm(loop, path, { kind: 'lighting', doneOn: '2099-01-01', reach: 'around' }, { cookie })
      assert.match(wordsOf(await later.text()), /this day is still to come/)
      const today = new Date().toISOString().slice(0, 10)
      const sent = await sendForm(loop, path, { kind: 'lighting', doneOn: today, reach: 'around' }, { cookie })
      assert.equal(sent.status, 303)
      const page = await words('/staff/places?borough=Camden', cookie)
      assert.match(page, /Lighting near .*Too soon to say|Lighting near .*Nothing can be said/)
      const [, row] = await csv('/staff/places/works.csv?borough=Camden', cookie)
      assert.match(row ?? '', new RegExp(`,Camden,lighting,${today},9,`))
      const officer = await loop.staff('demo-met', 'response-officer', 'prevent-crime')
      assert.equal((await get(path, officer.cookie)).status, 403)
      // Not in Westminster, and not before its borough is known; the police anywhere.
      const elsewhere = `/staff/places/${squareAt(529_050, 181_200)}/works`
      const done = { kind: 'lighting', doneOn: today, reach: 'square' }
      for (const refused of [await get(elsewhere, cookie), await sendForm(loop, elsewhere, done, { cookie })]) {
        assert.equal(refused.status, 403)
        assert.match(wordsOf(await refused.text()), /in another borough\. Its own council writes down/)
      }
      await loop.organisation('demo-brent', 'council')
      const unknown = await get(path, (await loop.staff('demo-brent', 'council', 'prevent-crime')).cookie)
      assert.equal(unknown.status, 403)
      assert.match(wordsOf(await unknown.text()), /do not know your borough yet\. Ask whoever runs Ringback/)
      const police = await loop.staff('demo-met', 'analyst', 'prevent-crime')
      assert.equal((await sendForm(loop, elsewhere, done, { cookie: police.cookie })).status, 303)
      await pool.query(
        `insert into organisation (slug, name, sort) values ('first-council', 'First council', 'council')`,
      )
      const other = await loop.staff('first-council', 'council', 'prevent-crime')
      assert.match(await words('/staff/places?borough=Camden', other.cookie), /Nothing is written down yet/)
      const lists = ['kinds', 'stations', 'boroughs', 'redesign']
      for (const list of lists)
        assert.match((await csv(`/staff/places/${list}.csv`, cookie))[0] ?? '', /^\w+(,\w+)+$/, list)
      const analyst = await loop.staff('demo-met', 'analyst', 'prevent-crime')
      assert.match((await csv('/staff/places/night.csv', analyst.cookie))[0] ?? '', /^\w+(,\w+)+$/)
    },
  )

  await whole.test(
    'B69: whose reach is their own sees what is published: no report, no square and no day of one victim, and not that one came',
    async () => {
      const council = await loop.staff('demo-camden', 'council', 'prevent-crime')
      const press = await loop.staff('demo-met', 'comms-officer', 'prevent-crime')
      const analyst = await loop.staff('demo-met', 'analyst', 'prevent-crime')
      const until = new Date().toISOString().slice(0, 10)
      const files = ['kinds', 'stations', 'boroughs', 'redesign', 'works'].map((list) => `/staff/places/${list}.csv`)
      const choices = [
        ...['/staff/hotspots', '/staff/hotspots/sheet', '/staff/hotspots/1', '/staff/places', '/staff/places/stations'],
        ...['/staff/hotspots/squares.csv', '/staff/hotspots/squares.geojson', ...files],
      ]
      const paths = [
        ...choices.map((path) => `${path}?of=reports`),
        ...['/staff/places/night', '/staff/places/night.csv', '/live/hotspots'],
        ...['/staff/places/risk', '/staff/places/risk.csv', '/staff/places/venues.csv'],
        `/staff/hotspots/squares.csv?of=reports&until=${until}`,
      ]
      for (const path of paths)
        for (const { cookie } of [council, press]) {
          const answer = await get(path, cookie)
          assert.equal(answer.status, 403, path)
          assert.match(wordsOf(await answer.text()), /Single reports are for the police only/, path)
        }
      for (const path of ['/staff/hotspots', '/staff/places']) {
        assert.doesNotMatch(await words(path, council.cookie), /Reports to Ringback|thefts at night/, path)
        assert.match(await words(path, analyst.cookie), /Reports to Ringback/, path)
      }
      assert.doesNotMatch(await words('/staff', council.cookie), /thefts at night/)
      assert.match(await words('/staff', analyst.cookie), /thefts at night/)
      assert.ok(
        (await csv('/staff/hotspots/squares.csv?of=reports', analyst.cookie)).some((line) =>
          /,Westminster,/.test(line),
        ),
      )
    },
  )

  await whole.test(
    'each look at the squares of reports is written down, on the page and in both files; a square with one of them does not say so',
    async () => {
      const at = `timestamptz '${new Date().toISOString()}' - interval '2 hours'`
      await pool.query(
        `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, happened, hour_told, method, source, proved, change)
       values (gen_random_uuid(), 'demo-public', 521400, 191250, 20, ${at}, ${at}, ${at}, 'snatch', 'victim', true, nextval('theft_cell_changes'))`,
      )
      const { cookie, id } = await loop.staff('demo-met', 'analyst', 'prevent-crime')
      const asked = ['', '/squares.csv', '/squares.geojson'].map((file) => `/staff/hotspots${file}`)
      for (const path of asked) assert.equal((await get(`${path}?of=published`, cookie)).status, 200)
      const looks = async () =>
        (
          await pool.query('select record, act, purpose, subject from audit where actor = $1 order by id', [
            `staff:${id}`,
          ])
        ).rows
      assert.deepEqual(await looks(), [], 'what is published is open to all of them')
      const texts = await Promise.all(
        asked.map(async (path) => (await get(`${path}?of=reports&borough=Barnet`, cookie)).text()),
      )
      const [page = '', lines = '', geojson = ''] = texts
      assert.match(wordsOf(page), /Barnet\s+fewer than 3\s+not shown\s+not shown/)
      assert.doesNotMatch(wordsOf(page), /busiest three hours/, 'the hours of one square are those of one victim')
      assert.match(lines, /,Barnet,\d+,\d+,[-\d.]+,[-\d.]+,fewer than 3,,,,89/)
      const [square] = (JSON.parse(geojson) as { features: { properties: Record<string, unknown> }[] }).features
      const { thefts, weight, z, q } = square?.properties ?? {}
      assert.deepEqual({ thefts, weight, z, q }, { thefts: 'fewer than 3', weight: null, z: null, q: null })
      // The total of all is that of the squares that are told: what is left of it would be that of the others.
      const all = JSON.parse(await (await get('/staff/hotspots/squares.geojson?of=reports', cookie)).text())
      const told = (all.features as { properties: { thefts: number | string } }[]).map((one) => one.properties.thefts)
      const sum = told.reduce<number>((total, one) => total + (typeof one === 'number' ? one : 0), 0)
      assert.ok(told.includes('fewer than 3') && sum > 0 && all.thefts === sum, `${all.thefts} of ${told}`)
      const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date())
      const look = { record: 'hotspot', act: 'look', purpose: 'prevent-crime', subject: `squares/barnet/${today}` }
      assert.deepEqual((await looks()).slice(0, 3), [look, look, look])
      assert.equal((await get('/staff/hotspots/sheet?of=reports&borough=Barnet', cookie)).status, 200)
      assert.deepEqual((await looks()).at(4), look, 'a sheet made from them is such a look')
      await pool.query('update staff_session set purpose = null where staff = $1', [id])
      for (const path of asked) assert.equal((await get(`${path}?of=reports`, cookie)).status, 400, path)
    },
  )

  await whole.test(
    'who looks at the reports of one square is written down, with the purpose; whoever may not see them is refused there too',
    async () => {
      const cell = squareAt(528_900, 181_050)
      const analyst = await loop.staff('demo-met', 'analyst', 'prevent-crime')
      const looks = async () =>
        (
          await pool.query('select record, act, purpose, tenant from audit where subject = $1 and actor = $2', [
            `square/${cell}`,
            `staff:${analyst.id}`,
          ])
        ).rows
      assert.deepEqual(await looks(), [])
      for (const path of [`/staff/hotspots/${cell}?of=reports`, `/staff/hotspots/${cell}/reports`])
        assert.match(await words(path, analyst.cookie), /Why it is on the list/)
      const look = { record: 'square-reports', act: 'look', purpose: 'prevent-crime', tenant: 'demo-met' }
      assert.deepEqual(await looks(), [look, look])
      const council = await loop.staff('demo-camden', 'council', 'prevent-crime')
      assert.equal((await get(`/staff/hotspots/${cell}/reports`, council.cookie)).status, 403)
      // Without a purpose nobody looks at what can be one victim's.
      const { cookie, id } = await loop.staff('demo-met', 'analyst', 'prevent-crime')
      await pool.query('update staff_session set purpose = null where staff = $1', [id])
      const refused = await get(`/staff/hotspots/${cell}/reports`, cookie)
      assert.match(wordsOf(await refused.text()), /purpose/)
      assert.equal(refused.status, 400)
    },
  )
})

/** The square of the map that a corner is of. */
function squareAt(easting: number, northing: number): number {
  const { grid } = londonCells()
  return ((northing - grid.south) / grid.cell) * grid.cols + (easting - grid.west) / grid.cell
}
