import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { BrowserContextOptions } from 'playwright-core'
import type { Role } from '#http'
import { checkDigit } from '#lib/imei/check-digit'
import { axe, launchBrowser, openScreen, sideways, titleOf } from '../support/browser.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'
import { thefts } from '../support/thefts.ts'

const browser = await launchBrowser()
after(() => browser.close())
const loop = await openLoop(wholeFile)
await loop.organisation('demo-met', 'force')
const report = await thefts(wholeFile, loop)

let serial = 0
const imei = () => {
  const key = `3569381${String(++serial).padStart(7, '0')}`
  return key + checkDigit(key)
}

/** An officer's phone, signed in. */
async function phone(t: TestContext, options: BrowserContextOptions = {}, role: Role = 'response-officer') {
  await loop.db.owner.pool.query('delete from duty')
  const { cookie } = await loop.staff('demo-met', role, 'respond-to-theft')
  const [name = '', value = ''] = cookie.split('=')
  const viewport = { width: 320, height: 640 }
  const screen = await openScreen(t, browser, loop.config.publicUrl, { viewport, ...options })
  await screen.context.addCookies([{ name, value, url: loop.config.publicUrl }])
  await screen.page.goto('/staff/patrol')
  return screen
}

for (const [name, javaScriptEnabled] of [
  ['without JavaScript', false],
  ['by keyboard, each screen checked', true],
] as const)
  test(`B68: an officer on a phone in the dark, ${name}: starts a shift, is told, goes, and ends it`, (t) =>
    wholeShift(t, javaScriptEnabled))

async function wholeShift(t: TestContext, javaScriptEnabled: boolean) {
  const { page, faults } = await phone(t, { colorScheme: 'dark', javaScriptEnabled })
  const fits = async (where: string) => {
    if (!javaScriptEnabled) return // the checks are scripts themselves
    assert.deepEqual(await axe(page), [], where)
    assert.equal(await sideways(page), 0, where)
    assert.deepEqual(await keyboardOnly(page), [], where)
  }
  await fits('off duty')
  await page.getByLabel('Where are you?').fill('High Street')
  await page.getByRole('button', { name: 'Start my shift' }).click()
  assert.match(await titleOf(page), /^Error: /)
  await page.getByRole('link', { name: 'There are several. Add the borough' }).click()
  await fits('a place that is several')
  await page.getByLabel('Where are you?').fill('oxford circus')
  await page.getByLabel('Your call sign').fill('mp 12')
  await page.getByRole('button', { name: 'Start my shift' }).click()
  await page.getByText('You are at Oxford Circus').waitFor()

  const theft = await report.report({
    place: { text: 'Oxford Circus, they ran towards Bond Street station' },
    imei: imei(),
  })
  await loop.until('the officer is told', async () => {
    const { rowCount } = await loop.db.owner.pool.query('select 1 from officer_alert where case_id = $1', [theft])
    return rowCount
  })
  await page.reload()
  await page.getByRole('heading', { name: 'Phone snatched' }).waitFor()
  const alert = page.locator('section').filter({ hasText: 'Phone snatched' })
  assert.match((await alert.textContent()) ?? '', /Not verified.*Near Oxford Circus.*They went west.*Do not chase/s)
  await fits('an alert')
  await page.getByRole('button', { name: 'I am going' }).click()
  await page.getByText('You said: I am going').waitFor()
  await page.getByLabel('Where are you now?').fill('the moon')
  await page.getByRole('button', { name: 'I am here' }).click()
  await fits('a place that we do not know')
  await page.getByRole('button', { name: 'End my shift' }).click()
  await page.getByRole('button', { name: 'Start my shift' }).waitFor()
  assert.deepEqual(faults, [])
}

test('an alert comes onto the open page by itself, and the device tells where it is', async (t) => {
  const geolocation = { longitude: -0.1419, latitude: 51.5152, accuracy: 20 }
  const { page, faults } = await phone(t, { geolocation, permissions: ['geolocation'] })
  await page.getByRole('button', { name: 'Start my shift' }).click()
  await page.getByText('We do not know where you are').waitFor()
  await page.getByRole('button', { name: 'Let this device say where I am' }).click()
  await page.getByText('We know where you are').waitFor({ timeout: 90_000 }) // it asks the device again and again
  assert.deepEqual(await axe(page), [])
  await report.report({
    place: { text: 'Oxford Circus' },
    means: 'bank',
    description: '<script>alert(1)</script>',
    imei: imei(),
  })
  await page.getByRole('heading', { name: 'Phone snatched' }).waitFor()
  assert.match((await page.textContent('#alerts')) ?? '', /Verified:.*<script>alert\(1\)<\/script>/s)
  assert.deepEqual(faults, [])
})

test('a device that may not tell where it is says so, and the place can be typed', async (t) => {
  const { page, faults } = await phone(t, { permissions: [] }) // refused, not only not asked yet
  await page.getByRole('button', { name: 'Start my shift' }).click()
  await page.getByRole('button', { name: 'Let this device say where I am' }).click()
  await page.getByText('This device does not tell where it is. Type a place instead.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Let this device say where I am' }).isEnabled(), true)
  assert.deepEqual(faults, [])
})

test('a position that did not reach us is told, and sent again', async (t) => {
  const geolocation = { longitude: -0.1419, latitude: 51.5152, accuracy: 20 }
  const { page } = await phone(t, { geolocation, permissions: ['geolocation'] })
  await page.route('**/api/patrol/position', (route) => route.abort(), { times: 1 })
  await page.getByRole('button', { name: 'Start my shift' }).click()
  await page.getByRole('button', { name: 'Let this device say where I am' }).click()
  await page.getByText('We try again').waitFor()
  await page.getByText('We know where you are').waitFor({ timeout: 90_000 }) // it asks the device again and again
})

test('the control room sees who was told, who goes, and who is on duty', async (t) => {
  const officer = await phone(t)
  await officer.page.getByLabel('Where are you?').fill('Oxford Circus')
  await officer.page.getByLabel('Your call sign').fill('MP 12')
  await officer.page.getByLabel('I am in plain clothes').check()
  await officer.page.getByRole('button', { name: 'Start my shift' }).click()
  await report.report({ place: { text: 'Oxford Circus' }, means: 'bank', imei: imei() })
  await officer.page.getByRole('button', { name: 'I am going' }).click()
  await officer.page.getByText('You said: I am going').waitFor()
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const [name = '', value = ''] = cookie.split('=')
  const room = await openScreen(t, browser, loop.config.publicUrl, { colorScheme: 'dark' })
  await room.context.addCookies([{ name, value, url: loop.config.publicUrl }])
  await room.page.goto('/staff/alerts')
  await room.page.getByRole('row', { name: 'MP 12, plain clothes goes' }).waitFor()
  await room.page.getByRole('row', { name: 'MP 12, plain clothes Oxford Circus' }).waitFor()
  assert.deepEqual(await axe(room.page), [])
  assert.equal(await sideways(room.page), 0)
  assert.deepEqual(room.faults, [])
})
