import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axe, launchBrowser, openScreen, sideways } from '../support/browser.ts'
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
    /^The highest month was \w+ \d{4}: 71\. 1 of 12 months had too few/,
  )
  const cells = await page.locator('tbody td').allTextContents()
  assert.deepEqual(cells.map((cell) => cell.trim()).slice(-3), ['71', 'too few to publish', '9'])
  const file = await context.request.get(`${origin}/figures/thefts-reported/months.csv`)
  const rows = (await file.text()).trim().split('\r\n').slice(-3)
  assert.deepEqual(
    rows.map((row) => row.split(',').slice(1)),
    [
      ['71', 'thefts', 'false'],
      ['', 'thefts', 'true'],
      ['9', 'thefts', 'false'],
    ],
  )
})

test('a month that is not over is not published', async (t) => {
  const { page } = await openScreen(t, browser, origin)
  await page.goto('/figures/thefts-reported')
  assert.equal(await page.locator('tbody tr').count(), 12)
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

test('a figure that nobody publishes is not found, as page and as file', async (t) => {
  const { context } = await openScreen(t, browser, origin)
  for (const path of ['/figures/none', '/figures/none/months.csv'])
    assert.equal((await context.request.get(origin + path)).status(), 404)
})
