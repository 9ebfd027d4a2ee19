import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { after, test } from 'node:test'
import { createGunzip } from 'node:zlib'
import { asStaff } from '#http/testing'
import { importCrimes, theftPoints } from '#modules/statistics/import-crimes'
import { axe, launchBrowser, openScreen, sideways } from '../support/browser.ts'
import type { TestDatabase } from '../support/database.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openSite, wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
const { origin, db } = await openSite(wholeFile)
after(() => browser.close())

/** `count` thefts reported so many months ago, by the database's clock. */
const thefts = (count: number, monthsAgo: number) =>
  db.owner.pool.query(
    `insert into theft_report_count
     select gen_random_uuid(), 'met', to_char(now() at time zone 'utc' - make_interval(months => $2), 'YYYY-MM')
     from generate_series(1, $1::int)`,
    [count, monthsAgo],
  )
await thefts(71, 3)
await thefts(4, 2)
await thefts(9, 1)
await thefts(50, 0)

test('a reader finds the figure, its answer in a sentence, and the same numbers in the table and the file', async (t) => {
  const { page, context } = await openScreen(t, browser, origin, { javaScriptEnabled: false })
  await page.goto('/')
  await page.getByRole('link', { name: 'See the figures' }).click()
  await page.getByRole('link', { name: 'Phone thefts reported' }).click()
  assert.match(
    String(await page.textContent('#says')),
    /^The highest month was \w+ \d{4}: 71\. 2 of 12 months had too few/,
  )
  const cells = await page.locator('tbody td').allTextContents()
  // 9 is hidden with 4: else 4 were 84 less 71 less 9.
  const shown = ['71', 'too few to publish', 'too few to publish', '84']
  assert.deepEqual(cells.map((cell) => cell.trim()).slice(-4), shown)
  const file = await context.request.get(`${origin}/figures/thefts-reported/months.csv`)
  const rows = (await file.text()).trim().split('\r\n').slice(-4)
  assert.deepEqual(
    rows.map((row) => row.split(',').slice(-3)),
    [
      ['thefts', '71', 'shown'],
      ['thefts', '', 'too-few'],
      ['thefts', '', 'too-few'],
      ['thefts', '84', 'shown'],
    ],
  )
  const asJson = await context.request.get(`${origin}/figures/thefts-reported/months.json`)
  const { figures } = (await asJson.json()) as { figures: { value: number | null }[] }
  assert.deepEqual(
    figures.slice(-4).map(({ value }) => value),
    [71, null, null, 84],
  )
})

test('a month that is not over is not published', async (t) => {
  const { page } = await openScreen(t, browser, origin)
  await page.goto('/figures/thefts-reported')
  assert.equal(await page.locator('tbody tr').count(), 13) // and all together
  assert.equal((await page.locator('tbody td').allTextContents()).includes('50'), false)
})

test('the picture fits a phone and passes WCAG 2.2 AA in light and dark', async (t) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, faults } = await openScreen(t, browser, origin, {
      viewport: { width: 320, height: 640 },
      colorScheme,
    })
    await page.goto('/figures/thefts-reported')
    assert.deepEqual(await axe(page), [])
    assert.equal(await sideways(page), 0)
    assert.deepEqual(faults, [])
  }
})

/** `count` thefts of a tenant last month, blocked by two networks, one fast and one that never answers. */
const blocked = (to: TestDatabase, tenant: string, count: number) =>
  to.owner.pool.query(
    `with theft as (
       insert into measured_case (case_id, tenant, reported_at)
       select gen_random_uuid(), $1, date_trunc('month', now()) - interval '10 days' from generate_series(1, $2::int)
       returning case_id, reported_at as at)
     insert into measured_stop
       select case_id, 'fast-network', 'block-handset', at, at + interval '1.5 seconds' from theft
       union all select case_id, 'slow-network', 'block-handset', at, null from theft`,
    [tenant, count],
  )

test('B54: each network stands in the league with its time, and one that never confirms is not hidden', async (t) => {
  await blocked(db, 'met', 20)
  const { page } = await openScreen(t, browser, origin)
  await page.goto('/figures/time-to-block')
  assert.match(String(await page.textContent('#says')), /^Half were blocked within: 1\.5 s over these 12 months/)
  const rows = page.locator('table', { hasText: 'By network' }).locator('tbody tr')
  assert.deepEqual(
    (await rows.allTextContents()).map((row) => row.trim().split(/\s*\n\s*/)),
    [
      ['fast-network', '20', '20', '100%', '1.5 s', '1.5 s'],
      ['slow-network', '20', '0', '0%', 'none to count', 'none to count'],
      ['All together', '40', '20', '50%', '1.5 s', '1.5 s'],
    ],
  )
  assert.ok(await page.getByRole('heading', { name: 'right of reply' }).isVisible())
})

test('a demo shows simulated figures apart, named so, and its real figures stay without them', async (t) => {
  const demo = await openSite(t, { demo: true })
  await demo.db.owner.pool.query(
    `insert into organisation values ('demo-public', 'The public (pretend)', 'public', true)`,
  )
  await blocked(demo.db, 'demo-public', 30)
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, context, faults } = await openScreen(t, browser, demo.origin, {
      ...{ viewport: { width: 320, height: 640 }, colorScheme, javaScriptEnabled: colorScheme === 'light' },
    })
    await page.goto('/figures/time-to-block')
    assert.ok(await page.getByRole('heading', { name: 'In simulation: no figure from the street' }).isVisible())
    assert.match(String(await page.textContent('#says-simulated')), /1\.5 s/)
    assert.match(String(await page.textContent('#says')), /No month of these 12 has a figure to show/)
    if (colorScheme === 'light') assert.deepEqual(await axe(page), [])
    assert.equal(await sideways(page), 0)
    assert.deepEqual(faults, [])
    const real = await (await context.request.get(`${demo.origin}/figures/time-to-block/months.csv`)).text()
    assert.doesNotMatch(real, /simulated|network/)
    const simulated = await (await context.request.get(`${demo.origin}/figures/time-to-block/in-simulation.csv`)).text()
    assert.match(simulated, /^simulated,time-to-block,all,fast-network,median,seconds,1\.5,shown\r$/m)
  }
})

test('the map of real thefts has its answer above it and its numbers beside it, on a phone, in the dark and on paper', async (t) => {
  const folder = new URL('../../data/london-points/', import.meta.url)
  const name = 'theft-from-the-person_2018-02_2019-08.csv'
  const file = createReadStream(new URL(`${name}.gz`, folder)).pipe(createGunzip())
  await importCrimes(db.owner.pool, file, name, theftPoints, { batchRows: 5000, pauseMs: 0 })
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, faults } = await openScreen(t, browser, origin, {
      viewport: { width: 320, height: 640 },
      colorScheme,
    })
    const answer = await page.goto('/figures/map')
    assert.ok(((await answer?.body())?.length ?? 0) < 100_000)
    assert.match(
      String(await page.textContent('#map-says')),
      /^Half of the 85,073 thefts from February 2018 to August 2019 happened in \d+ of [\d,]+ squares/,
    )
    assert.match(String(await page.locator('tbody tr').first().textContent()), /Westminster/)
    assert.equal(await page.locator('tbody tr').count(), 33)
    assert.match(String(await page.locator('.rb-map__key').textContent()), /500 to 1,999 thefts/)
    assert.match(String(await page.locator('tbody').textContent()), /Greenwich\s*877\s*1\.0%/)
    assert.deepEqual(await axe(page), [])
    assert.equal(await sideways(page), 0)
    await page.emulateMedia({ media: 'print' })
    assert.ok(await page.locator('.rb-map svg').first().isVisible())
    assert.deepEqual(faults, [])
  }
  const csv = await (await fetch(`${origin}/figures/map/boroughs.csv`)).text()
  assert.match(csv, /^Westminster,2018-02,2019-08,\d+,/m)
})

test('B13 B22: an analyst sees the hotspots of the real thefts as map, list and file, and why each square is there', async (t) => {
  const small = { viewport: { width: 320, height: 640 } }
  const { page, context, faults } = await openScreen(t, browser, origin, {
    ...small,
    extraHTTPHeaders: { ...asStaff('analyst'), 'ringback-purpose': 'prevent-crime' },
  })
  await page.goto('/staff/hotspots')
  assert.match(
    String(await page.textContent('#map-says')),
    /^\d+ squares of 7[\d,]+ in London are listed\. The first is near /,
  )
  assert.match(String(await page.textContent('main')), /held (3[5-9]|4\d|5\d)% of its thefts/)
  assert.equal(await page.locator('tbody tr').count(), 30)
  await page.locator('.rb-map--live canvas').waitFor() // what comes with the map is reached by Tab too
  assert.deepEqual([...(await axe(page)), ...(await keyboardOnly(page))], [])
  assert.equal(await sideways(page), 0)
  const file = await (await context.request.get(`${origin}/staff/hotspots/squares.csv`)).text()
  const lines = file.trim().split('\r\n')
  const boroughs = lines.slice(1).map((line) => line.replace(/"[^"]*"/, '').split(',')[2]) // names have commas
  assert.equal(new Set(boroughs).size, 33, 'B22: every borough is on it')
  await page.selectOption('#borough', 'Havering')
  await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Show' }).click()])
  assert.match(String(await page.textContent('#map-says')), /squares in Havering are listed/)
  await page.getByRole('link', { name: /^Why/ }).first().click()
  assert.match(String(await page.textContent('main')), /What would take it off the list\? \d+ days without a theft/)
  assert.deepEqual(await axe(page), [])
  assert.equal(await sideways(page), 0)
  await page.goto('/staff/hotspots?of=reports')
  assert.match(String(await page.textContent('#map-says')), /No theft is counted yet/)
  assert.deepEqual([...(await axe(page)), ...faults], [])
  assert.equal((await page.goto('/staff/hotspots/1'))?.status(), 404)
  await page.goto('/staff/hotspots/sheet?borough=Camden')
  assert.match(String(await page.textContent('h1')), /^Camden, \w+day \d+ November, 14:00 to 18:00$/)
  assert.ok((await page.locator('tbody tr').count()) > 12)
  assert.deepEqual([...(await axe(page)), ...(await keyboardOnly(page))], [])
  assert.equal(await sideways(page), 0)
})

test('a figure that nobody publishes is not found, as page and as file', async (t) => {
  const { context } = await openScreen(t, browser, origin)
  for (const path of ['none', 'none/months.csv', 'none/months.json', 'thefts-reported/in-simulation.csv'].map(
    (one) => `/figures/${one}`,
  ))
    assert.equal((await context.request.get(origin + path)).status(), 404)
})
