import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { asStaff } from '#http/testing'
import { axe, launchBrowser, openScreen, sideways, titleOf } from '../support/browser.ts'
import { imeiFrom, pictureOf } from '../support/imei-pictures.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { offeredFor } from '../support/reading-page.ts'
import { openSite, wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
after(() => browser.close())
const { origin, db } = await openSite(wholeFile)

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
  const steps = fixes.first().locator('p').first()
  assert.equal(await steps.isVisible(), false)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await steps.isVisible(), true, 'paper shows each fix: nobody opens it there')
  await page.emulateMedia({ media: 'screen' })
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

test('B74: a campaign’s page, poster, plan and reach pass WCAG 2.2 AA as they are and with errors, fit a phone and work by keyboard', async (t) => {
  const campaign = '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c'
  await db.owner.pool.query(
    `insert into campaign values ($1, 'met', 'H7K2M', 'westminster', 'look-up', '{en,pl}', '2026-03-01', '2026-03-31', now())`,
    [campaign],
  )
  const { page, faults } = await openScreen(t, browser, origin, {
    ...small,
    extraHTTPHeaders: asStaff('comms-officer'),
  })
  for (const address of ['/c/H7K2M', '/c/H7K2M/poster', '/staff/campaigns', `/staff/campaigns/${campaign}`]) {
    await page.goto(address)
    for (const state of ['normal', 'error'] as const) {
      assert.deepEqual([address, state, await axe(page)], [address, state, []])
      assert.equal(await sideways(page), 0)
      assert.deepEqual(await keyboardOnly(page), [])
      const button = page.locator('main form button')
      if ((await button.count()) === 0) break
      if (state === 'normal') await Promise.all([page.waitForNavigation(), button.click()])
      else assert.match(await titleOf(page), /^Error: /)
    }
  }
  assert.deepEqual(faults, [])
})

test('B60: a picture of a box or a screen is read in the browser, from our own address, and the owner presses the number', async (t) => {
  const { page, faults } = await openScreen(t, browser, origin, small)
  const sent: string[] = []
  page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`))
  await page.goto('/enrol')
  const big = /zxing|tesseract|letters/
  assert.deepEqual(
    sent.filter((one) => big.test(one)),
    [],
    'nothing of it loads before a picture is chosen',
  )
  await page.click('text=Do you have its box?')
  const [one, two] = [imeiFrom(1), imeiFrom(2)]
  const straight = { askew: 0, blur: 0 }
  const label = await pictureOf(browser, { sort: 'label', imeis: [one, two], seed: 1, ...straight })
  assert.deepEqual((await offeredFor(page, label)).sort(), [one, two].sort())
  assert.deepEqual(
    sent.filter((path) => /tesseract|letters/.test(path)),
    [],
    'barcodes were enough',
  )
  assert.equal(await page.inputValue('#imei'), '', 'nothing is filled in by itself')
  await page.click(`[data-imei="${two}"]`)
  assert.equal(await page.inputValue('#imei'), two)
  assert.deepEqual(await axe(page), [])
  assert.equal(await sideways(page), 0)
  const screen = await pictureOf(browser, { sort: 'screen', imeis: [one], seed: 3, ...straight })
  assert.deepEqual(await offeredFor(page, screen), [one])
  assert.ok(
    sent.every((path) => path.startsWith('GET /')),
    'no picture leaves',
  )
  assert.deepEqual(faults, [])
})
