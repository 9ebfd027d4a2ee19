import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { imeiOf } from '#lib/imei/imei'
import { axe, launchBrowser, sideways } from '../support/browser.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'
import { openStaffScreen } from '../support/staff-screen.ts'

const browser = await launchBrowser()
const loop = await openLoop(wholeFile)
after(() => browser.close())
await loop.organisation('demo-met', 'force')

const number = (serial: number) => imeiOf(`35693803${String(serial).padStart(6, '0')}` as never)
const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
const thefts: string[] = []
for (const serial of [1, 2, 3]) {
  const answer = await fetch(`${loop.origin}/api/reports`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ imeis: [number(serial)], method: 'pickpocket' }),
  })
  thefts.push(((await answer.json()) as { case: string }).case)
}
await loop.until('the cases can be listed', async () => {
  const { rowCount } = await loop.db.owner.pool.query('select 1 from theft_case')
  return rowCount === 3
})

const store = ['demo-met', 'exhibits-officer', 'return-property'] as const
const desk = { javaScriptEnabled: false }
const main = async (page: Page) => String(await page.textContent('main')).replaceAll(/\s+/g, ' ')
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

test('B81 E1: a tray of 1,000 is pasted, every line is answered, the matched are seized and one goes back to its owner', async (t) => {
  const { page, faults } = await openStaffScreen(t, browser, loop, store, desk)
  const lines = Array.from({ length: 1000 }, (_, at) => `${number(at + 1)};ST/${at + 1}`)
  lines[500] = '490154203237519;ST/501'
  await page.goto('/staff/tray')
  await page.locator('#lines').fill(lines.join('\n'))
  await Promise.all([page.waitForNavigation(), button(page, 'Find the owners').click()])
  assert.match(await main(page), /3 matched, 0 for a person to look at, 996 unknown, 1 that cannot be read/)
  assert.equal(await page.locator('tbody tr').count(), 1000)
  assert.doesNotMatch(page.url(), /\d{14}/)
  const csv = await page.context().request.get(`${page.url()}/rows.csv`)
  assert.equal(csv.status(), 200)
  assert.equal((await csv.text()).trim().split('\r\n').length, 1001)
  await Promise.all([page.waitForNavigation(), button(page, 'Seize the 3 matched').click()])
  assert.match(await main(page), /Seized: 3\./)
  assert.equal(await button(page, /^Seize the/).count(), 0)
  await page.getByRole('link', { name: /the exhibit of line 1$/ }).click()
  await loop.until('the case knows', async () => {
    const { rowCount } = await loop.db.owner.pool.query(
      `select 1 from event where stream = $1 and type = 'exhibits.owner-found'`,
      [`case/${thefts[0]}`],
    )
    return rowCount === 1
  })
  await page.getByRole('link', { name: 'Give it back to its owner' }).click()
  await button(page, 'Give it back').click()
  assert.match(await main(page), /Choose what showed you.*Check their photo ID/)
  await page.getByLabel('The receipt from the shop').check()
  await page.getByLabel(/seen their photo ID/).check()
  await button(page, 'Give it back').click()
  assert.match(await main(page), /Your phone is back with you/)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.evaluate(`getComputedStyle(document.querySelector('h1')).color`), 'rgb(0, 0, 0)')
  assert.equal((await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type \/Page\b/g)?.length, 1)
  assert.deepEqual(faults, [])
})

test('a file is read like the box; both at once, nothing, and more than 1,000 lines are said', async (t) => {
  const { page } = await openStaffScreen(t, browser, loop, store, desk)
  const file = (text: string) => ({ name: 'tray.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.goto('/staff/tray')
  await button(page, 'Find the owners').click()
  assert.match(await main(page), /Scan, paste or choose a file/)
  await page.locator('#lines').fill(`${number(7)}`)
  await page.locator('#file').setInputFiles(file(number(8)))
  await button(page, 'Find the owners').click()
  assert.match(await main(page), /not both/)
  await page.goto('/staff/tray')
  await page.locator('#file').setInputFiles(file(`${number(1)}\n`.repeat(1001)))
  await button(page, 'Find the owners').click()
  assert.match(await main(page), /at most 1000 phones/)
  await page.goto('/staff/tray')
  await page.locator('#file').setInputFiles(file(`reference,imei\r\nZZ/1,${number(8)}\r\nZZ/2,${number(8)}\r\n`))
  await button(page, 'Find the owners').click()
  assert.match(await main(page), /2 for a person to look at/)
  assert.match(await main(page), /This number is on another line too/)
})

test('somebody else’s tray is not shown', async (t) => {
  await loop.organisation('demo-btp', 'force')
  const { rows } = await loop.db.owner.pool.query('select tray from tray limit 1')
  const other = ['demo-btp', 'transport-officer', 'investigate-crime'] as const
  const { page } = await openStaffScreen(t, browser, loop, other, desk)
  assert.equal((await page.goto(`/staff/tray/${rows[0].tray}`))?.status(), 403)
})

test('the tray, its rows, the return and the receipt pass WCAG 2.2 AA in light and dark, at 320 px and by keyboard', async (t) => {
  const serial = { light: 2, dark: 3 }
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, faults } = await openStaffScreen(t, browser, loop, store, {
      viewport: { width: 320, height: 640 },
      colorScheme,
    })
    const looksRight = async () => {
      assert.deepEqual(await axe(page), [])
      assert.equal(await sideways(page), 0)
      assert.deepEqual(await keyboardOnly(page), [])
    }
    await page.goto('/staff/tray')
    await looksRight()
    await page.locator('#lines').fill(`${number(serial[colorScheme])} ST/${serial[colorScheme]}\n1\n${number(90)}`)
    await button(page, 'Find the owners').click()
    await looksRight()
    await page.getByRole('link', { name: /the exhibit of line 1$/ }).click()
    const exhibit = page.url()
    await page.goto(`${exhibit}/return`)
    await button(page, 'Give it back').click()
    await looksRight()
    await page.getByLabel('The box with the same number').check()
    await page.getByLabel(/seen their photo ID/).check()
    await button(page, 'Give it back').click()
    await looksRight()
    assert.deepEqual(faults, [])
  }
})
