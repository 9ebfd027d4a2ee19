import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Purpose, Role } from '#http'
import startForces from '../../simulators/forces.ts'
import startNotify from '../../simulators/notify.ts'
import { startOperators } from '../../simulators/operators.ts'
import { launchBrowser, openScreen, titleOf } from '../support/browser.ts'
import { letFail, reportFromBorrowedPhone } from '../support/case-visitor.ts'
import { faultsOf } from '../support/case-window.ts'
import { sendForm } from '../support/enrolling.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'
import { openStaffScreen } from '../support/staff-screen.ts'

const browser = await launchBrowser()
after(() => browser.close())
const loop = await openLoop(wholeFile, { simulators: [startOperators('demo-ee'), startForces, startNotify] })
const rows = async (sql: string, values: unknown[] = []) => (await loop.db.owner.pool.query(sql, values)).rows

const open = await reportFromBorrowedPhone(loop, '07700 900121')
const safe = await reportFromBorrowedPhone(loop, '07700 900122', { safe: 'yes', place: 'Zzqx Street' })
const give = ({ cookie }: { cookie: string }, contact: string) =>
  sendForm(loop, '/case/details/contact', { contact, alone: 'yes' }, { cookie })
await letFail(loop, 'lost@example.org')
await give(open, 'lost@example.org')
await give(safe, 'hidden@example.org')
await loop.until('the failure is on the list', async () => (await rows('select from message_failed')).length > 0)
// Something was a day late, and nobody has said why.
await rows(
  `insert into desk_deviation (item, due, case_id, owner, sort, missed_at)
   values ('message/' || $1::uuid, now() - interval '1 day', $1, 'demo-met', 'message', now())`,
  [open.case],
)
const short = (theft: string) => theft.slice(0, 8)

const phone = { viewport: { width: 320, height: 640 }, colorScheme: 'dark' } as const
const main = async (page: Page) => String(await page.textContent('main')).replaceAll(/\s+/g, ' ')
const staff = (t: TestContext, who: readonly [string, Role, Purpose], options: BrowserContextOptions = {}) =>
  openStaffScreen(t, browser, loop, who, options)
const room = ['demo-met', 'control-room-operator', 'respond-to-theft'] as const

for (const [where, options] of [
  ['on a desk', {}],
  ['on a phone in the dark', phone],
  ['without JavaScript', { javaScriptEnabled: false }],
] as const)
  test(`B20 B42: the unit sees its cases by the clock, one case, and whom no message reached, ${where}`, async (t) => {
    const { page, faults } = await staff(t, room, options)
    const fits = async () => {
      if (!('javaScriptEnabled' in options)) assert.deepEqual(await faultsOf(page), [], page.url())
    }
    // What follows from the reports may still be coming onto the desk.
    await loop.until('the page lists what waits, by the clock', async () => {
      await page.goto('/staff/cases')
      const listed = (await page.locator('tbody th').allTextContents()).map((one) => one.trim())
      const waits = await rows('select case_id from desk_item order by due, item')
      return String(listed) === String(waits.map(({ case_id }) => short(case_id)))
    })
    assert.match(await main(page), new RegExp(`${short(safe.case)}[^/]*safe mode`))
    await fits()

    await page
      .getByRole('link', { name: short(open.case) })
      .first()
      .click()
    assert.match(await main(page), /Proof ?level 2, operator knowledge; lapses/)
    assert.match(await main(page), /How to reach the victim ?lost@example\.org/)
    assert.match(await main(page), /An e-mail of ours did not reach you/)
    await fits()

    await page.goto('/staff/messages')
    assert.match(await main(page), new RegExp(`${short(open.case)} ?e-mail ?The address or number does not exist`))
    await fits()
    await page
      .getByRole('link', { name: short(open.case) })
      .first()
      .click()
    assert.equal(new URL(page.url()).pathname, `/staff/case/${open.case}`)
    assert.deepEqual(faults, [])
  })

for (const [where, options] of [
  ['on a phone in the dark', phone],
  ['without JavaScript', { javaScriptEnabled: false }],
] as const)
  test(`B44 B52: every page of the desk says what is wrong at its field and passes WCAG 2.2 AA, ${where}`, async (t) => {
    const { page, faults } = await staff(t, room, options)
    const fits = async () => {
      if (!('javaScriptEnabled' in options)) assert.deepEqual(await faultsOf(page), [], page.url())
    }
    const at = `/staff/case/${open.case}`
    const [failed] = await rows('select action from message_failed where case_id = $1', [open.case])
    for (const [path, button, says] of [
      [`${at}/answer`, 'Send the answer', 'Write what the victim is to read'],
      [`${at}/close`, 'Close the case', 'Choose why the case ends'],
      [`${at}/decision`, 'Record it and tell the victim', 'Choose what was decided'],
      [`${at}/note`, 'Keep the note', 'Write what the next officer must know'],
      [`${at}/twins`, 'Make them one case', 'Choose a case'],
      [`${at}/message/${failed.action}`, 'Take it off the list', 'Choose what you did'],
      ['/staff/deviations', 'Save the reason', 'Choose why it was late'],
    ] as const) {
      await page.goto(path)
      await fits()
      await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: button }).click()])
      assert.match(await titleOf(page), /^Error: /)
      assert.match(await main(page), new RegExp(says))
      await fits()
    }
    for (const path of [
      `${at}/officer`,
      `${at}/challenge`,
      `${at}/reopen`,
      '/staff/workload',
      '/staff/cases?only=failure',
    ]) {
      await page.goto(path)
      await fits()
    }
    assert.deepEqual(faults, [])
  })

test('B51 B52: what a victim writes comes onto the open queue by itself', async (t) => {
  const { page, faults } = await staff(t, room)
  await page.goto('/staff/cases?only=message')
  assert.match(await main(page), /Nothing waits/)
  await page.evaluate('window.sameVisit = true')
  await sendForm(loop, '/case/write', { words: 'Is there any news?' }, { cookie: open.cookie })
  await page.locator('[data-part=queue]', { hasText: 'The victim wrote to you' }).waitFor()
  assert.equal(await page.evaluate('window.sameVisit'), true, 'nothing was loaded again')
  assert.deepEqual(faults, [])
})

test('USERS 4, stalking: of a case in safe mode no contact and no place is on the screen, whoever looks', async (t) => {
  const { page } = await staff(t, room)
  await page.goto(`/staff/case/${safe.case}`)
  assert.match(await main(page), /Safe mode: no contact is shown/)
  assert.doesNotMatch(await page.content(), /hidden@|Zzqx/)
})

test('who may see it: contacts only for whom the matrix lets, and only of their own force', async (t) => {
  const says = async (who: readonly [string, Role, Purpose]) => {
    const { page } = await staff(t, who)
    await page.goto(`/staff/case/${open.case}`)
    return main(page)
  }
  assert.match(await says(['demo-met', 'detective', 'investigate-crime']), /lost@example\.org/)
  for (const who of [
    ['demo-met', 'response-officer', 'respond-to-theft'],
    ['demo-met', 'analyst', 'investigate-crime'],
    ['demo-city', 'detective', 'investigate-crime'],
  ] as const) {
    const text = await says(who)
    assert.match(text, /Your role or purpose does not cover contacts/, who.join(' '))
    assert.doesNotMatch(text, /lost@/)
  }
})

test('another force’s officer, a network, and who has not signed in see no case, no list and no message of it', async (t) => {
  const other = await staff(t, ['demo-btp', 'transport-officer', 'respond-to-theft'])
  const refused = await other.page.goto(`/staff/case/${open.case}`)
  assert.equal(refused?.status(), 403)
  assert.doesNotMatch(await other.page.content(), /lost@|EE \(pretend\)/)
  await other.page.goto('/staff/cases')
  assert.match(await main(other.page), /Nothing waits/)
  await other.page.goto('/staff/messages')
  assert.match(await main(other.page), /We know of no message that did not arrive/)

  const network = await staff(t, ['demo-ee', 'operator', 'block-handset'])
  const nobody = await openScreen(t, browser, loop.config.publicUrl)
  for (const path of ['/staff/cases', `/staff/case/${open.case}`, '/staff/messages']) {
    const answer = await network.page.goto(path)
    assert.equal(answer?.status(), 403, path)
    assert.equal((await nobody.page.goto(path))?.status(), 401, path)
    assert.doesNotMatch(await nobody.page.content(), new RegExp(short(open.case)), path)
  }
  const unknown = await (await staff(t, room)).page.goto(`/staff/case/${crypto.randomUUID()}`)
  assert.equal(unknown?.status(), 404)
})

test('every look is written down: who, for what purpose, at which case; a refused one leaves nothing behind', async (t) => {
  const before = (await rows('select max(id) as id from audit'))[0].id
  const { page } = await staff(t, room)
  await page.goto(`/staff/case/${open.case}`)
  await page.goto('/staff/cases')
  await page.goto('/staff/messages')
  const other = await staff(t, ['demo-btp', 'transport-officer', 'respond-to-theft'])
  await other.page.goto(`/staff/case/${open.case}`)
  const written = await rows('select tenant, purpose, act, subject from audit where id > $1 order by id', [before])
  const from = (tenant: string, act: string, subject: string) => ({
    ...{ tenant, purpose: 'respond-to-theft', act, subject },
  })
  for (const one of [
    from('demo-met', 'look', `case/${open.case}`),
    from('demo-met', 'look', 'case-queue'),
    from('demo-met', 'look', 'messages-failed'),
  ])
    assert.ok(
      written.some((row) => JSON.stringify(row) === JSON.stringify(one)),
      JSON.stringify(one),
    )
  assert.ok(written.some(({ act, subject }) => act === 'look-at-contact' && subject.startsWith('v_')))
  assert.ok(written.every(({ tenant }) => tenant === 'demo-met'))
})
