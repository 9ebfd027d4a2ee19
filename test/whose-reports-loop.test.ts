import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLoop } from './support/loop.ts'
import { staff } from './support/staff-browser.ts'
import { theftsAroundOxfordCircus } from './support/theft-square.ts'

const shift = {
  ...{ borough: 'Westminster', of: 'own', day: '0', starts: '14', hours: '2' },
  ...{ least: '12', most: '15', gap: '60', lot: '7' },
}

test('with whose reports a force plans, fences and studies, through the whole system', async (whole) => {
  let at = Date.parse('2027-01-15T13:55:00.000Z')
  const loop = await openLoop(whole, { now: () => new Date(at) })
  await loop.organisation('demo-met', 'force')
  await loop.organisation('demo-other', 'force')
  const sql = async <Row>(text: string, values: unknown[] = []) =>
    (await loop.db.owner.pool.query(text, values)).rows as Row[]
  // Told by the public, and handled by one of the two forces.
  await theftsAroundOxfordCircus(loop, 'demo-public', new Date(at))
  await sql(`update theft_cell set force = 'demo-met'`)

  await whole.test(
    'a force plans and fences with the reports that it handles: those of another are in nothing that it makes',
    async () => {
      const others = await staff(loop, 'neighbourhood-officer', 'prevent-crime', 'demo-other')
      const sergeant = await staff(loop, 'neighbourhood-officer', 'prevent-crime')
      const units = 'GX31'
      assert.equal(
        (await sergeant.send('/staff/shift', { ...shift, units })).status,
        303,
        'the force that handles them',
      )
      for (const from of ['own', 'reports'])
        assert.match(
          (await others.send('/staff/shift', { ...shift, of: from, units })).text,
          /Too few thefts are counted there/,
        )
      const othersRoom = await staff(loop, 'control-room-operator', 'respond-to-theft', 'demo-other')
      const plain = { ...shift, units }
      assert.match((await othersRoom.send('/staff/covert', plain)).text, /Too few thefts are counted there/)
      const hot = { do: 'hotspots', borough: 'Westminster', count: '3', hotDays: '1' }
      assert.match((await others.send('/staff/fences', hot)).text, /No theft is counted there/)
      // The map shows the police all of them: it is for looking (docs/adr/0030).
      assert.match(await others.page('/staff/hotspots/squares.csv?of=reports'), /,Westminster,/)
      // One report of their own, and it is the one square that they can be sent to.
      await sql(
        `insert into theft_cell select gen_random_uuid(), 'demo-other', easting, northing, 20, at, method, source, proved, gone, nextval('theft_cell_changes')
       from theft_cell limit 1`,
      )
      assert.match(await others.page('/staff/hotspots/squares.csv?of=reports'), /,Westminster,/)
      assert.equal((await others.send('/staff/fences', { ...hot, count: '1' })).status, 303)
      const made = await others.send('/staff/shift', { ...shift, of: 'reports', units })
      assert.equal(made.status, 303, made.text)
      const [own] = await sql<{ data: { tours: { stops: { square: number; lot: boolean }[] }[] } }>(
        `select data from event where type = 'patrol.plan-made' and tenant = 'demo-other'`,
      )
      const byRisk = own?.data.tours.flatMap(({ stops }) => stops).filter(({ lot }) => !lot)
      assert.equal(new Set(byRisk?.map(({ square }) => square)).size, 1, 'the lot may draw another, thefts or none')
    },
  )

  await whole.test(
    'whether patrols helped: a null is said as one, with its interval, the rings, a table and a file; planted, it is found',
    async () => {
      at = Date.parse('2027-03-12T12:00:00.000Z')
      // The sign-ins of January are over.
      const analyst = await staff(loop, 'analyst', 'prevent-crime')
      const others = await staff(loop, 'neighbourhood-officer', 'prevent-crime', 'demo-other')
      assert.match(await analyst.page('/staff/effect?since=2027-03-10'), /Nothing can be compared yet/)
      const unread = await (await analyst.get('/staff/effect?since=last+spring')).text()
      assert.match(unread, /We cannot read this day.*value="last spring"/s)
      assert.equal((await analyst.get('/staff/effect.csv?since=31+2+2027')).status, 400)
      // Many squares with steady thefts over the year; 30 of them are walked from 1 January on.
      await sql('delete from theft_cell')
      await sql(
        `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, method, source, proved, change)
       select gen_random_uuid(), 'demo-met', 525000 + 450 * e, 175050 + 450 * n, 20,
         timestamptz '2026-04-01T12:00Z' + (k * 9 + (e * 7 + n * 3) % 9) * interval '1 day', 'snatch', 'victim', true, nextval('theft_cell_changes')
       from generate_series(0, 19) e, generate_series(0, 11) n, generate_series(0, 38) k`,
      )
      await sql(
        `insert into square_visit (id, tenant, easting, northing, entered, seconds)
       select gen_random_uuid(), 'demo-met', 525000 + 450 * e, 175050 + 450 * n, timestamptz '2027-01-02T12:00Z', 3600
       from generate_series(0, 9) e, generate_series(0, 2) n`,
      )
      const asked = 'of=reports&by=walked&since=1+January+2027'
      const none = await analyst.page(`/staff/effect?${asked}`)
      assert.match(none, /No effect was shown: the change could be anything between/)
      assert.match(none, /No effect was shown in the patrolled area|too few reports/)
      assert.match(none, /1,800 minutes were walked in the patrolled squares, with 30 stops of 12 minutes or more/)
      const csv = (await (await analyst.get(`/staff/effect.csv?${asked}`)).text()).trim().split('\r\n')
      assert.equal(csv.length, 1 + 2 * 10)
      // Not the weeks just before: what was taken then is why patrols went there.
      assert.match(csv[1] ?? '', /^2026-04-24,before,/)
      const { rows: looks } = await loop.db.owner.pool.query(
        `select record, purpose, subject from audit where subject like 'effect/%' order by id desc limit 2`,
      )
      assert.deepEqual(
        looks,
        Array(2).fill({ record: 'patrol', purpose: 'prevent-crime', subject: 'effect/london/2027-03-12' }),
      )
      assert.match(csv[10] ?? '', /^2026-06-26,before,/)
      assert.match(csv[11] ?? '', /^2027-01-01,after,/)
      await sql(
        `delete from theft_cell where at >= '2027-01-01' and easting < 529500 and northing < 176400 and abs(hashtext(id::text)) % 10 < 7`,
      )
      assert.match(await analyst.page(`/staff/effect?${asked}`), /About \d+% fewer reports than without patrols/)
      assert.match(await others.page(`/staff/effect?${asked}`), /Nothing can be compared yet|too few squares/)
      // Another force in the same squares: its study counts what it handles, and that is nothing.
      await sql(
        `insert into square_visit select gen_random_uuid(), 'demo-other', easting, northing, entered, seconds from square_visit
       where tenant = 'demo-met' and entered > '2027-01-01' and easting < 529500 and northing < 176400`,
      )
      // A force that has handled nothing yet has no past to compare with.
      assert.equal((await others.get(`/staff/effect.csv?${asked}`)).status, 404)
      await sql(
        `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, method, source, proved, change)
       values (gen_random_uuid(), 'demo-other', 525000, 190050, 20, '2026-04-02T12:00Z', 'snatch', 'victim', true, nextval('theft_cell_changes'))`,
      )
      const [, ...theirs] = (await (await others.get(`/staff/effect.csv?${asked}`)).text()).trim().split('\r\n')
      assert.ok(theirs.length > 0)
      for (const row of theirs)
        assert.deepEqual(
          row.split(',').filter((_, at) => [3, 5, 6, 7].includes(at)),
          ['0', '0', '0', '0'],
        )
      await sql(`delete from square_visit where tenant = 'demo-other'`)
      // Where patrols are older than half a year, the weeks before would be weeks with patrols.
      const unsaid = 'of=reports&by=walked'
      assert.match(await analyst.page(`/staff/effect?${unsaid}`), /from 2 May 2026 and since 2 January 2027/)
      await sql(
        `insert into square_visit select gen_random_uuid(), tenant, easting, northing, timestamptz '2026-08-01T12:00Z', 60 from square_visit limit 1`,
      )
      const older = await analyst.page(`/staff/effect?${unsaid}`)
      assert.match(older, /Say above since when there were patrols/)
      assert.doesNotMatch(older, /fewer reports|No effect was shown:|<svg viewBox/)
      assert.equal((await analyst.get(`/staff/effect.csv?${unsaid}`)).status, 404)
      assert.match(await analyst.page(`/staff/effect?${asked}`), /About \d+% fewer reports/)
    },
  )
})
