import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startOperators } from '../../simulators/operators.ts'
import { axe, launchBrowser, openScreen, sideways, titleOf } from '../support/browser.ts'
import { enrolledPhone, quietGateway, sendForm, untilSeenIn } from '../support/enrolling.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
after(() => browser.close())
const loop = await openLoop(wholeFile, { simulators: [startOperators('demo-ee')] })
await quietGateway(loop)
const imei = '490154203237518'
const small = { viewport: { width: 320, height: 640 } }

test('B33: whose own phone is refused says so without an account; a person decides with a reason and can change it', async (t) => {
  const { card } = await enrolledPhone(loop, { number: '07700 900105', imei })
  await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })
  await untilSeenIn(loop, imei)
  const { page } = await openScreen(t, browser, loop.config.publicUrl, small)
  await page.goto('/refused')
  await page.click('main form button')
  assert.match(await titleOf(page), /^Error: /)
  assert.deepEqual(await axe(page), [])
  await page.fill('#imei', imei)
  await page.fill('#line', '07700 900111')
  await page.fill('#since', 'From new, 2024')
  await page.fill('#contact', 'a@example.org')
  await page.click('main form button')
  assert.equal(await page.textContent('h1'), 'We have heard you')
  assert.doesNotMatch(String(await page.textContent('main')), /thief|accus|police/i)

  const staff = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  const [name = '', value = ''] = staff.cookie.split(/=(.*)/s)
  await page.context().addCookies([{ name, value, url: loop.config.publicUrl }])
  const waiting = page.locator('main a[href^="/staff/appeals/"]')
  await loop.until('it is in the queue', async () => {
    await page.goto('/staff/conflicts')
    return (await waiting.count()) > 0
  })
  assert.deepEqual(await axe(page), [])
  assert.equal(await sideways(page), 0)
  await waiting.first().click()
  assert.match(String(await page.textContent('main')), /From new, 2024/)
  assert.deepEqual(await keyboardOnly(page), [])
  await page.click('main form button')
  assert.match(await titleOf(page), /^Error: /)
  assert.deepEqual(await axe(page), [])
  const decide = async (granted: string, reason: string, says: string) => {
    await page.check(`input[name=granted][value=${granted}]`)
    await page.check(`input[name=reason][value=${reason}]`)
    await page.click('main form button')
    await loop.until(says, async () => {
      await page.goto('/staff/conflicts')
      return (await page.locator(`text=${says}`).count()) > 0
    })
  }
  await decide('yes', 'documents-seen', 'The SIM may use it')
  await waiting.first().click()
  await decide('no', 'new-fact', 'It stays refused')
})

test('B33: the person who decides about a phone on somebody else’s list can read and use the page by keyboard, at 320 px too', async (t) => {
  const listed = '356938035643809'
  await loop.db.owner.pool.query(
    `insert into listing (imei_key, source, status, at) values ($1, 'list/other-register', 'blocked', now())`,
    [listed.slice(0, 14)],
  )
  const said = { imei: listed, line: '07700 900112', since: 'From new, 2025', contact: 'b@example.org' }
  assert.match(await (await sendForm(loop, '/refused', said)).text(), /it is other-register who asked/)
  const staff = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  const [name = '', value = ''] = staff.cookie.split(/=(.*)/s)
  const { page } = await openScreen(t, browser, loop.config.publicUrl, small)
  await page.context().addCookies([{ name, value, url: loop.config.publicUrl }])
  const waiting = page.locator('main a[href^="/staff/list-appeals/"]')
  await loop.until('it is in the queue', async () => {
    await page.goto('/staff/conflicts')
    return (await waiting.count()) > 0
  })
  assert.deepEqual(await axe(page), [])
  await waiting.first().click()
  assert.match(String(await page.textContent('main')), /on the list that other-register keeps/)
  assert.deepEqual(await keyboardOnly(page), [])
  await page.click('main form button')
  assert.match(await page.title(), /^Error: /)
  assert.deepEqual(await axe(page), [])
  assert.equal(await sideways(page), 0)
})
