import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '#lib/stats/random'
import { londonHour, timeOfLondonHour } from '#modules/patrol/london-clock'
import { lookDue, lookedBack } from '#modules/patrol/pattern'
import nearRepeat from '#modules/patrol/patterns/near-repeat'
import { wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'

/** Thefts of nine weeks all over the middle of London, and ten snatches of the last twelve hours in one square of it. */
async function thefts({ db }: Loop): Promise<void> {
  const until = lookDue(nearRepeat.rule, londonHour(Date.now()))
  const { below } = seeded(1)
  const quiet = Array.from({ length: 400 }, () => [
    525_000 + 150 * below(40),
    178_500 + 150 * below(40),
    below(lookedBack),
  ])
  const series = Array.from({ length: 10 }, (_, at) => [529_500, 181_500, at])
  const rows = [...quiet, ...series].map(([easting, northing, ago = 0]) => {
    return { easting, northing, at: timeOfLondonHour(until - 1 - ago) }
  })
  await db.owner.pool.query(
    `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, method, source, proved, change)
     select gen_random_uuid(), 'demo-public', easting, northing, 50, at, 'snatch', 'victim', false, nextval('theft_cell_changes')
     from jsonb_to_recordset($1::jsonb) as row (easting int, northing int, at timestamptz)`,
    [JSON.stringify(rows)],
  )
}

test('a series of thefts is found, told once, to analysts alone and apart from demos; one of them answers', async (t) => {
  const loop = await openLoop(t)
  const { pool } = loop.db.owner
  await pool.query(`insert into organisation (slug, name, sort) values ('first-force', 'First force', 'force')`)
  const looked = () =>
    loop.until('all have looked', async () => (await pool.query('select from pattern_look')).rowCount === 6)
  await looked()
  await thefts(loop)
  await pool.query('delete from pattern_look')
  await looked()
  const queue = async ({ cookie }: { cookie: string }) => {
    const page = await fetch(`${loop.origin}/staff/patterns`, { headers: { cookie } })
    return page.status === 200 ? wordsOf(await page.text()) : page.status
  }
  const analyst = await loop.staff('demo-public', 'analyst', 'prevent-crime')
  const words = await loop.until('it waits', async () => {
    const said = await queue(analyst)
    return String(said).includes('The same kind of theft') && String(said)
  })
  assert.match(
    words,
    /again and again in one place near .+, [A-Z]\w+.* Phone snatched: 1\d thefts from .+ would be usual/,
  )
  const real = await loop.staff('first-force', 'analyst', 'prevent-crime')
  assert.match(String(await queue(real)), /Nothing waits/)
  assert.equal(await queue(await loop.staff('demo-public', 'response-officer', 'prevent-crime')), 403)

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
  assert.equal((await answer(analyst, 'event')).status, 303)
  await loop.until('it is answered', async () =>
    /Put aside: a big event/.test(String(await queue(analyst)).split('Answered in')[1] ?? ''),
  )
})
