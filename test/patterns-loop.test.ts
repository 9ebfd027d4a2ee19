import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { hearLive } from './support/hear-live.ts'
import { openLoop } from './support/loop.ts'
import { theftSeries } from './support/theft-series.ts'

test('patterns in the thefts, through the whole system', async (whole) => {
  const loop = await openLoop(whole)

  await whole.test(
    'B13: a series of thefts is found, told once, to analysts alone and apart from demos, at once on an open page; one of them answers, and all see who',
    async () => {
      const { pool } = loop.db.owner
      await pool.query(`insert into organisation (slug, name, sort) values ('first-force', 'First force', 'force')`)
      const looked = () =>
        loop.until('all have looked', async () => (await pool.query('select from pattern_look')).rowCount === 12)
      await looked()
      await pool.query('delete from theft_cell')
      const analyst = await loop.staff('demo-public', 'analyst', 'prevent-crime')
      const real = await loop.staff('first-force', 'analyst', 'prevent-crime')
      const officerOf = await loop.staff('demo-public', 'response-officer', 'prevent-crime')
      const listen = await hearLive(loop, '/live/patterns', analyst)
      await listen.until(/"waiting":0/)
      // What is there when the watch first begins is past; here it has begun.
      await pool.query('insert into rise_look values (true, 0) on conflict (demo) do update set change = 0')
      await theftSeries(loop)
      await pool.query('delete from pattern_look')
      await looked()
      const queue = async ({ cookie }: { cookie: string }) => {
        const page = await fetch(`${loop.origin}/staff/patterns`, { headers: { cookie } })
        return page.status === 200 ? wordsOf(await page.text()) : page.status
      }
      const words = await loop.until('it waits', async () => {
        const said = await queue(analyst)
        return String(said).includes('again and again in one place near') && String(said)
      })
      assert.match(
        words,
        /again and again in one place near .+, [A-Z]\w+.* Phone snatched: 1\d thefts from .+ \(hour of the theft where it was told, else of the report\)\..+ would be usual/,
      )
      // The same ten were a rise of their square as they came in: told once, by then.
      const rises = async () =>
        (await pool.query(`select thefts, expected_tenths from pattern_finding where pattern = 'rise'`)).rows
      const [rise, ...more] = await loop.until('the rise is told', async () => {
        const rows = await rises()
        return rows.length > 0 && rows
      })
      assert.ok(more.length === 0 && rise.thefts >= 4 && rise.thefts <= 10 && rise.expected_tenths < 10)
      assert.match(String(await queue(analyst)), /Far more thefts reported than usual, in the last day or two near .+/)
      assert.match(String(await queue(real)), /Nothing waits/)
      assert.doesNotMatch(String(await queue(real)), /These thefts are more than chance/)
      assert.equal(await queue(officerOf), 403)
      const ask = (path: string, { cookie }: { cookie: string }) => fetch(loop.origin + path, { headers: { cookie } })
      const home = async (who: { cookie: string }) => wordsOf(await (await ask('/staff', who)).text())
      assert.equal((await ask('/live/patterns', officerOf)).status, 403)
      const waiting = Number((await pool.query('select from pattern_finding where answered_at is null')).rowCount)
      assert.ok(waiting >= 2)
      await listen.until(new RegExp(`"waiting":${waiting},`))
      assert.match(await home(analyst), new RegExp(`${waiting} wait Patterns that nobody has answered`))
      for (const other of [real, officerOf]) assert.doesNotMatch(await home(other), /Patterns that nobody has answered/)

      const found = async () => {
        const { rows } = await pool.query(`select data from event where type = 'patrol.pattern-found' order by id`)
        return rows.map(({ data }) => data)
      }
      const first = await found()
      await pool.query('delete from pattern_look')
      await looked()
      assert.deepEqual(await found(), first, 'a look that finds it again tells nobody again')

      const { finding } = first.find(({ pattern }) => pattern === 'near-repeat')
      const answer = ({ cookie }: { cookie: string }, says: string) =>
        sendForm(loop, '/staff/patterns', { finding, says }, { cookie })
      assert.equal((await answer(real, 'event')).status, 404)
      assert.match(await (await answer(analyst, '')).text(), /Choose what you do with it/)
      assert.equal((await answer(analyst, 'event')).status, 303)
      await loop.until('it is answered', async () =>
        /Put aside: a big event/.test(String(await queue(analyst)).split('Answered in')[1] ?? ''),
      )
      await listen.until(new RegExp(`"waiting":${waiting - 1},`))
      listen.stop()
      assert.match(String(await queue(analyst)), /Put aside: a big event was there\. demo-public, /)
      // With twice the thefts what was put aside is told again, and says what it goes on with.
      await pool.query(
        `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, method, source, proved, change)
       select gen_random_uuid(), tenant, easting, northing, 50, at, method, source, false, nextval('theft_cell_changes')
       from theft_cell, generate_series(1, 4) where easting = 529500 and northing = 181500`,
      )
      await pool.query('delete from pattern_look')
      await looked()
      const [, grown] = (await found()).filter(({ pattern }) => pattern === 'near-repeat')
      assert.ok(grown?.thefts >= 40, `${grown?.thefts}`)
      await loop.until('it waits as another', async () =>
        /thefts .* It goes on with one of 1\d thefts, answered .+: Put aside: a big event was there\./.test(
          String(await queue(analyst)).split('Answered in')[0] ?? '',
        ),
      )
      // Found, worked on, put aside, nothing in common: what people make of a pattern tells whether it is worth their time.
      assert.match(String(await queue(analyst)), /How each pattern did.*again and again in one place\s*2\s*0\s*1\s*0/)
    },
  )
})
