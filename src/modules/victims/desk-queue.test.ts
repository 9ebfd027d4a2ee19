import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import { testDatabase } from '#test/support/database'
import { sorts } from './clocks.ts'
import { type After, type DeskTables, deskAlarms, deskQueue, deskVersion } from './desk-queue.ts'
import { deviations } from './deviations.ts'
import type { DeskItem } from './views/desk-item.ts'
import { timesKept } from './workload.ts'

test('B03 B44: the queue is walked page by page by the clock alone, late first, and a page reads a page however many wait', async (t) => {
  const { owner } = await testDatabase(t)
  const db = owner.kysely as unknown as Kysely<DeskTables>
  const now = new Date('2026-06-01T12:00:00.000Z')
  await owner.pool.query(
    `insert into desk_case select gen_random_uuid(), case when n % 20 = 0 then 'small' else 'big' end, true, null
     from generate_series(1, 20000) n`,
  )
  await owner.pool.query(
    `insert into desk_item select sort || '/' || case_id, case_id, owner, sort, $1::timestamptz - interval '1 day',
       date_trunc('second', $1::timestamptz + (random() * 40 - 10) * interval '1 hour'), null, null
     from desk_case, unnest($2::text[]) sort where random() < 0.2 or owner = 'small' and sort = 'message'`,
    [now.toISOString(), sorts],
  )
  await owner.pool.query('analyze')
  const expected = (await owner.pool.query(`select item, due from desk_item where owner = 'small' order by due, item`))
    .rows as { item: string; due: string }[]

  const walked: string[] = []
  let after: After | undefined
  for (let pages = 0; pages === 0 || after; pages++) {
    const { rows, more } = await deskQueue(db, 'small', now, { after })
    assert.ok(rows.length <= 50)
    walked.push(...rows.map(({ item }) => item))
    assert.ok(pages < 200)
    after = more
    for (const { sort, due, is } of rows) assert.equal(is === 'late', sort !== 'claim' && new Date(due) < now)
  }
  assert.deepEqual(
    walked,
    expected.map(({ item }) => item),
  )

  const late = expected.filter(({ item, due }) => !item.startsWith('claim/') && new Date(due) < now)
  const alarms = await deskAlarms(db as never, 'small', now)
  assert.equal(alarms.late, late.length)
  assert.ok(alarms.soon > 0)
  const only = await deskQueue(db, 'small', now, { only: 'challenge' })
  assert.ok(only.rows.every(({ sort }) => sort === 'challenge'))

  // Deep in a queue of tens of thousands, PostgreSQL reads little more than what the page shows.
  const middle = { due: now.toISOString(), item: '' }
  const { rows: plan } = await owner.pool.query(
    `explain (analyze, timing off, format json) select i.item from desk_item i join desk_case d using (case_id)
       where i.owner = 'big' and (i.due, i.item) > ($1::timestamptz, $2) order by i.due, i.item limit 51`,
    [middle.due, middle.item],
  )
  const touched = [...JSON.stringify(plan).matchAll(/"Actual Rows":\s*([\d.]+)/g)].map(([, n]) => Number(n))
  assert.ok(Math.max(...touched) <= 51, JSON.stringify(touched))

  const version = await deskVersion(db, 'small')
  assert.equal(await deskVersion(db, 'small'), version)
  await owner.pool.query('delete from desk_item where item = $1', [walked[0]])
  assert.notEqual(await deskVersion(db, 'small'), version)
})

test('B80: how long victims waited is told by half and by nine in ten, for the unit’s own cases of the last 28 days', async (t) => {
  const { owner } = await testDatabase(t)
  const now = new Date('2026-06-01T12:00:00.000Z')
  const done = (whose: string, hours: number, days: number) =>
    owner.pool.query(
      `insert into desk_done (item, due, owner, sort, since, done_at, missed)
         select 'message/' || gen_random_uuid(), at + interval '1 day', $1, 'message', at - $2 * interval '1 hour', at, $2 > 8
           from (select $3::timestamptz - $4 * interval '1 day' as at) one`,
      [whose, hours, now.toISOString(), days],
    )
  for (let hours = 1; hours <= 10; hours++) await done('met', hours, 2)
  await done('met', 500, 40)
  await done('city', 700, 2)
  const hour = 3_600_000
  assert.deepEqual(await timesKept(owner.kysely as unknown as Kysely<DeskItem>, 'met', now), [
    { sort: 'message', done: 10, inTime: 8, medianMs: 5.5 * hour, ninetyMs: 9 * hour, late: 0 },
  ])
})

test('B49: what was late is counted as it is listed: 28 days, cases with and without proof, and none left once each has a reason', async (t) => {
  const { owner } = await testDatabase(t)
  const db = owner.kysely as unknown as Kysely<DeskItem>
  const now = new Date('2026-06-01T12:00:00.000Z')
  const { rows } = await owner.pool.query<{ case_id: string }>(
    `insert into desk_case select gen_random_uuid(), whose, proved, null
     from (values ('met', true), ('met', false), ('met', true), ('city', true)) one (whose, proved) returning case_id`,
  )
  const [proved, claimed, kept, theirs] = rows.map(({ case_id }) => case_id)
  const late = (theft: string | undefined, days: number, whose = 'met') =>
    owner.pool.query(
      `insert into desk_deviation select 'message/' || gen_random_uuid(), at, $1, $2, 'message', at, null
       from (select $3::timestamptz - $4 * interval '1 day' as at) one`,
      [theft ?? null, whose, now.toISOString(), days],
    )
  for (const theft of [proved, proved, claimed, undefined]) await late(theft, 2)
  await late(kept, 29)
  await late(theirs, 2, 'city')
  const found = await deviations(db, 'met', now)
  assert.deepEqual([found.rows.length, found.all], [4, { cases: 3, deviating: 2, unexplained: 4 }])
  for (const { item } of found.rows)
    await owner.pool.query(`update desk_deviation set reason = 'overlooked' where item = $1`, [item])
  assert.deepEqual((await deviations(db, 'met', now)).all, { cases: 3, deviating: 2, unexplained: 0 })
})
