import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { Purpose, Role } from '#http'
import startMakers from '../../simulators/makers.ts'
import { startOperators } from '../../simulators/operators.ts'
import { launchBrowser, openScreen, titleOf } from '../support/browser.ts'
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
const loop = await openLoop(wholeFile, { simulators: [startOperators('demo-ee'), startMakers] })
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
    ['/case/safe', false],
    ['/case/wipe', false],
    ['/case/details/who', true],
  ] as const)
    await looked(victim.page, path, wrong)
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
