import assert from 'node:assert/strict'
import { test } from 'node:test'
import { centreOf } from '#lib/cells/grid'
import { lonLatOf } from '#lib/geo/grid'
import { keepForecasts } from '#modules/patrol/forecast/theft-forecast'
import { londonCells } from '#modules/patrol/public'
import { openLoop } from './support/loop.ts'
import { staff } from './support/staff-browser.ts'

test('which of floor and learned model the pages use', async (whole) => {
  const now = new Date('2019-03-10T12:00:00.000Z')
  const loop = await openLoop(whole, { now: () => now })
  await loop.organisation('demo-met', 'force')
  const { grid, boroughOf, boroughs } = londonCells()
  const camden = [...boroughOf.keys()].filter((cell) => boroughs[boroughOf[cell] as number] === 'Camden')
  const [busy = 0, quiet = 0, unknown = 0] = camden.slice(300)
  for (const [month, cell, thefts] of [
    ['2019-01', busy, '9'],
    ['2019-02', busy, '9'],
    ['2019-02', quiet, '1'],
  ] as const) {
    const [easting, northing] = centreOf(grid, cell)
    const { lon, lat } = lonLatOf({ easting, northing })
    await loop.db.owner.pool.query('insert into theft_point values ($1, $2, $3, $4, $5)', [
      ...[month, lon.toFixed(6), lat.toFixed(6), 'Camden', thefts],
    ])
  }
  const gain = { mean: 0.012, low: 0.004, high: 0.02, level: 0.9875 }
  const floats = (of: Record<number, number>) => Float32Array.from(boroughOf, (_, cell) => of[cell] ?? 0)
  const keep = async (uses: 'floor' | 'learned') => {
    const { rows } = await loop.db.owner.pool.query('select number::text from published_reading')
    const because = uses === 'learned' ? ('better' as const) : ('may be chance' as const)
    const made = { [busy]: 0.2, [quiet]: 0.5, [unknown]: 0.3 }
    const learned = uses === 'learned' ? { listed: floats(made), shares: floats(made) } : undefined
    const release = { uses, because, floorUpTo: uses === 'learned' ? 0 : 1, periods: 12, gain }
    const tried = [{ month: '2019-03', seconds: 1, learned, release }]
    await keepForecasts(loop.db.server.kysely, tried, { reading: rows[0].number, now })
  }
  const analyst = await staff(loop, 'analyst', 'prevent-crime')
  const list = async (query = '') =>
    (await (await analyst.get(`/staff/hotspots/squares.csv?of=published${query}`)).text())
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',').slice(-5, -1))

  await whole.test('nothing was tried: the floor is used, and the page says so and how to try', async () => {
    const page = await analyst.page('/staff/hotspots?of=published')
    assert.match(page, /The learned model was not tried on these months, so the floor is used/)
    assert.deepEqual(
      (await list()).map((row) => row.slice(-2)),
      [
        ['', ''],
        ['', ''],
      ],
    )
  })

  await whole.test('tried and not released: the floor is used, and the page says why in plain words', async () => {
    await keep('floor')
    const page = await analyst.page('/staff/hotspots?of=published')
    assert.match(
      page,
      /The floor is used, for the learned model may be no better\. Over the 12 months before, its list held 1\.20 more of every 100 thefts/,
    )
    assert.match(page, /tried on the thefts that are here, on 10 March 2019/)
    assert.doesNotMatch(page, /Rank by the floor|Show the list by/)
  })

  await whole.test(
    'released: the learned model makes the list, with its gain and interval; the floor stands beside it, and is a list of its own',
    async () => {
      await keep('learned')
      const page = await analyst.page('/staff/hotspots?of=published')
      assert.match(
        page,
        /The learned model is used\. .*1\.20 more of every 100 thefts than the floor’s, likely between 0\.40 more and 2\.00 more/,
      )
      assert.match(
        page,
        /The list, the map and plans are made by the learned model\. The weights beside it are the floor/,
      )
      assert.match(page, /Made by the learned model, released for \w+ 20\d\d by the back-test of \d+ \w+ 20\d\d\./)
      // Each list has its own record: nothing of the floor's is said of the learned model's.
      assert.match(
        page,
        /learned model (was released for no month before|.*s lists, made before).*lists by decayed count, made before/,
      )
      assert.match(page, /Rank by the floor.*Expected by the learned model/)
      assert.deepEqual(
        (await list()).map(([, , rank]) => rank),
        ['2', '', '1'],
        'the second of the floor first, one that the floor does not know, then its first',
      )
      assert.match(await analyst.page(`/staff/hotspots/${unknown}?of=published`), /the learned model put it there/)
      const floor = await analyst.page('/staff/hotspots?of=published&by=floor')
      assert.match(floor, /Show the list by the learned model/)
      assert.doesNotMatch(floor, /Rank by the floor/)
      assert.equal((await list('&by=floor')).length, 2)
      const then = await analyst.page('/staff/hotspots?of=published&until=2019-01')
      assert.match(then, /was not tried on these months/, 'of another month it says nothing')
    },
  )
})
