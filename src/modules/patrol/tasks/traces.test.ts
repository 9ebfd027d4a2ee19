import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testDatabase } from '#test/support/database'
import { dealersOffered } from './dealers.ts'
import { forgetTraces, tracedTogether } from './traces.ts'

const now = new Date('2027-01-20T12:00:00.000Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3_600_000)

test('A22: three phones in one square, or at one dealer’s, are a signal, two are not; old ones and those of other organisations do not count, and places of traces are forgotten', async (t) => {
  const { server, owner } = await testDatabase(t)
  const { pool } = owner
  const db = server.kysely as never
  await pool.query(
    `insert into organisation (slug, name, sort, demo) values ('met', 'Met', 'force', false), ('demo', 'D', 'force', true),
     ('shop', 'Shop', 'dealer', false), ('other-shop', 'Other', 'dealer', false)`,
  )
  const traced = (many: number, easting: number, days: number, tenant = 'met') =>
    pool.query(
      `insert into traced_square select gen_random_uuid(), $1, $2, 181350, $3 from generate_series(1, $4::int)`,
      [tenant, easting, daysAgo(days), many],
    )
  await traced(3, 533_100, 1)
  await traced(2, 533_250, 1)
  await traced(2, 533_250, 20)
  await traced(5, 533_400, 1, 'demo')
  const found = await tracedTogether(db, false, now)
  assert.deepEqual(
    found.map(({ easting, northing, times }) => [easting, northing, times.length]),
    [[533_100, 181_350, 3]],
  )

  const checked = (dealer: string, cases: readonly string[], how = 'dealer-check') =>
    pool.query(
      `insert into case_sighting (sighting, case_id, how, country, at, seen_by, noted_at)
       select gen_random_uuid(), c, $1, 'GB', $2, $3, $2 from unnest($4::uuid[]) c`,
      [how, daysAgo(3), dealer, cases],
    )
  const [one = '', two = ''] = [randomUUID(), randomUUID()]
  await checked('shop', [one, two, randomUUID()])
  // The same two phones again and again, and one that was seen otherwise.
  await checked('other-shop', [one, two, one, two])
  await checked('other-shop', [randomUUID()], 'buyer-check')
  assert.deepEqual(await dealersOffered(db, false, now), [{ dealer: 'shop', phones: 3 }])

  const [old, fresh] = [randomUUID(), randomUUID()]
  for (const [task, until] of [
    [old, daysAgo(15)],
    [fresh, daysAgo(1)],
  ] as const) {
    await pool.query(
      `insert into task (task, kind, source, counted, usual_tenths, stake_tenths, raised_at, until)
       values ($1, 'search', 'traces', 3, 0, 30, $2, $2)`,
      [task, until],
    )
    await pool.query(`insert into task_place values ($1, false, 'traces', 533100, 181350)`, [task])
  }
  await forgetTraces(db, now)
  const { rows } = await pool.query('select easting from task_place order by easting nulls first')
  assert.deepEqual(rows, [{ easting: null }, { easting: 533_100 }])
  assert.equal((await pool.query('select from traced_square')).rowCount, 10, 'two of twenty days are gone')
})
