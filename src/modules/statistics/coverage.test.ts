import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '#test/support/database'
import { coverageOf } from './coverage.ts'
import { theftMap } from './map/theft-map.ts'
import { theftsInPlace } from './thefts-in-place.ts'

const all = Array.from({ length: 10 }, (_, at) => `borough ${at}`)

test('a month of one borough is no month of all places, and what is not covered is not known', () => {
  const published = [
    ...all.map((borough) => ({ month: '2026-04', borough })),
    { month: '2026-05', borough: 'borough 3' },
  ]
  const { whole, partial, covers, boroughs } = coverageOf(published)
  assert.deepEqual([whole, partial, boroughs.size], [['2026-04'], [{ month: '2026-05', boroughs: 1 }], 10])
  assert.deepEqual([covers('2026-05', 'borough 3'), covers('2026-05', 'borough 4')], [true, false])
  // Where nobody ever told of another borough, its months are all there are.
  assert.deepEqual(coverageOf([{ month: '2026-05', borough: 'a' }]).whole, ['2026-05'])
})

test('each month is whole or partial, whatever is published', () => {
  const one = fc.record({ month: fc.constantFrom('2026-03', '2026-04', '2026-05'), borough: fc.constantFrom(...all) })
  fc.assert(
    fc.property(fc.array(one), (published) => {
      const { whole, partial } = coverageOf(published)
      const told = [...whole, ...partial.map(({ month }) => month)].sort()
      assert.deepEqual(told, [...new Set(published.map(({ month }) => month))].sort())
      assert.ok(published.length === 0 || whole.length > 0 || partial.length > 1)
    }),
  )
})

test('the map and the months of a place leave out a month of one borough, and say so', async (t) => {
  const { server, owner } = await testDatabase(t)
  const put = (month: string, borough: string, thefts: number, at = 0) =>
    owner.pool.query(`insert into theft_point values ($1, $2, '51.5', $3, $4)`, [
      ...[month, `${(-0.1 - at / 50).toFixed(2)}`, borough, thefts],
    ])
  for (const month of ['2026-03', '2026-04'])
    for (const [at, borough] of all.entries()) await put(month, borough, 20, at)
  await put('2026-05', 'borough 3', 400, 3)
  const map = await theftMap(server.kysely)
  assert.deepEqual([map.months, map.thefts], [{ from: '2026-03', to: '2026-04' }, 400])
  assert.deepEqual(map.leftOut, [{ month: '2026-05', boroughs: 1 }])
  assert.deepEqual(map.boroughs[0], { borough: 'borough 0', thefts: 40, percent: 10, unknown: 0 })
  assert.equal(map.known, 10)
  assert.deepEqual(await theftsInPlace(server.kysely, 'borough 4'), [
    { month: '2026-03', here: 20, everywhere: 200 },
    { month: '2026-04', here: 20, everywhere: 200 },
  ])

  // A borough that is missing in an otherwise whole month: its own months are fewer, and all places are those that are always known.
  await owner.pool.query(`delete from theft_point where month = '2026-04' and borough = 'borough 9'`)
  assert.deepEqual((await theftMap(server.kysely)).boroughs.at(-1), {
    ...{ borough: 'borough 9', thefts: 20, percent: 5.3, unknown: 1 },
  })
  assert.deepEqual(await theftsInPlace(server.kysely, 'borough 9'), [{ month: '2026-03', here: 20, everywhere: 180 }])
})
