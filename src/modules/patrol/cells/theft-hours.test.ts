import assert from 'node:assert/strict'
import test from 'node:test'
import { testDatabase } from '#test/support/database'
import { londonHour } from '../london-clock.ts'
import type { Pattern } from '../pattern.ts'
import { keepPlace, storyOf, theftsBefore } from '../pattern-places.ts'
import { londonCells } from './london-cells.ts'
import { lookAt } from './look.ts'
import { ReportedCells } from './reported-cells.ts'
import { countTheft, markProved, type TheftCell, tellHour, uncountTheft } from './theft-cell.ts'
import { WatchedThefts } from './watched-thefts.ts'

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

const square = { easting: 528_900, northing: 181_200, accuracy_metres: 50 }
const kind = { method: 'snatch', source: 'victim', proved: false, identified: false } as const
const theft = { ...kind, tenant: 'met', force: null } as const
const reported = (at: Date): TheftCell => ({
  ...{ ...square, ...theft, id: crypto.randomUUID(), at, happened: null, hour_told: null },
})
const hours = 3_600_000
const day = 24 * hours
const now = Date.parse('2026-11-27T12:00:00.000Z')

test('B13: a rise is decided on once for each theft: that one is proved, moved to where it was, or told the hour of, makes no other', async (t) => {
  const { server, owner } = await testDatabase(t)
  await owner.pool.query(`insert into organisation (slug, name, sort) values ('met', 'Met', 'force')`)
  const db = server.kysely as never
  // On another day of the week: at the hours of the series nothing is usual. Elsewhere in the city there is one at each of them.
  for (let week = 0; week <= 8; week++) {
    if (week > 0) await countTheft(db, reported(new Date(now - (7 * week + 3) * day)))
    for (let ago = 0; ago < 6; ago++)
      await countTheft(db, { ...reported(new Date(now - 7 * week * day - (ago + 1) * hours)), northing: 185_100 })
  }
  const watch = new WatchedThefts(false)
  const past = await watch.read(db, 9_999n)
  assert.deepEqual(past.rises, [])
  const last = BigInt(past.change)
  const series = Array.from({ length: 8 }, (_, ago) => reported(new Date(now - ago * hours)))
  for (const one of series.toReversed()) await countTheft(db, one)
  const found = await watch.read(db, last)
  assert.ok(found.rises.length > 0)
  const [first, second, third] = series as [TheftCell, TheftCell, TheftCell]
  await markProved(db, first.id)
  await tellHour(db, second.id, { happened: new Date(now - 2 * hours), hourTold: new Date(now) })
  await countTheft(db, { ...third, accuracy_metres: 20 }) // the same square, more exactly
  const later = await watch.read(db, BigInt(found.change))
  assert.deepEqual([later.rises, later.change], [[], `${BigInt(found.change) + 3n}`])
  await markProved(db, first.id)
  assert.equal((await watch.read(db, BigInt(later.change))).change, later.change, 'proved again changes nothing')
  // In another square it is another theft, and there they are a rise as well.
  for (const one of series) await countTheft(db, { ...one, easting: 530_400, accuracy_metres: 10 })
  assert.ok((await watch.read(db, BigInt(later.change))).rises.length > 0)
})

test('B13: weeks before anybody counted are no empty weeks, and a week begins with its first midnight', async (t) => {
  const { server, owner } = await testDatabase(t)
  await owner.pool.query(`insert into organisation (slug, name, sort) values ('met', 'Met', 'force')`)
  const db = server.kysely as never
  const midnight = (ago: number) => new Date(Date.parse('2026-11-27T00:00:00.000Z') - ago * day)
  const asked = { source: 'reports', tenant: 'met', handledBy: undefined, now: new Date(now) } as const
  const slices = async () =>
    (await lookAt(db, asked)).steps?.slices().map((one) => one.reduce((sum, all) => sum + all, 0))
  for (let ago = 69; ago > 0; ago -= 7) await countTheft(db, reported(midnight(ago)))
  assert.equal(await slices(), undefined)
  const first = reported(midnight(76))
  await countTheft(db, first)
  // Ten whole weeks and six days: in each of them one, at midnight of its first day but one.
  assert.deepEqual(await slices(), Array(10).fill(1))
  await countTheft(db, reported(midnight(70)))
  assert.deepEqual(await slices(), [2, ...Array(9).fill(1)])
  await countTheft(db, reported(midnight(84)))
  assert.equal((await slices())?.length, 12)
  await uncountTheft(db, first.id)
  assert.deepEqual((await slices())?.slice(0, 3), [1, 0, 2])
})

test('B13: a story is told once while it waits or is worked on; put aside it mutes what was there, and no growth and nothing after it', async (t) => {
  const { server, owner } = await testDatabase(t)
  const [db, { grid }] = [server.kysely as never, londonCells()]
  const watched = { demo: false, pattern: 'surge' }
  const finding = (from: number, thefts: number, squares = [7, 8]) => ({
    ...{ squares, from, to: from + 24, thefts, expected: 1, chance: 0.001 },
  })
  const told = async (id: string, from: number, thefts: number, squares?: number[]) => {
    await keepPlace(db, id, watched, finding(from, thefts, squares), { grid })
    await owner.pool.query(
      `insert into pattern_finding (finding, pattern, starts, ends, thefts, expected_tenths, chance_one_in, found_at)
       values ($1, 'surge', now(), now(), $2, 10, 1000, now())`,
      [id, thefts],
    )
  }
  const answered = (id: string, answer: string) =>
    owner.pool.query('update pattern_finding set answer = $2, answered_at = now() where finding = $1', [id, answer])
  const story = (from: number, thefts: number, squares?: number[]) =>
    storyOf(db, watched, finding(from, thefts, squares), grid)
  const until = async (id: string) => {
    const { rows } = await owner.pool.query('select until from pattern_place where finding = $1', [id])
    return londonHour(Date.parse(rows[0].until))
  }
  const one = '00000000-0000-4000-8000-00000000000a'
  const start = 480_000
  assert.deepEqual(await story(start, 10), { isTold: false })
  await told(one, start, 10)
  // While it waits it grows, whatever comes.
  assert.deepEqual([await story(start + 12, 90), await until(one)], [{ isTold: true }, start + 36])
  await answered(one, 'acknowledged')
  assert.deepEqual([await story(start + 20, 19, [8, 9]), await until(one)], [{ isTold: true }, start + 44])
  assert.deepEqual(
    await story(start + 20, 20, [9]),
    { isTold: false, follows: one },
    'wider by then, and twice as many',
  )
  assert.deepEqual(await story(start + 20, 20, [11]), { isTold: false }, 'another place')
  await answered(one, 'dismissed')
  assert.deepEqual([await story(start + 44, 19), await until(one)], [{ isTold: true }, start + 44])
  assert.deepEqual(await story(start + 45, 10), { isTold: false }, 'that it goes on after its time is news')
  assert.deepEqual(await story(start + 44, 20), { isTold: false, follows: one })
  // What was told anew is what the next are held against.
  const other = '00000000-0000-4000-8000-00000000000b'
  await told(other, start + 30, 20)
  await answered(other, 'dismissed')
  assert.deepEqual(await story(start + 44, 39), { isTold: true })
  assert.deepEqual(await story(start + 44, 40), { isTold: false, follows: other })
})
