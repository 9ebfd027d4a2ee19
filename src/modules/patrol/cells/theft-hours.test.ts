import assert from 'node:assert/strict'
import test from 'node:test'
import { testDatabase } from '#test/support/database'
import { londonHour } from '../london-clock.ts'
import type { Pattern } from '../pattern.ts'
import { theftsBefore } from '../pattern-places.ts'
import { ReportedCells } from './reported-cells.ts'
import { countTheft, tellHour } from './theft-cell.ts'

test('B21 B13: a theft whose hour nobody said has a day and no hour: it is in no dial and no series, and in what goes by reports', async (t) => {
  const { server, owner } = await testDatabase(t)
  await owner.pool.query(`insert into organisation (slug, name, sort) values ('met', 'Met', 'force')`)
  const db = server.kysely as never
  // Reported at nine in the morning, in winter. One was taken at one in the night; of the other nobody knows.
  const [at, night] = [new Date('2026-11-27T09:00:00.000Z'), new Date('2026-11-27T01:00:00.000Z')]
  const square = { easting: 528_900, northing: 181_200, accuracy_metres: 50, at }
  const kind = { method: 'snatch', source: 'victim', proved: true, identified: false } as const
  const theft = { ...square, ...kind, tenant: 'met', force: null }
  const ids = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] as const
  await countTheft(db, { ...theft, id: ids[0], happened: night, hour_told: at })
  await countTheft(db, { ...theft, id: ids[1], happened: null, hour_told: null })
  const live = new ReportedCells({ demo: false })
  const week = async () => {
    await live.refresh(db)
    return [...live.counts.week().entries()].filter(([, count]) => count !== 0)
  }
  const friday = 4 * 24
  assert.deepEqual(await week(), [[friday + 1, 1]])
  assert.equal(live.thefts, 2)

  const until = londonHour(at.getTime()) + 3
  const hours = async (of: Pattern['hours'], end = until) =>
    (await theftsBefore(db, false, end, of)).map(({ hour }) => hour)
  const [nine, one] = [until - 3, until - 11]
  assert.deepEqual([await hours('of-theft'), await hours('of-report')], [[one], [nine, nine]])
  assert.deepEqual([await hours('of-theft', one + 1), await hours('of-report', one + 1)], [[one], []])
  // Where both count: that of the theft where it is known, never before the report is.
  assert.deepEqual([await hours('of-theft-or-report'), await hours('of-theft-or-report', one + 1)], [[one, nine], []])

  // Told later; said again without it, it stays; a better place leaves it alone.
  const evening = new Date('2026-11-27T20:00:00.000Z')
  const none = { happened: null, hour_told: null }
  await tellHour(db, ids[1], { happened: at, hourTold: evening })
  await countTheft(db, { ...theft, id: ids[1], ...none })
  await countTheft(db, { ...theft, id: ids[1], accuracy_metres: 20, easting: 529_050, ...none })
  assert.deepEqual(await week(), [
    [friday + 1, 1],
    [friday + 9, 1],
  ])
  // A vaguer place does not move it, and brings the hour.
  await countTheft(db, { ...theft, id: ids[1], accuracy_metres: 100, easting: 0, happened: night, hour_told: evening })
  const known = (end: number) => theftsBefore(db, false, end, 'of-theft-or-report')
  const told = londonHour(evening.getTime())
  assert.deepEqual(
    [(await known(told))[1], (await known(told + 1))[1]].map((row) => [row?.hour, row?.report, row?.told]),
    [
      [nine, nine, undefined],
      [one, nine, told],
    ],
    'until it was told, nobody knew it',
  )
  assert.deepEqual(await week(), [[friday + 1, 2]])
  const { rows } = await owner.pool.query('select easting, accuracy_metres from theft_cell order by id')
  assert.deepEqual(rows[1], { easting: 529_050, accuracy_metres: 20 })
})
