import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axe, launchBrowser, openScreen, sideways } from '../support/browser.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openSite, wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
after(() => browser.close())
const { origin } = await openSite(wholeFile)

const small = { viewport: { width: 320, height: 640 } }

test('B36 B75 B76: the checkup gives each fix on the reader’s own screen, and neither PIN nor answer leaves it', async (t) => {
  const { page, context, faults } = await openScreen(t, browser, origin, small)
  const sent: string[] = []
  page.on('request', (request) =>
    sent.push(`${request.method()} ${new URL(request.url()).pathname} ${request.postData() ?? ''}`),
  )
  await page.goto('/checkup')
  await page.click('text=iPhone')
  assert.equal(await page.locator('main').locator('form, input, textarea, select, [contenteditable]').count(), 0)
  const before = sent.length
  const fixes = page.locator('main details')
  assert.equal(await fixes.count(), 5)
  for (const fix of await fixes.all()) {
    await fix.locator('summary').click()
    assert.match(String(await fix.textContent()), /Open .+ › .+\./s)
  }
  await page.keyboard.type('123456')
  assert.deepEqual(sent.slice(before), [], 'nothing is asked of anybody while the reader answers')
  assert.ok(
    sent.every((one) => /^GET \/(?:checkup(?:\/iphone)?|assets\/\S+) $/.test(one)),
    sent.join('\n'),
  )
  assert.deepEqual(await context.cookies(), [])
  assert.equal(await page.evaluate('localStorage.length + sessionStorage.length'), 0)
  assert.deepEqual(faults, [])
})

test('B36: each phone’s checkup passes WCAG 2.2 AA with all folds open, fits a phone and works by keyboard; another is not found', async (t) => {
  const { page } = await openScreen(t, browser, origin, small)
  for (const phone of ['iphone', 'pixel', 'samsung']) {
    await page.goto(`/checkup/${phone}`)
    assert.deepEqual(await keyboardOnly(page), [])
    await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true })`)
    assert.deepEqual(await axe(page), [])
    assert.equal(await sideways(page), 0)
  }
  assert.equal((await page.goto('/checkup/toString'))?.status(), 404)
})
