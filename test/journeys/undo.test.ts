import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startOperators } from '../../simulators/operators.ts'
import { axe, launchBrowser, openScreen, sideways, titleOf } from '../support/browser.ts'
import { enrolledPhone, quietGateway, sendForm, twoDaysAgo, untilSeenIn } from '../support/enrolling.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
after(() => browser.close())
const loop = await openLoop(wholeFile, { simulators: [startOperators('demo-ee', 'demo-o2')] })
await quietGateway(loop)
const imei = '490154203237518'

const small = { viewport: { width: 320, height: 640 } }
const noScript = { ...small, javaScriptEnabled: false }

test('issue 3 item 10: a trusted person who has the phone back starts it again at every network, without JavaScript', async (t) => {
  const { trustedCode } = await enrolledPhone(loop, { number: '07700 900103', imei, trusted: 'friend@example.org' })
  await twoDaysAgo(loop)
  assert.equal(
    (
      await sendForm(loop, '/stop', {
        code: trustedCode,
        method: 'table',
        danger: 'no',
        which: 'A…: Phone ending in 03',
      })
    ).status,
    303,
  )
  const { page, faults } = await openScreen(t, browser, loop.config.publicUrl, noScript)
  await page.goto('/found')
  await page.check('#why')
  await page.fill('#code', trustedCode)
  await page.click('main form button')
  assert.equal(await page.textContent('h1'), 'We have heard you')
  await loop.until('no stop stands at any partner', async () => {
    const { rows } = await loop.db.owner.pool.query(
      `select count(*) filter (where kind = 'block-handset')::int as blocks,
        count(*) filter (where kind = 'block-handset' and exists (select from action u where u.cancels = a.id and u.state in ('acknowledged', 'cancelled')))::int as undone
        from action a`,
    )
    return rows[0].blocks === 2 && rows[0].undone === 2
  })
  assert.deepEqual(faults, [])
})

test('USERS 4: the card, the report code and an unknown code never start a phone, in words that say what does', async (t) => {
  const { card } = await enrolledPhone(loop, { number: '07700 900104' })
  await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })
  const { page } = await openScreen(t, browser, loop.config.publicUrl, noScript)
  for (const [code, says] of [
    [card, /A panic card can only stop a phone.*photo ID/],
    ['H7K2-9QRM-4T3X', /A report code shows you a report; it cannot start a phone.*photo ID/],
  ] as const) {
    await page.goto('/found')
    await page.check('#why')
    await page.fill('#code', code)
    await page.click('main form button')
    assert.match((await page.textContent('#code-error')) ?? '', says)
  }
})

test('a buyer in good faith is heard by a person, who decides with a reason and can change it', async (t) => {
  const { page } = await openScreen(t, browser, loop.config.publicUrl, small)
  const own = '356938035643809'
  const { card } = await enrolledPhone(loop, { number: '07700 900105', imei: own })
  await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })
  await untilSeenIn(loop, own)
  await page.goto('/good-faith')
  assert.deepEqual(await axe(page), [])
  await page.click('main form button')
  assert.match(await titleOf(page), /^Error: /)
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(await keyboardOnly(page), [])
  await page.fill('#imei', own)
  for (const field of ['where', 'when', 'contact']) await page.fill(`#${field}`, `My ${field}`)
  await page.click('main form button')
  assert.match(
    String(await page.textContent('#contact-error')),
    /Enter an e-mail address, like name@example\.org, or a mobile/,
  )
  await page.fill('#contact', 'buyer@example.org')
  await page.click('main form button')
  assert.equal(await page.textContent('h1'), 'We have heard you')
  assert.doesNotMatch(String(await page.textContent('main')), /stolen|thief|accus|police/i)

  const staff = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  const [name = '', value = ''] = staff.cookie.split(/=(.*)/s)
  await page.context().addCookies([{ name, value, url: loop.config.publicUrl }])
  await loop.until('the doubt is in the queue', async () => {
    await page.goto('/staff/conflicts')
    return (await page.locator('text=The phone may have been sold').count()) > 0
  })
  assert.deepEqual(await axe(page), [])
  assert.equal(await sideways(page), 0)
  await page.click('main a:has-text("Decide")')
  await page.click('main form button')
  assert.match(await titleOf(page), /^Error: /)
  assert.deepEqual(await axe(page), [])
  assert.match(String(await page.textContent('main')), /My where/)
  await page.check('input[name=stands][value=yes]')
  await page.check('input[name=reason][value=documents-seen]')
  await page.click('main form button')
  await loop.until('it stands among what was decided', async () => {
    await page.goto('/staff/conflicts')
    return (await page.locator('text=I have seen a receipt, box or contract').count()) > 0
  })
  await page.click('main a:has-text("Change")')
  await page.check('input[name=stands][value=no]')
  await page.check('input[name=reason][value=new-fact]')
  await page.click('main form button')
  await loop.until('it is decided the other way', async () => {
    await page.goto('/staff/conflicts')
    return (await page.locator('text=The report stays where it is').count()) > 0
  })
})

test('each page of the undo passes WCAG 2.2 AA as it is and with errors, fits a phone, and works by keyboard', async (t) => {
  const { page } = await openScreen(t, browser, loop.config.publicUrl, small)
  const staff = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  const [name = '', value = ''] = staff.cookie.split(/=(.*)/s)
  await page.context().addCookies([{ name, value, url: loop.config.publicUrl }])
  for (const address of ['/found', '/not-me', '/answer', '/practice/found', '/staff/undo', '/staff/safe-mode']) {
    await page.goto(address)
    for (const state of ['normal', 'error'] as const) {
      assert.deepEqual([address, state, await axe(page)], [address, state, []])
      assert.equal(await sideways(page), 0)
      assert.deepEqual(await keyboardOnly(page), [])
      if (state === 'normal') await Promise.all([page.waitForNavigation(), page.click('main form button')])
    }
    assert.match(await titleOf(page), /^Error: /)
    if (address !== '/not-me') continue
    const missing = await page.locator('.govuk-error-summary__list a').allTextContents()
    assert.match(missing.join(', '), /number.*Enter your name.*date of birth/s, 'all that is missing at once')
  }
})
