import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hearLive } from './support/hear-live.ts'
import { openLoop } from './support/loop.ts'
import { makesFromHotspots } from './support/shifts/follows-list.ts'
import { forgetsVisits } from './support/shifts/forgets-visits.ts'
import { keepsWhatWasTyped } from './support/shifts/keeps-typed.ts'
import { namesLatePartner } from './support/shifts/late-partner.ts'
import { tellsLater } from './support/shifts/tells-later.ts'
import { middle, type ShiftBody, shiftsOf } from './support/shifts.ts'
import { staff } from './support/staff-browser.ts'
import { theftsAroundOxfordCircus } from './support/theft-square.ts'

const minute = 60_000

const shift = {
  ...{ borough: 'Westminster', of: 'own', day: '0', starts: '14', hours: '2' },
  ...{ least: '12', most: '15', gap: '60', lot: '7' },
}

test('a shift of patrols, through the whole system', async (whole) => {
  const clock = { at: Date.parse('2027-01-15T13:55:00.000Z') }
  const loop = await openLoop(whole, { now: () => new Date(clock.at) })
  await loop.organisation('demo-met', 'force')
  await loop.organisation('demo-other', 'force')
  const shifts = shiftsOf(loop, clock)
  const { sql, onDuty, stay } = shifts
  // Told by the public, and handled by one of the two forces.
  await theftsAroundOxfordCircus(loop, 'demo-public', new Date(clock.at))
  await sql(`update theft_cell set force = 'demo-met'`)
  const sergeant = await staff(loop, 'neighbourhood-officer', 'prevent-crime')
  const analyst = await staff(loop, 'analyst', 'prevent-crime')
  const others = await staff(loop, 'neighbourhood-officer', 'prevent-crime', 'demo-other')
  const room = await staff(loop, 'control-room-operator', 'respond-to-theft')

  let plan = ''
  let body: ShiftBody = { seed: 0, squares: [], tours: [] }

  await whole.test(
    'B73: a sergeant plans a shift; the plan is a fact without call signs, and its page shows who walks where and when',
    async () => {
      const wrong = await sergeant.send('/staff/shift', { ...shift, units: 'GX21\nGX21' })
      assert.match(wrong.text, /GX21 is there twice/)
      await keepsWhatWasTyped({ '/staff/shift': sergeant, '/staff/covert': room }, shift)
      const made = await sergeant.send('/staff/shift', { ...shift, units: 'GX21\nGX22 car' })
      assert.equal(made.status, 303, made.text)
      assert.match(
        (await sergeant.send('/staff/shift', { ...shift, lot: '0', units: 'GX21' })).text,
        /Enter 5 to 10 percent/,
      )
      // Broken off before the call signs were written, and pressed again: the same plan, with its call signs.
      await sql('delete from shift_unit')
      const again = await sergeant.send('/staff/shift', { ...shift, units: 'GX21\nGX22 car' })
      assert.deepEqual([again.status, again.to], [303, made.to])
      const page = await sergeant.page(made.to)
      assert.match(page, /Westminster, Friday 15 January, 14:00 to 16:00/)
      assert.match(page, /2 units walk \d+ stops/)
      assert.match(
        page,
        /thefts (are expected in this shift, by what its hours|would come in this shift if all hours were alike)/,
      )
      assert.match(page, /Made by the decayed count/)
      assert.match(page, /GX21/)
      assert.match(page, /GX22, by car/)
      assert.match(page, /stops? says? “by lot”: 7 percent|No stop was drawn by lot this time/)
      assert.match(page, /This plan is for one borough, so no units are set aside for others/)
      plan = made.to.split('/').at(-1) ?? ''
      const events = await sql<{ data: ShiftBody }>(`select data from event where type = 'patrol.plan-made'`)
      assert.equal(events.length, 1)
      assert.doesNotMatch(JSON.stringify(events), /GX2/)
      body = events[0]?.data as ShiftBody
      // Hour and borough are all that a plan from published thefts has of its own: a seed made of them is no secret.
      const hour = Math.floor(Date.parse('2027-01-15T14:00:00.000Z') / 3_600_000)
      assert.notEqual(Math.floor(body.seed / 100), hour)
      assert.ok(body.squares.length >= 4)
      assert.equal((await others.get(made.to)).status, 404, 'another force does not find it')
      assert.equal((await others.get(`${made.to}/done.csv`)).status, 404)
    },
  )

  await whole.test(
    'B73: a geofence that is drawn wakes the open page of an officer, and is in the GeoJSON, both within a second; ended, it is gone',
    async () => {
      const { until: hear, stop } = await hearLive(loop, '/live/fences/demo-met', analyst)
      await hear(/"fences":0/)
      const wrong = await sergeant.send('/staff/fences', { do: 'draw', corners: 'the moon', radius: '150', days: '7' })
      assert.match(wrong.text, /We do not know the place in line 1/)
      const drawn = await sergeant.send('/staff/fences', {
        do: 'draw',
        corners: 'TQ 2905 8120',
        radius: '150',
        days: '7',
      })
      assert.equal(drawn.status, 303, drawn.text)
      const begun = performance.now()
      await hear(/"fences":1/)
      const { features } = (await (await analyst.get('/staff/fences.geojson')).json()) as {
        features: { id: string; properties: { kind: string; radius?: number } }[]
      }
      assert.ok(performance.now() - begun < 1000)
      assert.deepEqual(
        features.map(({ properties: { kind, radius } }) => [kind, radius]),
        [['drawn', 150]],
      )
      assert.doesNotMatch(await (await others.get('/staff/fences.geojson')).text(), /Feature"/)
      assert.equal((await others.get('/live/fences/demo-met')).status, 404)
      const fence = features[0]?.id ?? ''
      assert.match((await others.send('/staff/fences', { do: 'retire', fence })).text, /has ended already/)
      assert.equal((await sergeant.send('/staff/fences', { do: 'retire', fence })).status, 303)
      assert.match(await sergeant.page('/staff/fences'), /None is drawn/)
      const hot = await makesFromHotspots(shifts, { sergeant, analyst }, hear)
      stop()
      const typed = await sergeant.send('/staff/fences', { ...hot, borough: 'Camden', hotDays: '0' })
      assert.match(typed.text, /Enter 1 to 90 days.*<option value="Camden" selected>/)
    },
  )

  await whole.test(
    'B73: an officer finds their tour by call sign, is told how far the next stop is and until when to stay, and says what became of it',
    async () => {
      const officer = await onDuty('GX21')
      assert.match(await officer.page('/staff/patrol/tour'), /Which unit are you\?.*GX21, 14:00 to 16:00/)
      assert.equal((await officer.send('/staff/patrol/tour', { do: 'join', plan, unit: '1' })).status, 303)
      const [first] = body.tours[0]?.stops ?? []
      const square = body.squares[first?.square ?? 0]
      assert.ok(first && square)
      clock.at = Date.parse('2027-01-15T14:00:00.000Z') + first.starts * 1000
      assert.match(await officer.page('/staff/patrol/tour'), /We do not know where you are.*<strong>next</)
      await officer.at({ easting: square.easting + 75, northing: square.northing - 425 })
      assert.match(await officer.page('/staff/patrol/tour'), /500 metres to the north, 8 minutes on foot/)
      clock.at += minute
      // One more fence over the same square, and one in which the whole shift is walked.
      const { easting, northing } = middle(square)
      for (const [corners, radius] of [
        [`${easting} ${northing}`, '75'],
        [`${easting} ${northing + 1200}`, '2000'],
      ] as const)
        assert.equal((await sergeant.send('/staff/fences', { do: 'draw', corners, radius, days: '1' })).status, 303)
      const came = clock.at
      // Two officers of the unit, one of whom is there for a part of it: each minute is one of the unit.
      const mate = await onDuty('GX21')
      assert.equal((await mate.send('/staff/patrol/tour', { do: 'join', plan, unit: '1' })).status, 303)
      await stay(officer, middle(square), 6, [mate])
      await stay(officer, middle(square), 6)
      // They came somewhere between two positions; the page says whole minutes of it.
      const there = await officer.page('/staff/patrol/tour')
      assert.match(there, /<strong>now</)
      assert.doesNotMatch(there, /<strong>next</, 'where they stand is no next stop')
      const told = /Stay until (\d\d):(\d\d).*You are there since (\d\d):(\d\d)/.exec(there)
      const [until, since] = [1, 3].map((hour) => Number(told?.[hour]) * 60 + Number(told?.[hour + 1]))
      const near = (said = Number.NaN, minutes = Number.NaN) => assert.ok(Math.abs(said - minutes) <= 1, told?.[0])
      near(since, ((came / minute) | 0) % (24 * 60))
      near(until, (since ?? 0) + (first.leaves - first.starts) / 60)
      // Far from every square of the plan, wherever chance has put them.
      await stay(officer, { easting: square.easting + 1900, northing: square.northing + 1900 }, 2)
      assert.equal((await officer.send('/staff/patrol/tour', { do: 'answer', stop: '1', answer: 'done' })).status, 303)
      assert.equal((await officer.send('/staff/patrol/tour', { do: 'answer', stop: '2', answer: 'call' })).status, 303)
      assert.match(await officer.page('/staff/patrol/tour'), /said done.*left for a call/)
      const none = await officer.send('/staff/patrol/tour', { do: 'answer', stop: '60', answer: 'done' })
      assert.match(none.text, /This tour has no such stop/)
      assert.equal(
        (await sql('select * from unit_stay')).length,
        3,
        'of the two a square, its fence and one more are left',
      )
      for (const one of [mate, officer]) await one.send('/staff/patrol', { do: 'end' })
      assert.deepEqual(await sql('select * from unit_stay'), [], 'nobody of the unit is on duty')
    },
  )

  await whole.test(
    'B73, B58: minutes in a square are counted once, however many fences lie over it; a fence of kilometres puts none in its middle',
    async () => {
      const [first] = body.tours[0]?.stops ?? []
      const { easting = 0, northing = 0 } = body.squares[first?.square ?? 0] ?? {}
      const drawn = await sql<{ radius: number; seconds: number }>(
        `select (shape->>'radius')::int as radius, seconds from patrol_visit join geofence using (fence) where shape->>'kind' = 'circle' order by 1`,
      )
      assert.deepEqual(
        drawn.map(({ radius, seconds }) => [radius, seconds > 12 * 60]),
        [
          [75, true],
          [2000, true],
        ],
        'each fence has its own stay',
      )
      const visits = await sql<{ seconds: number; entered: string }>(
        'select * from square_visit where easting = $1 and northing = $2',
        [easting, northing],
      )
      assert.equal(visits.length, 1)
      assert.ok(Math.abs((visits[0]?.seconds ?? 0) - 13.5 * 60) <= 60, `${visits[0]?.seconds}`)
      assert.equal(Date.parse(visits[0]?.entered ?? '') % minute, 0)
      const middleOfLarge = [easting, Math.floor((northing + 75 + 1200) / 150) * 150]
      assert.deepEqual(await sql('select * from square_visit where easting = $1 and northing = $2', middleOfLarge), [])
      await sql(`update geofence set until = $1 where shape->>'kind' = 'circle'`, [new Date(clock.at)])
    },
  )

  await whole.test(
    'B73 B15 B93: what was walked stands beside what was planned, and where and when nobody walked; of the officer and the way nothing is left',
    async () => {
      const [first] = body.tours[0]?.stops ?? []
      const fence = body.squares[first?.square ?? 0]?.fence
      const visits = await sql<{ seconds: number }>('select * from patrol_visit where fence = $1', [fence])
      assert.equal(visits.length, 1)
      assert.ok(Math.abs((visits[0]?.seconds ?? 0) - 13.5 * 60) <= 60, `${visits[0]?.seconds}`)
      assert.deepEqual(Object.keys(visits[0] ?? {}).toSorted(), ['covert', 'fence', 'id', 'seconds', 'tenant', 'until'])
      assert.deepEqual(await sql('select * from patrol_walk'), [])
      assert.deepEqual(await sql('select * from duty'), [])
      clock.at = Date.parse('2027-01-15T16:10:00.000Z')
      // Sign-ins end after a while without a word.
      const analyst = await staff(loop, 'analyst', 'prevent-crime')
      const done = await analyst.page(`/staff/shift/${plan}/done`)
      assert.match(done, /1[234] of \d+ planned minutes were walked/)
      assert.match(done, /<strong>missed<\/strong>/)
      assert.match(done, /1 of \d+ stops lasted 12 minutes or more/)
      assert.match(done, /left for a call/)
      const csv = await (await analyst.get('/staff/dosage.csv')).text()
      assert.equal(csv.trim().split('\r\n').length, body.squares.length + 1)
      assert.match(csv, /"Westminster",.*,1[2345]\.\d,false,/)
      assert.doesNotMatch(csv, /GX2/)
      const page = await analyst.page('/staff/dosage')
      assert.match(page, /were walked: \d+%\. 1 of \d+ stops lasted 12 minutes or more/)
      await sql(
        `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, method, source, proved, change)
       select gen_random_uuid(), 'demo-met', 524700, 191850, 50, $1, 'snatch', 'victim', false, nextval('theft_cell_changes')
       from generate_series(1, 7)`,
        [new Date('2027-01-10T02:00:00.000Z')],
      )
      const gaps = await analyst.page('/staff/dosage')
      assert.match(gaps, /Barnet, Saturday and Sunday, midnight to 6 am<\/th>.*>7 reports<.*>0 min of patrol<.*>new</s)
      assert.match(gaps, /of reports were where and when hardly any patrol was/)
      await namesLatePartner(shifts, analyst)
      await sql(`delete from theft_cell where easting = 524700`)
      // More plans to come than a list has lines: what is counted stays whole, and the list is cut.
      await sql(
        `insert into shift_plan select gen_random_uuid(), tenant, made_at, begins + interval '3 days', ends + interval '3 days', body
       from shift_plan, generate_series(1, 120)`,
      )
      assert.equal(await (await analyst.get('/staff/dosage.csv')).text(), csv)
      const bare = (text: string) => text.replaceAll(/nonce="[^"]*"|Reference: \S+/g, '')
      assert.equal(bare(await analyst.page('/staff/dosage')), bare(page))
      const list = await (await staff(loop, 'neighbourhood-officer', 'prevent-crime')).page('/staff/shift')
      assert.equal(list.match(/href="\/staff\/shift\/[0-9a-f-]{36}"/g)?.length, 100)
      await sql('delete from shift_plan where plan <> $1', [plan])
    },
  )

  await whole.test(
    'plain clothes: nothing that others may open changes by them, and only the control room sees plan and minutes',
    async () => {
      const sergeant = await staff(loop, 'neighbourhood-officer', 'prevent-crime')
      const analyst = await staff(loop, 'analyst', 'prevent-crime')
      const room = await staff(loop, 'control-room-operator', 'respond-to-theft')
      const general = [
        '/staff/dosage',
        '/staff/dosage.csv',
        '/staff/fences.geojson',
        '/staff/shift',
        `/staff/shift/${plan}`,
      ]
      const opens = [
        ...general,
        `/staff/shift/${plan}/done`,
        `/staff/shift/${plan}/done.csv`,
        '/staff/fences',
        '/staff/hotspots/sheet?of=reports&borough=Westminster',
      ]
      const shown = () => Promise.all(opens.map((path) => sergeant.page(path)))
      const before = await shown()
      const inSquares = await sql('select * from square_visit order by id')
      const covert = { ...shift, starts: '16', lot: '0', units: 'PC9\nPC8' }
      assert.equal((await sergeant.send('/staff/covert', covert)).status, 403)
      const made = await room.send('/staff/covert', covert)
      assert.equal(made.status, 200, made.text)
      const codeIn = (text: string, unit: string) =>
        new RegExp(`${unit}: <span class="rb-number">([0-9A-Z-]{14})<`).exec(text)?.[1] ?? ''
      const code = codeIn(made.text, 'PC9')
      const [, to = ''] = /href="([^"]+)">Open the plan/.exec(made.text) ?? []
      const id = to.split('/').at(-1) ?? ''
      assert.equal((await room.send('/staff/covert', covert)).to, to, 'pressed again: the same plan')
      assert.match(await room.page(to), /Plain clothes: Westminster.*PC9: given/)
      assert.doesNotMatch(await room.page(to), /rb-number|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/, 'a code is shown once')
      const tour = '/staff/patrol/tour'
      for (const path of [to, '/staff/covert']) {
        assert.equal((await sergeant.get(path)).status, 403)
        assert.equal((await analyst.get(path)).status, 403)
      }
      for (const path of [`/staff/shift/${id}`, `/staff/shift/${id}/done`, `/staff/shift/${id}/done.csv`])
        assert.equal((await room.get(path)).status, 404, path)
      const officer = await onDuty('PC9', 'yes')
      assert.match(await officer.page(tour), /The code of your unit/)
      await officer.send(tour, { do: 'join', plan: id, unit: '1' })
      assert.doesNotMatch(await officer.page(tour), /16:00/, 'a call sign and a plan’s id open nothing')
      const wrong = await officer.send(tour, { do: 'join', code: '0000-0000-0000' })
      assert.match(wrong.text, /No plain-clothes unit has this code now/)
      assert.equal((await officer.send(tour, { do: 'join', code: code.toLowerCase() })).status, 303)
      const own = await officer.page(tour)
      assert.match(own, /PC9, 16:00 to 18:00/)
      assert.match(own, /Stay \d+ minutes\./)
      assert.doesNotMatch(own, /seen by people/)
      assert.doesNotMatch(own, /data-keep|data-kept|tour\.\w+\.js/, 'A09 B15: none of it is kept on a device')
      const stranger = await onDuty('PC9', 'yes')
      assert.doesNotMatch(await stranger.page(tour), /16:00/)
      assert.match((await stranger.send(tour, { do: 'join', code })).text, /Another officer has joined this unit/)
      assert.doesNotMatch(await stranger.page(tour), /16:00/)
      const visible = await onDuty('PC9')
      assert.doesNotMatch(await visible.page('/staff/patrol/tour'), /PC9, 16:00/)
      await stranger.send('/staff/patrol', { do: 'end' })
      await visible.send('/staff/patrol', { do: 'end' })
      // A lost code is replaced: the old one opens nothing, and whoever joined by it is out.
      const lost = codeIn(made.text, 'PC8')
      const spare = await onDuty('PC8', 'yes')
      assert.equal((await spare.send(tour, { do: 'join', code: lost })).status, 303)
      assert.match(await spare.page(tour), /PC8, 16:00 to 18:00/)
      assert.equal((await sergeant.send(to, { unit: '2' })).status, 403)
      const renewed = codeIn((await room.send(to, { unit: '2' })).text, 'PC8')
      assert.match(renewed, /^[0-9A-Z-]{14}$/)
      assert.doesNotMatch(await room.page(to), new RegExp(`${lost}|${renewed}`))
      assert.doesNotMatch(await spare.page(tour), /16:00/)
      assert.match((await spare.send(tour, { do: 'join', code: lost })).text, /No plain-clothes unit has this code now/)
      assert.equal((await spare.send(tour, { do: 'join', code: renewed })).status, 303)
      assert.match(await spare.page(tour), /PC8, 16:00 to 18:00/)
      assert.match(await officer.page(tour), /PC9, 16:00 to 18:00/, 'the other unit goes on')
      assert.equal((await room.send(to, { unit: '3' })).status, 404)
      await spare.send('/staff/patrol', { do: 'end' })
      // In every fence that there is, so that whatever counts them would show.
      const fences = await sql<{ west: number; south: number }>('select west, south from geofence where until > $1', [
        new Date(clock.at),
      ])
      assert.ok(fences.length > 0)
      const opened = () =>
        sql<{ subject: string; many: number }>(
          `select subject, count(*)::int as many from audit where record = 'vault-place' and actor like '%' || $1 group by subject`,
          [officer.id],
        )
      const [joined] = await opened()
      for (const { west, south } of fences) await stay(officer, middle({ easting: west, northing: south }), 3)
      const [ownPart, ...otherParts] = await opened()
      assert.deepEqual(otherParts, [], 'the vault opened one record for this officer: their own unit’s')
      const positions = fences.length * 4
      const looksOnTheWay = (ownPart?.many ?? 0) - (joined?.many ?? 0)
      assert.ok(looksOnTheWay >= 1 && looksOnTheWay <= Math.ceil(positions / 15), `${looksOnTheWay} of ${positions}`)
      await officer.send('/staff/patrol', { do: 'end' })
      const kinds = await sql<{ covert: boolean; many: number }>(
        'select covert, count(*)::int as many from patrol_visit group by covert',
      )
      assert.ok((kinds.find(({ covert: is }) => is)?.many ?? 0) > 0, 'the visits themselves were kept')
      assert.match(await room.page(to), /[1-9]\d* of \d+ planned minutes were walked/)
      // Of no fence that stands in the clear, and in no square: nothing outside the vault says where.
      assert.deepEqual(await sql('select * from patrol_visit join geofence using (fence) where covert'), [])
      assert.deepEqual(await sql('select * from square_visit order by id'), inSquares)
      // Another plain-clothes plan at the same hours meets the first one: the control room is told, and nobody else.
      const other = await room.send('/staff/covert', { ...covert, units: 'PC7', hours: '3' })
      assert.match(other.text, /This plan meets \d other plans?: units within 300 metres and 15 minutes/)
      assert.match(
        other.text,
        new RegExp(`<a class="govuk-link" href="${to}">A plain-clothes plan</a>, \\d+ times?: unit 1 near`),
      )
      assert.match(await room.page(to), /This plan meets \d other plan/)
      assert.match(await room.page('/staff/covert'), new RegExp(`${to}">[^<]*</a>: 2 units[^/]*meets \\d other`))
      const [looked] = await sql<{ many: number }>(
        `select count(*)::int as many from audit where record = 'vault-place' and actor like '%' || $1`,
        [room.id],
      )
      assert.ok((looked?.many ?? 0) >= 2, 'each plan that was opened for it is written down')
      const ids = (text: string) => text.replaceAll(/nonce="[^"]*"|Reference: \S+/g, '')
      assert.deepEqual((await shown()).map(ids), before.map(ids))
      const [sealed] = await sql<{ data: object }>(
        `select data from event where type = 'patrol.covert-plan-made' order by data->>'ends' limit 1`,
      )
      assert.deepEqual(Object.keys(sealed?.data ?? {}).toSorted(), ['begins', 'ends', 'plan', 'sealed', 'stops'])
      const [{ looks } = { looks: 0 }] = await sql<{ looks: number }>(
        'select count(*)::int as looks from audit where subject = $1',
        [`covert-plan/${id}`],
      )
      assert.ok(looks >= 1)
      const joins = await sql<{ actor: string }>('select actor from audit where subject = $1', [
        `covert-plan/${id}/unit/1`,
      ])
      const [first = '', second = ''] = joins.map(({ actor }) => actor)
      assert.equal(joins.length, 2, 'who joined, and who tried to')
      assert.ok([first, second].some((actor) => actor.endsWith(officer.id)))
      assert.ok([first, second].some((actor) => actor.endsWith(stranger.id)))
    },
  )

  await whole.test(
    'B15: what a device tells later counts once, beside what was heard of it; a wrong clock, a lost answer and another’s shift change nothing',
    () => tellsLater(shifts, { ...shift, starts: '20', units: 'GX31' }, body.squares[0]?.fence),
  )

  await whole.test(
    'what patrols did is forgotten: plain clothes after 28 days, with their plan, the others after two years',
    () => forgetsVisits(shifts),
  )
})
