import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { BrowserContext } from 'playwright-core'
import startNotify from '../../simulators/notify.ts'
import { startOperators } from '../../simulators/operators.ts'
import { axe, launchBrowser, openScreen, sideways } from '../support/browser.ts'
import { reportFromBorrowedPhone } from '../support/case-visitor.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
after(() => browser.close())
const loop = await openLoop(wholeFile, { simulators: [startOperators('demo-ee', 'demo-three'), startNotify] })
const victim = await reportFromBorrowedPhone(loop, '07700 900123')
const safe = await reportFromBorrowedPhone(loop, '07700 900124', { safe: 'yes', place: 'Zzqx Street' })
await loop.until('the phone is stopped', async () => {
  const { rows } = await loop.db.owner.pool.query(
    `select count(*)::int as n from action where kind = 'block-handset' and state = 'acknowledged'`,
  )
  return rows[0].n >= 2
})

const phone = { viewport: { width: 320, height: 640 } }
/** Gives the window the pass of a browser that has reported. */
async function as(context: BrowserContext, { cookie }: { cookie: string }): Promise<void> {
  const [name = '', ...value] = cookie.split('=')
  await context.addCookies([{ name, value: value.join('='), url: loop.origin }])
}

test('B57 without JavaScript at 320 px, code and word open the case; a plain reload keeps it', async (t) => {
  const { page, faults } = await openScreen(t, browser, loop.config.publicUrl, { ...phone, javaScriptEnabled: false })
  await page.goto('/case')
  await page.locator('#code').focus()
  await page.keyboard.type(victim.code)
  await page.keyboard.press('Tab')
  await page.keyboard.type(victim.word)
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  assert.equal(await page.locator('h1').textContent(), 'Your case')
  await page.reload()
  assert.match(String(await page.locator('[role=status]').textContent()), /Your phone cannot be used on EE/)
  assert.equal(await sideways(page), 0)
  assert.deepEqual(faults, [])
})

test('the case page passes WCAG 2.2 AA on a phone and works by keyboard', async (t) => {
  const { page, context, faults } = await openScreen(t, browser, loop.config.publicUrl, phone)
  await as(context, victim)
  await page.goto('/case')
  assert.deepEqual(await axe(page), [])
  assert.equal(await sideways(page), 0)
  assert.deepEqual(await keyboardOnly(page), [])
  assert.deepEqual(faults, [])
})

test('a wrong code is said first, at the field, and a wrong word says no more than a wrong code', async (t) => {
  const { page } = await openScreen(t, browser, loop.config.publicUrl, phone)
  await page.goto('/case')
  await page.locator('#code').fill('H7K2')
  await page.locator('#word').fill('apple')
  await page.keyboard.press('Enter')
  await page.waitForURL(/case/)
  await page.locator('.govuk-error-summary').waitFor()
  assert.match(await page.title(), /^Error: /)
  assert.match(String(await page.locator('#code-error').textContent()), /Check your code/)
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(await keyboardOnly(page), [])
})

test('B51 with JavaScript the page changes by itself when something of the case happens', {
  todo: 'the window does not show the case yet: the pass cookie given to it by hand is not taken at the public address',
}, async (t) => {
  const { page, context, faults } = await openScreen(t, browser, loop.config.publicUrl)
  await as(context, victim)
  await page.goto('/case')
  assert.doesNotMatch(String(await page.locator('[data-part=timeline]').textContent()), /You added details/)
  const other = await context.newPage()
  await other.goto('/case/details/who')
  await other.locator('#who').fill('A black bike, towards the bridge')
  await other.locator('button', { hasText: 'Save' }).click()
  await page.locator('[data-part=timeline]', { hasText: 'You added details' }).waitFor()
  assert.doesNotMatch(await page.content(), /black bike/)
  assert.deepEqual(faults, [])
})

test('the rest of the report can be left and taken up again; every page of it passes WCAG 2.2 AA and works by keyboard', {
  todo: 'the window does not show the case yet: the pass cookie given to it by hand is not taken at the public address',
}, async (t) => {
  const { page, context } = await openScreen(t, browser, loop.config.publicUrl, phone)
  await as(context, victim)
  for (const url of ['/case/details', ...['where', 'phone', 'who', 'contact'].map((one) => `/case/details/${one}`)]) {
    await page.goto(url)
    assert.deepEqual(await axe(page), [], url)
    assert.equal(await sideways(page), 0, url)
    assert.deepEqual(await keyboardOnly(page), [], url)
  }
  await page.goto('/case/details/where')
  await page.locator('#place').fill('Zzqx Road')
  await page.locator('button', { hasText: 'Save' }).click()
  await page.waitForURL(/details$/)
  assert.match(String(await page.locator('tr', { hasText: 'Where and when' }).textContent()), /Done/)
  assert.doesNotMatch(await page.content(), /Zzqx/)
})

test('USERS 4, stalking: in safe mode no place is shown, one link leaves at once, and Back shows nothing', {
  todo: 'the window does not show the case yet: the pass cookie given to it by hand is not taken at the public address',
}, async (t) => {
  const { page, context } = await openScreen(t, browser, loop.config.publicUrl, { ...phone, javaScriptEnabled: false })
  await as(context, safe)
  await page.goto('/case')
  assert.doesNotMatch(await page.content(), /Zzqx/)
  await page.goto('/case/details/contact')
  await page.locator('#contact').fill('shared@example.org')
  await page.locator('input[value=no]').check()
  await Promise.all([page.waitForNavigation(), page.locator('button', { hasText: 'Save' }).click()])
  assert.match(String(await page.locator('.govuk-error-summary').textContent()), /only write where nobody else reads/)
  const left = await context.request.get(`${loop.config.publicUrl}/case/leave`, { maxRedirects: 0 })
  assert.equal(left.status(), 303)
  assert.match(left.headers().location ?? '', /bbc\.co\.uk\/weather/)
  await page.goto('/case')
  assert.equal(await page.locator('h1').textContent(), 'Open your case')
})
