import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#test/support/database'
import { publishedThefts, publishedVersion } from './published-thefts.ts'

test('months of street files follow those by point, once the Met’s file is here; the City alone, other crimes and rows without a place do not', async (t) => {
  const { server, owner } = await testDatabase(t)
  await owner.pool.query(`insert into theft_point values ('2019-08', '-0.1', '51.5', 'Westminster', '7')`)
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
    ['2019-08', met, theft, '-0.1'], // a month that is here by point already
    ['2023-11', city, theft, '-0.09'],
    ['2023-12', met, theft, '-0.1'],
    ['2023-12', met, theft, '-0.1'],
    ['2023-12', met, 'Burglary', '-0.1'],
    ['2023-12', met, theft, ''],
    ['2023-12', city, theft, '-0.09'],
  ])
  assert.notEqual(await publishedVersion(server.kysely), before)
  const found = (await publishedThefts(server.kysely)).map(({ month, lon, thefts }) => `${month} ${lon} ${thefts}`)
  assert.deepEqual(found.sort(), ['2019-08 -0.1 7', '2023-12 -0.09 1', '2023-12 -0.1 2'])
})
