import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { compactVerify, createLocalJWKSet } from 'jose'
import type { Page } from 'playwright-core'
import { startOperators } from '../../simulators/operators.ts'
import { axe, launchBrowser, openScreen, sideways } from '../support/browser.ts'
import { enrolledPhone, sendForm, untilSeenIn, vaultValue } from '../support/enrolling.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
after(() => browser.close())
const loop = await openLoop(wholeFile, { simulators: [startOperators('demo-ee')] })
await loop.organisation('demo-shop', 'dealer')
const { cookie } = await loop.staff('demo-shop', 'dealer', 'check-before-buying')
const [name = '', value = ''] = cookie.split(/=(.*)/s)

const imeis = { taken: '490154203237518', clear: '356938035643809', sold: '352099001761481' }
const { card } = await enrolledPhone(loop, { number: '07700 900123', imei: imeis.taken })
assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })).status, 303)
await untilSeenIn(loop, imeis.taken)

const small = { viewport: { width: 320, height: 640 } }

async function check(page: Page, imei: string): Promise<void> {
  await page.context().addCookies([{ name, value, url: loop.config.publicUrl }])
  await page.goto('/dealer')
  await page.fill('#imei', imei)
  await page.click('main form button')
}

const answers = [
  [imeis.taken, 'WAIT', /Please come back tomorrow/],
  [imeis.clear, 'BUY', /May I see a document/],
] as const

for (const [imei, says, words] of answers)
  test(`A12: a dealer who checks a phone reads ${says} with words to say, and has a number for the paperwork, without JavaScript`, async (t) => {
    const { page, faults } = await openScreen(t, browser, loop.config.publicUrl, { ...small, javaScriptEnabled: false })
    await check(page, imei)
    assert.equal((await page.textContent('.rb-answer h1'))?.trim(), says)
    assert.match(String(await page.textContent('main')), words)
    assert.match(String(await page.textContent('main')), /Receipt number [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)
    assert.deepEqual(faults, [])
  })

test('A12: the receipt is signed by us, names dealer, number, answer and time, and cannot be altered', async () => {
  const sent = await fetch(`${loop.origin}/api/imei-checks`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ imei: imeis.taken }),
  })
  const { receipt, number, at, answer } = (await sent.json()) as Record<string, string>
  const jwks = createLocalJWKSet((await (await fetch(`${loop.origin}/.well-known/jwks.json`)).json()) as never)
  const { payload, protectedHeader } = await compactVerify(receipt ?? '', jwks)
  const said = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>
  assert.equal(protectedHeader.typ, 'ringback-check+jws')
  assert.deepEqual(
    [said.dealer, said.jti, said.at, said.answer, said.imeiKeys, answer],
    ['demo-shop', number, at, 'wait', [imeis.taken.slice(0, 14)], 'wait'],
  )
  const [header, , signature] = String(receipt).split('.')
  const other = Buffer.from(JSON.stringify({ ...said, answer: 'buy' })).toString('base64url')
  await assert.rejects(compactVerify(`${header}.${other}.${signature}`, jwks))
  const { rows } = await loop.db.owner.pool.query(
    `select data ->> 'how' as how, data ->> 'by' as by from event where type = 'sightings.handset-seen' limit 1`,
  )
  assert.deepEqual(rows, [{ how: 'dealer-check', by: 'demo-shop' }], 'the case has heard of it')
})

test('B62 B71: a purchase is registered with the seller’s document and no more; a reported phone and an old document are refused', async (t) => {
  const { page } = await openScreen(t, browser, loop.config.publicUrl, small)
  await page.context().addCookies([{ name, value, url: loop.config.publicUrl }])
  const buy = async (imei: string, validUntil: string) => {
    await page.goto('/dealer/purchase')
    await page.fill('#imei', imei)
    await page.check('#document')
    await page.fill('#lastFour', '12AB')
    await page.fill('#validUntil', validUntil)
    await page.click('main form button')
    return String(await page.textContent('main'))
  }
  assert.match(await buy(imeis.taken, ''), /Do not buy this phone today, and ask again tomorrow/)
  assert.match(await buy(imeis.sold, '31 1 2020'), /This document is out of date/)
  assert.match(await buy(imeis.sold, '31 2 2030'), /Enter a date like 30 6 2030/)
  assert.match(await buy(imeis.sold, ''), /registered to your shop/)
  const { rows } = await loop.db.owner.pool.query(
    `select data from event where type = 'register.seller-checked' order by id`,
  )
  assert.equal(rows.length, 1)
  assert.deepEqual(Object.keys(rows[0].data).sort(), ['document', 'handset', 'lastFour'])
})

test('B60 B62: a sale at the counter is in the register with its numbers proved, and the buyer’s code prints both cards there', async (t) => {
  const { page } = await openScreen(t, browser, loop.config.publicUrl, small)
  await page.context().addCookies([{ name, value, url: loop.config.publicUrl }])
  const sell = async (imei: string, card: string) => {
    await page.goto('/dealer/sale')
    await page.check('#sort')
    await page.fill('#imei', imei)
    await page.fill('#name', 'A Name')
    await page.fill('#line', '07700 900145')
    await page.fill('#email', 'buyer@example.org')
    await page.check(`[name=card][value=${card}]`)
    await page.click('main form button')
    return String(await page.textContent('main'))
  }
  assert.match(await sell(imeis.taken, 'no'), /This phone has an owner in the register/)
  assert.match(await sell('356938035643809', 'no'), /The phone is the buyer’s/)
  await sell('354066098765434', 'yes')
  const { code } = await vaultValue(loop, page.url().split('ticket=')[1] ?? '')
  await page.fill('#code', String(code))
  await Promise.all([page.waitForNavigation(), page.click('main form button')])
  assert.equal(await page.locator('.rb-card__number').count(), 2)
  assert.deepEqual(await axe(page), [])
  assert.equal(await sideways(page), 0)
  const { rows } = await loop.db.owner.pool.query('select imeis_proved from enrolment where imeis_proved = $1', [
    ['354066098765434'],
  ])
  assert.equal(rows.length, 1, 'a block of it needs nobody’s word but the owner’s')
})

test('the dealer’s pages pass WCAG 2.2 AA as they are, with errors and with each answer, and work by keyboard', async (t) => {
  const { page } = await openScreen(t, browser, loop.config.publicUrl, small)
  await page.context().addCookies([{ name, value, url: loop.config.publicUrl }])
  for (const address of ['/dealer', '/dealer/purchase', '/dealer/sale']) {
    await page.goto(address)
    for (const state of ['normal', 'error'] as const) {
      assert.deepEqual([address, state, await axe(page)], [address, state, []])
      assert.equal(await sideways(page), 0)
      assert.deepEqual(await keyboardOnly(page), [])
      if (state === 'normal') await Promise.all([page.waitForNavigation(), page.click('main form button')])
    }
  }
  for (const [imei] of answers) {
    await check(page, imei)
    assert.deepEqual(await axe(page), [])
    assert.equal(await sideways(page), 0)
  }
})
