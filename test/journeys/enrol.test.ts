import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startOperators } from '../../simulators/operators.ts'
import { axe, launchBrowser, openScreen, sideways, titleOf } from '../support/browser.ts'
import { enrolledPhone, quietGateway, vaultValue } from '../support/enrolling.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
after(() => browser.close())
const loop = await openLoop(wholeFile, { simulators: [startOperators('demo-ee')] })
await quietGateway(loop)

const small = { viewport: { width: 320, height: 640 } }
const noScript = { ...small, javaScriptEnabled: false }

test('B60: an owner gets ready on two pages without JavaScript, and the card is on one answer only', async (t) => {
  const { page, faults } = await openScreen(t, browser, loop.config.publicUrl, noScript)
  await page.goto('/enrol')
  await page.fill('#line', '07700 900101')
  await page.fill('#name', 'A Name')
  await page.fill('#email', 'owner@example.org')
  await page.fill('#trustedName', 'B Name')
  await page.fill('#trustedContact', 'friend@example.org')
  await page.click('text=Send me the code')
  assert.match(page.url(), /\/enrol\/confirm\?ticket=v_/)
  const { code } = await vaultValue(loop, page.url().split('ticket=')[1] ?? '')
  await page.fill('#code', String(code))
  await page.click('text=Make my card')
  assert.match((await page.textContent('.rb-card__number')) ?? '', /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  assert.equal(await page.locator('svg[role=img]').count(), 1)
  assert.equal(await page.evaluate(`document.querySelector('img[src^="data:image/svg"]').naturalHeight > 0`), true)
  assert.match((await page.textContent('.rb-card')) ?? '', /can only stop the phone/)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('text=We do not show it again').isVisible(), false)
  assert.equal(await sideways(page), 0)
  await page.goto(page.url())
  assert.equal(await page.locator('.rb-card').count(), 0)
  assert.deepEqual(faults, [])
})

test('B60: each page of the enrolment passes WCAG 2.2 AA as it is and with errors, fits a phone, and works by keyboard', async (t) => {
  const { page } = await openScreen(t, browser, loop.config.publicUrl, small)
  for (const address of ['/enrol', '/stop', '/stop?card=H7K2-9QRM-4T3X', '/f', '/f?c=H7K2-9QRM-4T3X']) {
    await page.goto(address)
    for (const state of ['normal', 'error'] as const) {
      assert.deepEqual([address, state, await axe(page)], [address, state, []])
      assert.equal(await sideways(page), 0)
      assert.deepEqual(await keyboardOnly(page), [])
      if (state === 'normal') await Promise.all([page.waitForNavigation(), page.click('main form button')])
    }
    assert.match(await titleOf(page), /^Error: /)
  }
})

test('B78: who scans the card presses one button; the same card typed works too, and an unknown one says what to compare', async (t) => {
  const { card } = await enrolledPhone(loop, { number: '07700 900102' })
  const { page } = await openScreen(t, browser, loop.config.publicUrl, noScript)
  await page.goto('/stop')
  await page.fill('#code', '0000-0000-0000')
  await page.click('main form button')
  assert.match((await page.textContent('#code-error')) ?? '', /We do not know this card/)
  await page.goto(`/stop?card=${card}`)
  assert.equal(await page.locator('input[type=text]').count(), 0)
  const answer = page.waitForResponse((one) => one.request().method() === 'POST')
  await page.click('main form button')
  assert.equal((await answer).status(), 303)
  const other = await enrolledPhone(loop, { number: '07700 900103' })
  await page.goto('/stop')
  assert.equal(await page.locator('input[name=method]:checked').count(), 0, 'nothing is said for them')
  await page.fill('#code', other.card)
  const typed = page.waitForResponse((one) => one.request().method() === 'POST')
  await page.click('main form button')
  assert.equal((await typed).status(), 303)
  const { rows } = await loop.db.owner.pool.query(
    `select data->>'method' as method from event where type = 'reports.theft-reported' order by id desc limit 2`,
  )
  assert.deepEqual(rows, [{ method: 'other' }, { method: 'other' }])
})
