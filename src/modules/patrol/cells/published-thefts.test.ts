import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#test/support/database'
import { londonCells } from './london-cells.ts'
import { publishedCells } from './published-cells.ts'
import { publishedThefts, publishedVersion, together } from './published-thefts.ts'

test('months of street files follow where a borough has none by point, once the Met’s file is here; the City alone, other crimes and rows without a place do not', async (t) => {
  const { server, owner } = await testDatabase(t)
  await owner.pool.query(`insert into theft_point values ('2019-08', '-0.14', '51.5', 'Westminster', '7')`)
  const before = await publishedVersion(server.kysely)
  let id = 0
  const crimes = async (rows: readonly [month: string, force: string, type: string, lon: string][]) => {
    for (const [month, force, type, lon] of rows)
      await owner.pool.query(`insert into street_crime values ($1, $2, $3, $4, $5, '51.51', '', '', '')`, [
        `${++id}`,
        ...[month, force, type, lon],
      ])
  }
  const [met, city, theft] = ['Metropolitan Police Service', 'City of London Police', 'Theft from the person']
  await crimes([
    ['2019-08', met, theft, '-0.14'], // a month of a borough that is here by point already
    ['2019-08', met, theft, '-0.14'],
    ['2019-08', met, theft, '-0.09'], // the same month of another borough
    ['2023-11', city, theft, '-0.09'],
    ['2023-12', met, theft, '-0.1'],
    ['2023-12', met, theft, '-0.1'],
    ['2023-12', met, 'Burglary', '-0.1'],
    ['2023-12', met, theft, ''],
    ['2023-12', city, theft, '-0.09'],
  ])
  assert.notEqual(await publishedVersion(server.kysely), before)
  const found = (await publishedThefts(server.kysely)).map(({ month, thefts }) => `${month} ${thefts}`)
  assert.deepEqual(found.sort(), ['2019-08 1', '2019-08 7', '2023-12 1', '2023-12 2'])
  // A mended list: as many rows, months and thefts as before, one of them in another square.
  const unmended = await publishedVersion(server.kysely)
  assert.equal(await publishedVersion(server.kysely), unmended)
  await server.pool.query(`update theft_point set longitude = '-0.142'`)
  assert.notEqual(await publishedVersion(server.kysely), unmended)
  // A read that failed is no answer: the next look reads again.
  await owner.pool.query('alter table theft_point rename to theft_point_away')
  await assert.rejects(publishedCells(server.kysely), /theft_point/)
  await owner.pool.query('alter table theft_point_away rename to theft_point')
  assert.equal((await publishedCells(server.kysely)).thefts, 11)
})

test('a list of one borough takes the place of that borough’s street file of the month, and of no other’s', () => {
  const [westminster, camden] = [
    { lon: -0.1419, lat: 51.5152 },
    { lon: -0.1426, lat: 51.539 },
  ]
  const may = { month: '2026-05', thefts: 3 }
  const street = [
    { ...may, ...westminster },
    { ...may, ...camden },
    { ...may, month: '2026-04', ...camden },
    { ...may, lon: -3, lat: 51.5 }, // not in London
  ]
  const { boroughs, boroughOf } = londonCells()
  const said = (borough: string) =>
    together([{ ...may, ...camden, thefts: 5, borough }], street).map(
      ({ month, cell, thefts }) => `${month} ${boroughs[boroughOf[cell] as number]} ${thefts}`,
    )
  const wanted = ['2026-04 Camden 3', '2026-05 Camden 5', '2026-05 Westminster 3']
  assert.deepEqual(said('Camden'), wanted)
  assert.deepEqual(said('LB Camden'), wanted, 'whatever the list calls it')
})

test('a list of one borough for a month of which nothing else is known is no month of London', () => {
  const { boroughs } = londonCells()
  const months = ['2026-04', '2026-05'].flatMap((month) =>
    boroughs.map((borough) => ({ month, lon: -0.1419, lat: 51.5152, thefts: 1, borough })),
  )
  const alone = { month: '2026-06', lon: -0.1419, lat: 51.5152, thefts: 500, borough: 'Westminster' }
  assert.deepEqual([...new Set(together([...months, alone], []).map(({ month }) => month))], ['2026-04', '2026-05'])
  // With the street file of June it is.
  const street = [{ month: '2026-06', lon: -0.1426, lat: 51.539, thefts: 3 }]
  assert.equal(together([...months, alone], street).at(-1)?.month, '2026-06')
  // Where one borough is all that was ever told, it is all there is.
  assert.equal(together([alone], []).length, 1)
})
