import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { test } from 'node:test'
import { createGunzip } from 'node:zlib'
import fc from 'fast-check'
import { testDatabase } from '#test/support/database'
import { importCrimes, theftPoints } from '../import-crimes.ts'
import { simplified } from './outline.ts'
import { theftMap } from './theft-map.ts'

test('the real thefts of London lie on the map, added up, in fewer than 100 kB', async (t) => {
  const { server } = await testDatabase(t)
  const name = 'theft-from-the-person_2018-02_2019-08.csv'
  const file = createReadStream(new URL(`../../../../data/london-points/${name}.gz`, import.meta.url)).pipe(
    createGunzip(),
  )
  const read = await importCrimes(server.pool, file, name, theftPoints, { batchRows: 5000, pauseMs: 0 })
  assert.deepEqual([read.rows, read.rejected], [46_451, 0])
  const map = await theftMap(server.kysely)
  assert.equal(map.thefts, 85_073)
  assert.deepEqual(map.months, { from: '2018-02', to: '2019-08' })
  assert.equal(map.boroughs[0]?.borough, 'Westminster')
  assert.equal(map.boroughs.length, 33)
  const bytes =
    map.boroughsPath.length + map.thamesPath.length + map.shades.reduce((sum, { path }) => sum + path.length, 0)
  assert.ok(bytes > 10_000 && bytes < 90_000, `${bytes} bytes`)
  assert.ok(map.half.cells > 0 && map.half.cells < map.half.of)
})

test('J3: a square or a borough with one to four thefts is not shown, nor to be had by subtraction', async (t) => {
  const { server, owner } = await testDatabase(t)
  for (const [lon, borough, thefts] of [
    ['-0.1', 'Camden', 4],
    ['-0.2', 'Brent', 6],
    ['0.1', 'Newham', 40],
  ])
    await owner.pool.query(`insert into theft_point values ('2018-02', $1, '51.5', $2, $3)`, [lon, borough, thefts])
  const { shades, boroughs } = await theftMap(server.kysely)
  assert.deepEqual(
    shades.map(({ cells }) => cells),
    [1, 1, 0, 0, 0],
  )
  assert.deepEqual(
    boroughs.map(({ borough, thefts }) => [borough, thefts]),
    [
      ['Newham', 40],
      ['Brent', null],
      ['Camden', null],
    ],
  )
})

test('a map of nothing is drawn too', async (t) => {
  const { server } = await testDatabase(t)
  const { months, thefts, half } = await theftMap(server.kysely)
  assert.deepEqual([months, thefts, half], [undefined, 0, { cells: 0, of: 0 }])
})

test('a simplified line keeps its ends and invents no point', () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }))
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 2, maxLength: 30 }),
      fc.integer({ min: 0, max: 20 }),
      (line, tolerance) => {
        const kept = simplified(line, tolerance)
        assert.deepEqual([kept[0], kept.at(-1)], [line[0], line.at(-1)])
        assert.ok(kept.length <= line.length)
        for (const one of kept) assert.ok(line.some(([x, y]) => x === one[0] && y === one[1]))
        if (tolerance === 0) assert.equal(simplified(kept, 0).length, kept.length)
      },
    ),
  )
})
