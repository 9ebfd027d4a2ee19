import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Purpose, Role } from '#http'
import { lonLatOf } from '#lib/geo/grid'
import { axe, launchBrowser, openScreen, sideways, untilHolds } from '../support/browser.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { phonesAtDealer } from '../support/plant-intelligence.ts'
import { wholeFile } from '../support/site.ts'
import { theftsAroundOxfordCircus } from '../support/theft-square.ts'

const browser = await launchBrowser()
after(() => browser.close())
// In the first hour of the shift.
const began = Date.parse('2027-01-15T14:02:00.000Z')
const opened = Date.now()
const loop = await openLoop(wholeFile, { now: () => new Date(began + Date.now() - opened) })
await loop.organisation('demo-met', 'force')
await theftsAroundOxfordCircus(loop, 'demo-met', new Date(began))

async function screen(t: TestContext, role: Role, purpose: Purpose, options: BrowserContextOptions = {}) {
  const { cookie } = await loop.staff('demo-met', role, purpose)
  const [name = '', value = ''] = cookie.split('=')
  const opened = await openScreen(t, browser, loop.config.publicUrl, {
    viewport: { width: 320, height: 640 },
    ...options,
  })
  await opened.context.addCookies([{ name, value, url: loop.config.publicUrl }])
  return opened
}

const fits = async (page: Page, where: string) => {
  assert.deepEqual(await axe(page), [], where)
  assert.equal(await sideways(page), 0, where)
}

test('B73: on a phone, a sergeant plans a shift and an officer in gloves walks it; a geofence that is drawn comes onto the open page by itself', async (t) => {
  const sergeant = await screen(t, 'neighbourhood-officer', 'prevent-crime')
  await sergeant.page.goto('/staff/shift')
  await sergeant.page.getByLabel('Units').fill('gx21\ngx22 car')
  await fits(sergeant.page, 'the form')
  await sergeant.page.getByLabel('Hours').fill('3')
  await sergeant.page.getByLabel('Where', { exact: true }).selectOption('Westminster')
  await sergeant.page.getByLabel('Plan from these thefts').selectOption('reports')
  await sergeant.page.getByRole('button', { name: 'Make the plan' }).click()
  await sergeant.page.getByText('2 units walk').waitFor()
  await fits(sergeant.page, 'the plan')

  const [row] = (await loop.db.owner.pool.query('select body from shift_plan')).rows as [{ body: Body }]
  const first = row.body.squares[row.body.tours[0]?.stops[0]?.square ?? 0] as Corner
  const { lon: longitude, lat: latitude } = lonLatOf({ easting: first.easting + 75, northing: first.northing + 75 })
  const device = { geolocation: { longitude, latitude, accuracy: 10 }, permissions: ['geolocation'] }
  const { page, faults } = await screen(t, 'response-officer', 'respond-to-theft', { ...device, colorScheme: 'dark' })
  await page.goto('/staff/patrol')
  await page.getByLabel('Your call sign').fill('GX21')
  await page.getByRole('button', { name: 'Start my shift' }).click()
  await page.goto('/staff/patrol/tour')
  await fits(page, 'which unit')
  await page.getByRole('button', { name: 'GX21, 14:00 to 17:00' }).click()
  await page.getByText('We do not know where you are').waitFor()
  await page.getByRole('button', { name: 'Let this device say where I am' }).click()
  await page.getByText('Stay until').waitFor()
  await page.getByText(/^1[0-5] minutes to go/).waitFor()
  await fits(page, 'at a stop')
  assert.deepEqual(await keyboardOnly(page), [])
  for (const button of await page.locator('.rb-glove:visible').all())
    assert.ok(((await button.boundingBox())?.height ?? 0) >= 60, 'a thumb in a glove')

  await sergeant.page.goto('/staff/fences')
  await fits(sergeant.page, 'geofences')
  await sergeant.page.getByLabel('Where?').fill('Oxford Circus')
  await sergeant.page.getByRole('button', { name: 'Begin this geofence' }).click()
  await page.getByText('Geofences near you').waitFor()
  await page.getByText('Leave it out').click()
  await fits(page, 'why a stop is left out')
  await page.evaluate('globalThis.isFirstLook = true')
  await page.getByRole('button', { name: 'Sent to a call' }).click()
  await page.getByText('left for a call').waitFor()
  // Told, the page is loaded anew by itself: whoever goes elsewhere in that very moment is stopped by it.
  await untilHolds(page, '!globalThis.isFirstLook')
  await page.waitForLoadState()
  assert.deepEqual(faults, [])
  await withoutNetwork(page, faults)
  for (const path of ['/staff/dosage', '/staff/fences', '/staff/effect?of=published&by=planned']) {
    await sergeant.page.goto(path)
    await fits(sergeant.page, path)
  }
  const margin = { top: '10mm', right: '10mm', bottom: '10mm', left: '10mm' }
  // Three have larger type.
  for (const [units, many] of [
    ['KD1\nKD2 car\nKD3\nKD4', 4],
    ['KD5\nKD6\nKD7', 3],
  ] as const) {
    await sergeant.page.goto('/staff/shift?borough=Westminster')
    await sergeant.page.getByLabel('Units').fill(units)
    await sergeant.page.getByRole('button', { name: 'Make the plan' }).click()
    await sergeant.page.getByText(`${many} units walk`).waitFor()
    const paper = (await sergeant.page.pdf({ format: 'A4', margin })).toString('latin1')
    assert.equal(paper.match(/\/Type\s*\/Page\b/g)?.length, 1, `${many} units of eight hours are one sheet of paper`)
  }
  assert.deepEqual(sergeant.faults, [])
})

test('A22 A35: on a phone a ward officer completes the first task in three taps, and the risk of thieves fits beside it', async (t) => {
  await loop.organisation('demo-shop', 'dealer')
  await phonesAtDealer(loop, 'demo-shop', 4, new Date(began))
  await loop.until('it is a task', async () => {
    const { rowCount } = await loop.db.owner.pool.query(`select from task where dealer = 'demo-shop'`)
    return rowCount === 1
  })
  const { page, faults } = await screen(t, 'neighbourhood-officer', 'prevent-crime')
  await page.goto('/staff/tasks?borough=')
  await fits(page, 'the tasks')
  let taps = 0
  const tap = async (what: Locator) => {
    taps += 1
    await what.click()
  }
  await tap(page.getByRole('link', { name: 'Visit demo-shop' }))
  const take = page.getByRole('button', { name: 'I take it' })
  await take.waitFor()
  await fits(page, 'a task')
  await tap(take)
  const agreed = page.getByRole('button', { name: 'They will change something' })
  await agreed.waitFor()
  await fits(page, 'a task that is taken')
  for (const button of await page.locator('.rb-glove:visible').all())
    assert.ok(((await button.boundingBox())?.height ?? 0) >= 60, 'a thumb in a glove')
  assert.deepEqual(await keyboardOnly(page), [])
  await tap(agreed)
  await page.getByText('What became of the tasks').waitFor()
  assert.equal(taps, 3)
  assert.equal(await page.getByRole('link', { name: 'Visit demo-shop' }).count(), 0)

  await loop.db.owner.pool.query(
    `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, happened, hour_told, method, source, proved, identified, change)
     select gen_random_uuid(), 'demo-met', 528900, 181200, 20, $1, $1, $1, 'snatch', 'victim', true, at <= 6, nextval('theft_cell_changes')
     from generate_series(1, 60) at`,
    [new Date(began - 50 * 24 * 3_600_000)],
  )
  await page.goto('/staff/places/risk?borough=Westminster')
  await page.getByText('Of 60 thefts in Westminster').waitFor()
  await fits(page, 'how often somebody is identified')
  assert.deepEqual(faults, [])
})

const tourKept = `caches.open('tour').then((kept) => kept.match('/staff/patrol/tour')).then(Boolean)`

const keptState = `caches.open('tour').then((kept) => kept.match('/staff/patrol/tour/later')).then((it) => it.text())`
const stayed = `${keptState}.then(JSON.parse).then(({ open }) => open?.isUntold && open.last - open.entered > 20_000)`

/** B15: the tour opens without a network, says how old it is, and what is done meanwhile is told once there is one. */
async function withoutNetwork(page: Page, faults: string[]) {
  const context = page.context()
  const answers = async () =>
    (await loop.db.owner.pool.query('select stop, answer from stop_answer order by stop')).rows as { answer: string }[]
  await untilHolds(page, tourKept)
  const before = await loop.until('what was said on the air is told', async () => (await answers()).length)
  await context.setOffline(true)
  await page.goto('/staff/patrol') // the page of alerts is not kept: its address leads to the tour
  await page.getByText(/^Kept at 14:\d\d\. No connection: this may be old\.$/).waitFor()
  assert.equal(new URL(page.url()).pathname, '/staff/patrol/tour')
  await fits(page, 'a kept tour')
  const next = await page.locator('.rb-next h2').textContent()
  await page.getByRole('button', { name: 'Done. Next stop' }).click()
  await page.getByText('said done, not sent yet').waitFor()
  assert.notEqual(await page.locator('.rb-next h2, .rb-next').first().textContent(), next)
  await page.goto('/staff/patrol/tour')
  await page.getByText('said done, not sent yet').waitFor() // also after it was closed and opened again
  assert.equal((await answers()).length, before)
  // A minute in a square of the tour, by the page's own clock: how long is kept, and nothing of where between.
  await page.clock.install()
  await page.goto('/staff/patrol/tour')
  await page.getByRole('button', { name: 'Let this device say where I am' }).click()
  await page.getByText('No connection. How long you stay at a stop is kept here').waitFor()
  await page.clock.fastForward(61_000)
  await untilHolds(page, stayed)
  assert.doesNotMatch(String(await page.evaluate(keptState)), /lon|lat|easting/)
  await context.setOffline(false)
  await page.getByText('said done, not sent yet').waitFor({ state: 'detached' })
  await page.getByText('said done').waitFor()
  await page.getByText('No connection: this may be old').waitFor({ state: 'hidden' })
  assert.equal((await answers()).length, before + 1)
  const { rows } = await loop.db.owner.pool.query('select jsonb_array_length(taken) as many from duty')
  assert.ok(
    rows.some(({ many }) => many >= 3),
    'both answers and the stay',
  )
  // The shift is over: nothing is left on the device, and nothing opens.
  await page.goto('/staff/patrol')
  await page.getByRole('button', { name: 'End my shift' }).click()
  await page.getByRole('button', { name: 'Start my shift' }).waitFor()
  await untilHolds(page, `caches.has('tour').then((has) => !has)`)
  await context.setOffline(true)
  await assert.rejects(page.goto('/staff/patrol/tour'), /ERR_INTERNET_DISCONNECTED|ERR_FAILED/)
  await context.setOffline(false)
  assert.deepEqual(
    faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(fault)),
    [],
  )
}

type Corner = { easting: number; northing: number }
type Body = { squares: Corner[]; tours: { stops: { square: number }[] }[] }
