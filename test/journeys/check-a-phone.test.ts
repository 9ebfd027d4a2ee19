import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { checkDigit } from '#lib/imei/imei'
import type { ImeiStatus } from '#modules/register/public'
import { axe, launchBrowser, openScreen, sideways, titleOf } from '../support/browser.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openSite, wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
const { origin, db } = await openSite(wholeFile)
after(() => browser.close())

const imeis = {
  stolen: '490154203237518',
  wait: '356938035643809',
  clear: '352099001761481',
  unknown: `01388800012345${checkDigit('01388800012345')}`,
}
await db.owner.kysely
  .withTables<ImeiStatus>()
  .insertInto('imei_status')
  .values(
    (['stolen', 'wait', 'clear'] as const).map((status) => ({
      imei_key: imeis[status].slice(0, 14) as never,
      status,
      case_id: null,
    })),
  )
  .execute()

const onPhone = { viewport: { width: 320, height: 640 }, javaScriptEnabled: false }

/** As a buyer does it with one thumb: tab to the field, type, press Enter. */
async function check(page: Page, typed: string): Promise<void> {
  await page.goto('/check')
  await page.locator('#imei').focus()
  await page.keyboard.type(typed)
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
}

const answers: [keyof typeof imeis, string][] = [
  ['stolen', 'Do not buy this phone'],
  ['wait', 'Wait before you buy'],
  ['clear', 'No theft has been reported'],
  ['unknown', 'No theft has been reported'],
]

for (const [status, says] of answers) {
  test(`a buyer who checks a phone that is ${status} reads “${says}”, without JavaScript`, async (t) => {
    const { page, faults } = await openScreen(t, browser, origin, onPhone)
    await check(page, imeis[status])
    assert.equal(await page.locator('.rb-answer h1').textContent(), says)
    assert.equal(await titleOf(page), `${says} – Ringback`)
    assert.deepEqual(faults, [])
  })
}

test('a registered phone and one never seen get the very same page', async (t) => {
  const texts = []
  for (const imei of [imeis.clear, imeis.unknown]) {
    const { page } = await openScreen(t, browser, origin, onPhone)
    await check(page, imei)
    texts.push((await page.content()).replace(/(?<=rb-number">)[\d-]{18}/, ''))
  }
  assert.equal(texts[0], texts[1])
})

test('the number is taken as people type it', async (t) => {
  const { page } = await openScreen(t, browser, origin, onPhone)
  await check(page, 'IMEI: 49-015420-323751-8')
  assert.equal(await page.locator('.rb-answer h1').textContent(), 'Do not buy this phone')
})

test('of a phone that shows two numbers both are checked, and the worse answer counts', async (t) => {
  const { page } = await openScreen(t, browser, origin, onPhone)
  await check(page, `${imeis.unknown} / ${imeis.stolen}`)
  assert.equal(await page.locator('.rb-answer h1').textContent(), 'Do not buy this phone')
  assert.match((await page.locator('main').textContent()) ?? '', /You checked [\d-]{18} and 49-015420-323751-8/)
})

test('the number is never in an address', async (t) => {
  const { page } = await openScreen(t, browser, origin, onPhone)
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  await check(page, imeis.stolen)
  assert.ok(addresses.length > 0)
  assert.doesNotMatch(addresses.join(' ') + page.url(), /\d{14}/)
})

test('neither the form nor the answer is kept by the browser', async (t) => {
  const { page } = await openScreen(t, browser, origin, onPhone)
  const reply = page.waitForResponse((response) => response.request().method() === 'POST')
  await check(page, imeis.stolen)
  assert.equal((await reply).headers()['cache-control'], 'no-store')
})

test('a wrong digit is said first, at the field, with what was typed still there', async (t) => {
  const { page } = await openScreen(t, browser, origin, { viewport: onPhone.viewport })
  await check(page, '490154203237519')
  assert.match(await titleOf(page), /^Error: /)
  await page.locator('.govuk-error-summary:focus').waitFor()
  assert.equal(await page.inputValue('#imei'), '490154203237519')
  assert.equal(await page.locator('.rb-answer').count(), 0)
  assert.match(String(await page.locator('#imei-error').textContent()), /digits of this IMEI are wrong/)
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(await keyboardOnly(page), [])
  await page.locator('.govuk-error-summary a').click()
  assert.equal(await page.evaluate('document.activeElement.id'), 'imei')
})

test('the paper that a buyer keeps says the answer, the number and the time, and no form', async (t) => {
  const { page } = await openScreen(t, browser, origin, onPhone)
  await check(page, imeis.clear)
  await page.emulateMedia({ media: 'print' })
  assert.match(
    String(await page.textContent('main')).replaceAll(/\s+/g, ' '),
    /No theft has been reported.*You checked 35-209900-176148-1, today 14:10/,
  )
  assert.equal(await page.locator('#imei').isVisible(), false)
})

test('each answer passes WCAG 2.2 AA in light and dark, fits a phone, and works by keyboard', async (t) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, faults } = await openScreen(t, browser, origin, { viewport: onPhone.viewport, colorScheme })
    for (const imei of Object.values(imeis)) {
      await check(page, imei)
      assert.deepEqual(await axe(page), [])
      assert.equal(await sideways(page), 0)
      assert.deepEqual(await keyboardOnly(page), [])
    }
    assert.deepEqual(faults, [])
  }
})

test('a list of numbers is not walked through the page: after twenty in a minute it asks to wait', async (t) => {
  const own = await openSite(t)
  const { page } = await openScreen(t, browser, own.origin, onPhone)
  for (let n = 0; n <= 20; n++) await page.request.post(`${own.origin}/check`, { form: { imei: imeis.clear } })
  const refused = await page.request.post(`${own.origin}/check`, {
    form: { imei: imeis.stolen },
    headers: { accept: 'text/html' },
  })
  assert.equal(refused.status(), 429)
  assert.match(await refused.text(), /Wait one minute/)
})
