import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, type TestContext, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { checkDigit } from '#lib/imei/check-digit'
import { axe, launchBrowser, openScreen, sideways } from '../support/browser.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'
import { thefts } from '../support/thefts.ts'

const browser = await launchBrowser()
after(() => browser.close())
const loop = await openLoop(wholeFile)
await loop.organisation('demo-met', 'force')
const report = await thefts(wholeFile, loop)

// Two boroughs of the sample: what is drawn is the same, and it is in the table sooner.
const sample = new URL('../../data/london-points/theft-from-the-person_2018-02_2019-08.csv.gz', import.meta.url)
const rows = gunzipSync(readFileSync(sample)).toString().trim().split('\n')
const some = rows
  .map((row) => row.split(','))
  .filter(([, , , borough]) => ['Westminster', 'Barnet'].includes(borough ?? ''))
await loop.db.owner.pool.query(
  'insert into theft_point select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])',
  [0, 1, 2, 3, 4].map((column) => some.map((row) => row[column])),
)
const { cookie } = await loop.staff('demo-met', 'analyst', 'prevent-crime')

async function analyst(t: TestContext, url: string, options: BrowserContextOptions = {}) {
  const screen = await openScreen(t, browser, loop.config.publicUrl, options)
  const [name = '', value = ''] = cookie.split('=')
  await screen.context.addCookies([{ name, value, url: loop.config.publicUrl }])
  await screen.page.goto(url)
  return screen
}

let serial = 0
const imei = () => {
  const key = `3569382${String(++serial).padStart(7, '0')}`
  return key + checkDigit(key)
}

type Squares = {
  until: string
  thefts: number
  features: { properties: { h3: string; how_it_came: string | null } }[]
}

const squares = async (path = '/staff/hotspots/squares.geojson?of=reports') =>
  (await (await fetch(loop.origin + path, { headers: { cookie } })).json()) as Squares

const mapOf = (page: Page) => page.locator('.rb-map--live canvas')
const words = async (page: Page, selector: string) => ((await page.textContent(selector)) ?? '').replaceAll(/\s+/g, ' ')

/** In the page: how many points of a picture have nearly this colour, which the style sheet names. */
const pointsLike = (png: Buffer, token: string) => `(async () => {
  const picture = new Image()
  picture.src = 'data:image/png;base64,${png.toString('base64')}'
  await picture.decode()
  const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height })
  const pen = canvas.getContext('2d')
  pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--${token}')
  pen.fillRect(0, 0, 1, 1)
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data
  pen.drawImage(picture, 0, 0)
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height)
  let like = 0
  for (let at = 0; at < data.length; at += 4)
    if (Math.abs(data[at] - r) + Math.abs(data[at + 1] - g) + Math.abs(data[at + 2] - b) < 12) like += 1
  return like
})()`

test('the map is drawn from our own address alone, and all of it can be done by keyboard: look back, go through squares, open why', async (t) => {
  const { page, faults } = await analyst(t, '/staff/hotspots?borough=Westminster', {
    colorScheme: 'dark',
    viewport: { width: 800, height: 600 },
  })
  await mapOf(page).waitFor()
  const policy = (await (await page.request.get('/staff/hotspots')).headers())['content-security-policy'] ?? ''
  assert.match(policy, /worker-src 'self';/)
  assert.doesNotMatch(policy, /blob:|unsafe/)

  await page.getByRole('button', { name: 'Next square' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Rank 1: near').waitFor()
  const drawn = async () =>
    Number(await page.evaluate(pointsLike(await page.locator('.rb-map__box').screenshot(), 'brand')))
  await loop.until('squares are drawn', async () => (await drawn()) > 2000)

  await page.getByLabel('Look back').focus()
  assert.match(await words(page, '[data-part=method]'), /to the end of August 2019/)
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await page.locator('[data-part=method]', { hasText: 'to the end of March 2018' }).waitFor()
  assert.equal(await page.inputValue('#until'), '2018-03')
  assert.match(page.url(), /borough=Westminster&until=2018-03/)
  assert.match(await words(page, '[data-part=list]'), /For April 2018 we expect .* was not tried on these months/)
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(faults, [])

  await page.getByRole('link', { name: /^Why rank \d+ is on the list/ }).click()
  await page.getByRole('heading', { name: 'Why it is on the list' }).waitFor()
  assert.match(await words(page, 'main'), /to the end of March 2018.*How did it come\? .*expected here next month\? \d/)
})

test('without JavaScript the picture, the list and the form say the same; the published data have no hours and no dial', async (t) => {
  const { page } = await analyst(t, '/staff/hotspots', {
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  })
  assert.equal(await page.locator('.rb-map__box svg').isVisible(), true)
  assert.equal(await page.locator('canvas, .rb-slider:visible, .rb-map__keys:visible').count(), 0)
  assert.equal(await page.locator('.rb-dial').count(), 0)
  await page.getByLabel('As it was at the end of').selectOption('2018-06')
  await page.getByRole('button', { name: 'Show' }).click()
  assert.match(await words(page, 'main'), /to the end of June 2018.*Too short a time to tell/)
  const then = await page.getByRole('link', { name: 'GeoJSON' }).getAttribute('href')
  const { until, features } = await squares(then ?? '')
  assert.equal(until, '2018-06')
  assert.equal((await page.getByRole('link', { name: /^Why/ }).count()) > 0 && features.length > 0, true)
  assert.equal(features[0]?.properties.how_it_came, null)
  const csv = await (await fetch(loop.origin + then?.replace('geojson', 'csv'), { headers: { cookie } })).text()
  const [head = '', first = '', ...rest] = csv.trim().split('\r\n')
  assert.equal(head.split(',').length, first.replace(/"[^"]*"/, '').split(',').length)
  assert.equal(rest.length + 1, features.length)
  assert.ok(first.includes(`,${features[0]?.properties.h3},,`) && first.endsWith(',2018-06'), first)
})

test('where nothing draws in three dimensions, the picture stays', async (t) => {
  const screen = await openScreen(t, browser, loop.config.publicUrl)
  const [name = '', value = ''] = cookie.split('=')
  await screen.context.addCookies([{ name, value, url: loop.config.publicUrl }])
  await screen.page.addInitScript(`HTMLCanvasElement.prototype.getContext = () => null`)
  const asked = screen.page.waitForResponse(/maplibre\./)
  await screen.page.goto('/staff/hotspots')
  await (await asked).finished()
  await screen.page.locator('[data-map]:empty').waitFor({ state: 'attached' })
  assert.equal(await screen.page.locator('.rb-map__box svg').isVisible(), true)
  assert.deepEqual(
    screen.faults.filter((fault) => fault.startsWith('left')),
    [],
  )
})

test('B13: a new report comes onto the open map by itself; the list that is being read waits until it is asked', async (t) => {
  const viewport = { width: 320, height: 640 }
  await loop.db.owner.pool.query(
    `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, happened, hour_told, method, source, proved, change)
     select gen_random_uuid(), 'demo-public', 528600 + 150 * e, 180750 + 150 * n, 50, ago, date_trunc('hour', ago), ago, 'snatch', 'victim', false, nextval('theft_cell_changes')
     from generate_series(0, 7) e, generate_series(0, 7) n, generate_series(1, 3), (select now() - interval '10 days') long (ago)`,
  )
  await report.report({ place: { text: 'Oxford Circus' }, imei: imei() })
  await loop.until('all are counted', async () => (await squares()).thefts === 193)
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
  const then = await squares(`/staff/hotspots/squares.geojson?of=reports&until=${daysAgo(3)}`)
  assert.deepEqual([then.until, then.thefts, then.features.length], [daysAgo(3), 192, 64])
  const { page, faults } = await analyst(t, '/staff/hotspots?of=reports', { viewport })
  await mapOf(page).waitFor()
  assert.match(
    await words(page, '.rb-dial'),
    /the busiest three hours are \w+.*with 192 of 192 thefts whose hour we know.*These reports are simulated, and so are their days and hours/,
  )
  const before = await squares()
  const list = await words(page, '[data-part=list]')
  let looks = 0
  page.on('response', (response) => {
    if (response.url().includes('squares.geojson')) looks += 1
  })
  await report.report({ place: { text: 'Oxford Circus' }, imei: imei() })
  await loop.until('the data have it', async () => (await squares()).thefts === before.thefts + 1)
  const fresh = page.getByRole('button', { name: '1 new: show it in the list' })
  await fresh.waitFor()
  await loop.until('the map has taken it', async () => looks > 0)
  assert.equal(await words(page, '[data-part=list]'), list, 'nothing jumped')
  assert.deepEqual(await axe(page), [])
  assert.equal(await sideways(page), 0)
  assert.deepEqual(await keyboardOnly(page), [])
  await fresh.click()
  await page.locator('[data-part=method]', { hasText: `${before.thefts + 1} thefts` }).waitFor()
  assert.equal(await fresh.count(), 0)
  // Of a square with fewer than three it is told that something changed, and not how many.
  await report.report({ place: { text: 'Brixton station' }, imei: imei() })
  await page.getByRole('button', { name: 'The counts have changed: show them in the list' }).click()
  await page.locator('[data-part=list]', { hasText: 'of 65 squares' }).waitFor()
  assert.match(await words(page, '[data-part=method]'), new RegExp(`${before.thefts + 1} thefts`))
  assert.deepEqual(faults, [])

  await page.getByLabel('How it was taken').selectOption({ label: 'Phone robbery' })
  await page.getByRole('button', { name: 'Show' }).click()
  await mapOf(page).waitFor()
  assert.match(page.url(), /method=robbery/)
  assert.match(await words(page, 'main'), /No square has enough thefts of this kind to be told/)
  assert.deepEqual(await axe(page), [])
  assert.equal(await sideways(page), 0)
  assert.deepEqual(faults, [])

  await page.goto('/staff/patterns')
  await page.getByText('Nothing waits').waitFor()
  await loop.db.owner.pool.query(
    `with found as (
       insert into pattern_finding (finding, pattern, starts, ends, thefts, expected_tenths, chance_one_in, found_at)
       values (gen_random_uuid(), 'near-repeat', now() - interval '1 day', now(), 9, 0, 900, now()) returning finding)
     insert into pattern_place (finding, demo, pattern, method, eastings, northings, until)
       select finding, true, 'near-repeat', 'snatch', '{529050}', '{181200}', now() + interval '1 day' from found`,
  )
  await loop.db.owner.pool.query(`select pg_notify('live', 'patterns')`)
  await page.getByRole('button', { name: '1 waits now: show it' }).click()
  await page.getByText('9 thefts from').waitFor()
  assert.match(
    await words(page, 'main'),
    /9 thefts from .* \(hour of the theft where it was told, else of the report\)\. Hardly any would be usual/,
  )
  assert.deepEqual(await axe(page), [])
  assert.equal(await sideways(page), 0)
})
