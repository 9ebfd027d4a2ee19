import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { imeiOf } from '#lib/imei/imei'
import { axe, launchBrowser, sideways, titleOf } from '../support/browser.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'
import { openStaffScreen } from '../support/staff-screen.ts'

const browser = await launchBrowser()
const loop = await openLoop(wholeFile)
after(() => browser.close())
for (const force of ['demo-met', 'demo-btp']) await loop.organisation(force, 'force')

const number = (serial: number) => imeiOf(`35693803${String(serial).padStart(6, '0')}` as never)
const [stolen, twin, clear, later] = [number(1), number(2), number(3), number(4)]

const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
async function report(imeis: string[], means: 'police' | 'card' = 'police'): Promise<string> {
  const answer = await fetch(`${loop.origin}/api/reports`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ imeis, method: 'snatch' }),
  })
  assert.equal(answer.status, 201, await answer.clone().text())
  const { case: theft } = (await answer.json()) as { case: string }
  await loop.until('the case can be listed', async () => {
    const { rowCount } = await loop.db.owner.pool.query('select 1 from theft_case where case_id = $1', [theft])
    return rowCount === 1
  })
  if (means === 'card')
    await loop.db.owner.pool.query(`update imei_status set status = 'wait' where case_id = $1`, [theft])
  return theft
}
const theft = await report([stolen])
await report([twin], 'card')

const phone = { viewport: { width: 320, height: 640 }, javaScriptEnabled: false }
const officer = ['demo-met', 'response-officer', 'investigate-crime'] as const

/** As a scanner that is a keyboard does it: digits, then Enter. */
async function scan(page: Page, screen: string, label = ''): Promise<void> {
  await page.goto('/staff/handset')
  if (label) await page.locator('#label').fill(label)
  await page.locator('#screen').focus()
  await page.keyboard.type(screen)
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
}

const heading = async (page: Page) => (await page.locator('.rb-answer h1').textContent())?.trim()
const main = async (page: Page) => String(await page.textContent('main')).replaceAll(/\s+/g, ' ')

test('A14 B63: an officer scans a stolen phone, reads when and how, seizes it, and the case knows; without JavaScript at 320 px', async (t) => {
  const { page, faults } = await openStaffScreen(t, browser, loop, officer, phone)
  await scan(page, stolen)
  assert.equal(await heading(page), 'Reported stolen')
  assert.match(await main(page), /today \d\d:\d\d, snatch The owner’s identity was checked/)
  assert.doesNotMatch(page.url(), /\d{14}/)
  await page.locator('#reference').fill('ab 1')
  await page.getByRole('button', { name: 'Seize this phone' }).click()
  assert.match(await main(page), /There is a problem.*such as AB\/1/)
  await page.locator('#reference').fill('ab/1')
  await page.getByRole('button', { name: 'Seize this phone' }).click()
  assert.equal(await heading(page), 'Seized: AB/1')
  assert.match(await main(page), /owner’s report was found/)
  assert.deepEqual(faults, [])
  await loop.until('the case knows', async () => {
    const { rows } = await loop.db.owner.pool.query(
      `select 1 from event where stream = $1 and type = 'exhibits.owner-found'`,
      [`case/${theft}`],
    )
    return rows.length === 1
  })
  await page.getByRole('link', { name: 'Open the exhibit' }).click()
  assert.match(await main(page), /Exhibit AB\/1.*Belongs to Case [0-9a-f]{8}.*Seized\. Found in a stop and search/)
})

test('A14: the check of a stolen phone is a sighting on its case', async () => {
  const { rows } = await loop.db.owner.pool.query(
    `select data from event where stream = $1 and type = 'sightings.handset-seen'`,
    [`case/${theft}`],
  )
  assert.equal(rows[0]?.data.how, 'officer-check')
})

test('each answer says its word: a report that is being checked, and none; no action is noted', async (t) => {
  const { page } = await openStaffScreen(t, browser, loop, officer, phone)
  await scan(page, twin)
  assert.equal(await heading(page), 'Wait: a report is being checked')
  await scan(page, clear)
  assert.equal(await heading(page), 'No theft reported')
  await page.getByRole('button', { name: 'No action' }).click()
  assert.match(await main(page), /Noted: no action/)
  const { rows } = await loop.db.owner.pool.query(`select purpose from audit where act = 'no-action'`)
  assert.deepEqual(rows, [{ purpose: 'investigate-crime' }])
})

test('the label and the screen disagree: that is said, and the worse answer counts', async (t) => {
  const { page } = await openStaffScreen(t, browser, loop, officer, phone)
  await scan(page, clear, later)
  assert.match(await main(page), /The label and the screen do not agree/)
  await scan(page, clear, stolen)
  assert.equal(await heading(page), 'Reported stolen')
  assert.match(await main(page), /The label and the screen do not agree|More than one phone carries this number/)
})

test('B63: an officer of another force reads that it is stolen and whom to ask, and nothing of the report', async (t) => {
  const { page } = await openStaffScreen(
    t,
    browser,
    loop,
    ['demo-btp', 'transport-officer', 'investigate-crime'],
    phone,
  )
  await scan(page, stolen)
  assert.equal(await heading(page), 'Reported stolen')
  const text = await main(page)
  assert.match(text, /The report is with demo-met/)
  assert.doesNotMatch(text, /snatch/)
})

test('B63: every look is written down with its purpose, and the number is in no address and no audit row', async () => {
  const { rows } = await loop.db.owner.pool.query(
    `select act, purpose, subject from audit where record = 'imei-status'`,
  )
  assert.ok(rows.some(({ subject }) => subject === `case/${theft}`))
  assert.ok(rows.every(({ purpose }) => purpose === 'investigate-crime'))
  assert.doesNotMatch(JSON.stringify(rows), /\d{14}/)
})

test('a wrong digit says what to do, with what was typed still there', async (t) => {
  const { page } = await openStaffScreen(t, browser, loop, officer, { viewport: phone.viewport })
  await scan(page, '490154203237519')
  assert.match(await titleOf(page), /^Error: /)
  assert.equal(await page.inputValue('#screen'), '490154203237519')
  assert.match(String(await page.textContent('#screen-error')), /digits of this IMEI are wrong/)
  assert.deepEqual(await axe(page), [])
  await scan(page, ' ')
  assert.match(String(await page.textContent('#screen-error')), /15 digits/)
  assert.deepEqual(await keyboardOnly(page), [])
})

test('answers, seizure and exhibit pass WCAG 2.2 AA in light and dark, fit 320 px and work by keyboard', async (t) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const look = { viewport: phone.viewport, colorScheme }
    const { page, faults } = await openStaffScreen(t, browser, loop, officer, look)
    const looksRight = async () => {
      assert.deepEqual(await axe(page), [])
      assert.equal(await sideways(page), 0)
    }
    for (const one of [stolen, twin, clear]) {
      await scan(page, one)
      await looksRight()
    }
    assert.deepEqual(await keyboardOnly(page), [])
    await page.locator('#reference').fill(colorScheme === 'light' ? 'CD/1' : 'CD/2')
    await page.getByRole('button', { name: 'Seize this phone' }).click()
    await looksRight()
    await page.getByRole('link', { name: 'Open the exhibit' }).click()
    await looksRight()
    assert.deepEqual(await keyboardOnly(page), [])
    await page.getByRole('button', { name: 'Hand it over' }).click()
    await page.getByRole('button', { name: 'Record it' }).click()
    assert.match(await main(page), /Choose who takes it/)
    await looksRight()
    assert.deepEqual(faults, [])
  }
})
