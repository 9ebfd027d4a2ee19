import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Purpose, Role } from '#http'
import { findPages } from '#pages/pages'
import { startBanks } from '../../simulators/banks.ts'
import startMakers from '../../simulators/makers.ts'
import { startOperators } from '../../simulators/operators.ts'
import { launchBrowser, openScreen, sendEmpty as sendNothing, sideways, titleOf } from '../support/browser.ts'
import { faultsOf, reportInWindow } from '../support/case-window.ts'
import { sendForm } from '../support/enrolling.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'
import { openStaffScreen } from '../support/staff-screen.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const browser = await launchBrowser()
after(() => browser.close())
const loop = await openLoop(wholeFile, {
  simulators: [startOperators('demo-ee'), startMakers, startBanks('demo-monzo', 'demo-first-direct', 'demo-hsbc')],
})
for (const force of ['demo-met', 'demo-public']) await loop.organisation(force, 'force')
const origin = loop.config.publicUrl
const dark = { viewport: { width: 320, height: 640 }, colorScheme: 'dark' } as const

/** Presses the first button of the page's last form. */
const send = (page: Page) =>
  Promise.all([page.waitForNavigation(), page.locator('main form').last().locator('button').first().click()])

async function sendEmpty(page: Page): Promise<void> {
  await page.evaluate(`document.querySelectorAll('form').forEach((form) => { form.noValidate = true })`)
  await send(page)
}

/** Looked at as it is, and as it is when its form was sent empty; `wrong`: then it says what is missing. */
async function looked(page: Page, path: string, wrong: boolean): Promise<void> {
  const opened = await page.goto(path)
  assert.equal(opened?.status(), 200, path)
  assert.equal(new URL(page.url()).pathname, new URL(path, origin).pathname, 'it leads nowhere else')
  assert.deepEqual(await faultsOf(page), [], path)
  if (!wrong) return
  await sendEmpty(page)
  assert.match(await titleOf(page), /^Error: /, path)
  assert.deepEqual(await faultsOf(page), [], `${path}, sent empty`)
}

const staffScreen = (t: TestContext, role: Role, purpose: Purpose, organisation = 'demo-met') =>
  openStaffScreen(t, browser, loop, [organisation, role, purpose], dark)
const rows = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows

test('a victim’s pages for safe mode, papers, finders and the end of an erasure, and the desks behind them: WCAG 2.2 AA finds nothing, right or wrong, in dark at 320 px', async (t) => {
  const victim = await openScreen(t, browser, origin, dark)
  await reportInWindow(victim.page, '07700 900141')
  await loop.until(
    'the network knows them',
    async () => (await rows('select from theft_case where level = 2')).length > 0,
  )
  for (const [path, wrong] of [
    ['/case/proof', true],
    ['/case/finders', false],
    ['/case/crime', false],
    ['/case/safe', false],
    ['/case/wipe', false],
    ['/case/details/who', true],
  ] as const)
    await looked(victim.page, path, wrong)
  await victim.page.goto('/case/ticks')
  await victim.page.emulateMedia({ media: 'print' })
  assert.equal(
    await victim.page.locator('.govuk-checkboxes__label:visible').count(),
    6,
    'on paper they are ticked by hand',
  )
  await victim.page.emulateMedia({ media: 'screen' })
  await victim.page.goto('/case/proof')
  await victim.page.locator('input[type=radio]').first().check()
  await victim.page.setInputFiles('input[type=file]', { name: 'receipt.png', mimeType: 'image/png', buffer: png })
  await send(victim.page)

  const desk = await staffScreen(t, 'control-room-operator', 'respond-to-theft', 'demo-public')
  const [paper] = await loop.until('the paper waits', async () => {
    const found = await rows(`select proof from case_proof`)
    return found.length > 0 && found
  })
  await looked(desk.page, '/staff/proofs', false)
  await looked(desk.page, `/staff/proofs/${paper.proof}`, true)
  assert.deepEqual([...victim.faults, ...desk.faults], [])
})

test('the desks for people who are afraid and for buyers, the lists of harm and the lock-screen card: WCAG 2.2 AA finds nothing', async (t) => {
  const afraid = await openScreen(t, browser, origin, dark)
  await reportInWindow(afraid.page, '07700 900142', { safe: true })
  const [{ case_id: theft }] = await loop.until('a trained person is called', async () => {
    const found = await rows(`select case_id from case_conflict where conflict = 'domestic-abuse'`)
    return found.length > 0 && found
  })
  const trained = await staffScreen(t, 'safeguarding-officer', 'safeguard-person', 'demo-public')
  await looked(trained.page, '/staff/safeguarding', false)
  await looked(trained.page, `/staff/safeguarding/${theft}`, true)

  const imei = '490154203237518'
  const room = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const said = {
    line: '07700 900143',
    lineAgain: '07700 900143',
    method: 'snatch',
    vouched: 'police-handler',
    place: '',
  }
  assert.equal((await sendForm(loop, '/staff/report', { ...said, imeis: imei }, { cookie: room.cookie })).status, 200)
  const bought = { imei, where: 'a market', when: 'in May', receipt: '', contact: 'buyer@example.org' }
  await sendForm(loop, '/good-faith', bought)
  const [{ claim }] = await loop.until('the buyer waits', async () => {
    const found = await rows('select claim from case_claim')
    return found.length > 0 && found
  })
  const desk = await staffScreen(t, 'control-room-operator', 'respond-to-theft')
  await looked(desk.page, '/staff/buyers', false)
  await looked(desk.page, `/staff/buyers/${claim}`, true)
  const detective = await staffScreen(t, 'detective', 'investigate-crime')
  await looked(detective.page, '/staff/indicators', false)
  await looked(detective.page, '/staff/described', true)
  const officer = await staffScreen(t, 'response-officer', 'respond-to-theft')
  await looked(officer.page, '/staff/lock-screen', false)
  await officer.page.goto('/staff/lock-screen?c=H7K2-9QRM-4T3X')
  assert.match(await titleOf(officer.page), /^Error: /)
  assert.deepEqual(await faultsOf(officer.page), [])
  assert.deepEqual([...afraid.faults, ...trained.faults, ...desk.faults, ...detective.faults, ...officer.faults], [])
})

/** What each form within a case says when nothing is in it, by the fields that its summary leads to. */
const wrongWhenEmpty = {
  '/case': ['code', 'word'],
  '/case/challenge': ['words'],
  '/case/details/accounts': ['mail'],
  '/case/details/contact': ['contact', 'alone'],
  '/case/details/contacts': ['stop'],
  '/case/details/phone': ['banks'],
  '/case/details/where': ['place'],
  '/case/details/who': ['who'],
  '/case/feeling': ['safe', 'mattered'],
  '/case/finders': ['words'],
  '/case/harm': ['sort'],
  '/case/notices': ['do'],
  '/case/proof': ['paper', 'photo'],
  '/case/suspicious': ['message'],
  '/case/ticks': [],
  '/case/wipe': ['do'],
  '/case/write': ['words'],
  '/case/safe': [], // from here on the case is hidden
}

test('every form of a case sent empty names each field that is wrong and leads to it, and none is wider than a phone', async (t) => {
  const { page, faults } = await openScreen(t, browser, origin, dark)
  await reportInWindow(page, '07700 900144')
  const takes = (await findPages()).flatMap(({ page: { url, routes } }) => (routes(() => '')[1] ? [url] : []))
  const ofCase = takes.filter((url) => /^\/case(?:\/|$)/.test(url) && url !== '/case/finish')
  assert.deepEqual(Object.keys(wrongWhenEmpty).sort(), ofCase.sort())
  for (const [url, wrong] of Object.entries(wrongWhenEmpty)) {
    await page.goto('/accessibility')
    await sendNothing(page, url, url === '/case/proof')
    const links = page.locator('.govuk-error-summary__list a')
    const fields = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')?.slice(1)))
    assert.deepEqual(fields, wrong, url)
    if (wrong.length === 0) continue
    assert.match(await titleOf(page), /^Error: /, url)
    assert.equal(await sideways(page), 0, url)
    if (url === '/case/details/phone') {
      const banks = (await page.locator('.govuk-checkboxes__label').allTextContents()).map((name) => name.trim())
      assert.deepEqual(banks, ['first direct (pretend)', 'HSBC (pretend)', 'Monzo (pretend)'])
    }
    assert.doesNotMatch(String(await page.textContent('.govuk-error-summary')), /Invalid|expected/, url)
    // Where the page has no such form now, as for a finder's message before there is one, nobody sends it; nobody fills in a button.
    if ((await page.locator(`main form[action="${url}"]`).count()) === 0) continue
    for (const field of wrong.filter((name) => name !== 'do'))
      assert.equal(await page.locator(`#${field}`).count(), 1, `${url} has ${field}`)
  }
  assert.deepEqual(faults, [])
})
