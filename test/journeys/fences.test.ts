import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { gridOf } from '#lib/geo/grid'
import { axe, launchBrowser, openScreen, sideways } from '../support/browser.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
after(() => browser.close())
const loop = await openLoop(wholeFile)
await loop.organisation('demo-met', 'force')

async function screen(t: TestContext, options: BrowserContextOptions = {}) {
  await loop.db.owner.pool.query('delete from geofence')
  const { cookie } = await loop.staff('demo-met', 'neighbourhood-officer', 'prevent-crime')
  const [name = '', value = ''] = cookie.split('=')
  const opened = await openScreen(t, browser, loop.config.publicUrl, options)
  await opened.context.addCookies([{ name, value, url: loop.config.publicUrl }])
  await opened.page.goto('/staff/fences')
  return opened
}

const mapOf = (page: Page) => page.locator('.rb-map--live canvas')
const says = (page: Page) => page.locator('[data-draw-says]')
const field = (page: Page) => page.getByLabel('Where?')
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const begin = (page: Page) => button(page, 'Begin this geofence').click()
const lines = async (page: Page) => (await field(page).inputValue()).split('\n').filter(Boolean)

async function at(map: Locator, [right, down]: readonly [number, number]) {
  const { width = 0, height = 0 } = (await map.boundingBox()) ?? {}
  return { position: { x: width / 2 + right, y: height / 2 + down } }
}

/** Near enough that a few hundred points are a street corner. */
async function comeCloser(page: Page, map: Locator) {
  await map.focus()
  for (let time = 0; time < 4; time++) {
    await page.keyboard.press('=')
    await page.waitForTimeout(400)
  }
}

type Shape =
  | { kind: 'circle'; easting: number; northing: number; radius: number }
  | { kind: 'polygon'; corners: [number, number][] }
const shapes = async () =>
  (await loop.db.owner.pool.query<{ shape: Shape }>('select shape from geofence order by starts')).rows.map(
    ({ shape }) => shape,
  )

/** A corner as the field says it, in whole metres of the grid. */
const metres = (line: string) => {
  const [lat = 0, lon = 0] = line.split(',').map(Number)
  const { easting, northing } = gridOf({ lat, lon })
  return [easting, northing]
}

test('B73: an officer draws a shape with the mouse, takes a corner back, and begins it: it has the corners of the map, and comes onto another open map by itself', async (t) => {
  const { page, faults } = await screen(t)
  const other = await openScreen(t, browser, loop.config.publicUrl, { viewport: { width: 800, height: 600 } })
  await other.context.addCookies(await page.context().cookies())
  await other.page.goto('/staff/fences')
  await mapOf(other.page).waitFor()
  const map = mapOf(page)
  await map.waitFor()
  await comeCloser(page, map)
  await button(page, 'Draw a shape').click()
  const put = async (...where: [number, number]) => map.click(await at(map, where))
  await put(-60, -50)
  await put(60, -50)
  await button(page, 'Finish').click()
  assert.match((await says(page).textContent()) ?? '', /A shape needs 3 corners. It has 2/)
  await put(200, 90)
  assert.equal((await lines(page)).length, 3)
  await button(page, 'Undo the last').click()
  await put(60, 50)
  await map.dblclick(await at(map, [-60, 50]))
  assert.match((await says(page).textContent()) ?? '', /The shape of 4 corners is in the field below/)
  const typed = await lines(page)
  assert.equal(typed.length, 4, 'a double click is one corner')
  assert.deepEqual(await axe(page), [])
  const seen = other.page.locator('[data-holds]', { hasText: 'Shape of 4 corners near' }).waitFor()
  await begin(page)
  await page.getByText('Shape of 4 corners near').waitFor()
  const shown = performance.now()
  await seen
  t.diagnostic(`on the other map ${Math.round(performance.now() - shown)} ms after the own page had it`)
  const [shape] = await shapes()
  assert.deepEqual(shape?.kind === 'polygon' && shape.corners, typed.map(metres))
  await mapOf(page).waitFor()
  assert.deepEqual([faults, other.faults], [[], []])
})

test('B73: all of it can be done by keyboard, on a phone too: corners in the middle of the map, Enter, Escape; and a circle', async (t) => {
  const { page, faults } = await screen(t, { viewport: { width: 320, height: 640 }, colorScheme: 'dark' })
  const map = mapOf(page)
  await map.waitFor()
  await comeCloser(page, map)
  await field(page).fill('Oxford Circus')
  await button(page, 'Draw a shape').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Space')
  assert.equal((await lines(page)).length, 1)
  await page.keyboard.press('Escape')
  assert.equal(await field(page).inputValue(), 'Oxford Circus', 'what was typed is there again')
  await button(page, 'Draw a shape').focus()
  await page.keyboard.press('Enter')
  // The map takes a moment to move; a corner where the last one is would be none.
  const putNext = (count: number) =>
    loop.until('the corner is there', async () => {
      await page.keyboard.press('Space')
      return (await lines(page)).length === count
    })
  await putNext(1)
  for (const [at, key] of ['ArrowRight', 'ArrowDown', 'ArrowLeft'].entries()) {
    await page.keyboard.press(key)
    await putNext(at + 2)
  }
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Enter')
  assert.match((await says(page).textContent()) ?? '', /The shape of 3 corners is in the field below/)
  const corners = await lines(page)
  assert.equal(new Set(corners).size, 3)
  assert.deepEqual(await axe(page), [])
  assert.equal(await sideways(page), 0)
  assert.deepEqual(await keyboardOnly(page), [])

  await button(page, 'Draw a circle').click()
  await page.keyboard.press('Space')
  await page.getByLabel('Radius of a circle').fill('9')
  await button(page, 'Finish').click()
  assert.match((await says(page).textContent()) ?? '', /Type a radius of 50 to 2000 metres/)
  await page.getByLabel('Radius of a circle').fill('220')
  await button(page, 'Finish').click()
  const [middle = ''] = await lines(page)
  await begin(page)
  await page.getByText('Circle of 220 m near').waitFor()
  const [circle] = await shapes()
  assert.deepEqual(circle?.kind === 'circle' && [circle.easting, circle.northing, circle.radius], [
    ...metres(middle),
    220,
  ])
  assert.deepEqual(faults, [])
})

test('what the server says of a drawing is said at the field, and the drawing is there still; without JavaScript there is no map and all the rest', async (t) => {
  const { page } = await screen(t, { colorScheme: 'dark' })
  const map = mapOf(page)
  await map.waitFor()
  await button(page, 'Draw a circle').click()
  await map.click(await at(map, [0, 0]))
  await map.click(await at(map, [0, 90]))
  assert.equal(await page.getByLabel('Radius of a circle').inputValue(), '2000', 'no wider than the server takes')
  await button(page, 'Draw a shape').click()
  for (const [right, down] of [
    [-200, -150],
    [200, -150],
    [200, 150],
  ] as const)
    await map.click(await at(map, [right, down]))
  await page.keyboard.press('Enter')
  const typed = await field(page).inputValue()
  await begin(page)
  await page.getByRole('link', { name: /too wide/ }).waitFor()
  assert.equal((await field(page).inputValue()).replaceAll('\r', ''), typed)
  await mapOf(page).waitFor()

  const plain = await screen(t, { javaScriptEnabled: false })
  assert.equal(await plain.page.locator('[data-map-figure]').isVisible(), false)
  await field(plain.page).fill('51.5154, -0.1410')
  await begin(plain.page)
  assert.equal(await plain.page.getByText('Circle of 150 m near').count(), 1)
})
