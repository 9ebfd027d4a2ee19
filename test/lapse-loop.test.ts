import assert from 'node:assert/strict'
import { test } from 'node:test'
import startNotify from '../simulators/notify.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, sentBy, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop, type Simulator } from './support/loop.ts'

const hour = 3_600_000
const mailbox = 'victim@example.org'

/** Its client signs by the real clock, so it checks by that too. */
const startTexts: Simulator = (place) => startNotify({ ...place, now: () => new Date() })

test('B42: before the stops end by themselves the victim is told how to keep them; once they have, page and messages say so', async (t) => {
  const clock = { ahead: 0 }
  const now = () => new Date(Date.now() + clock.ahead)
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-three'), startTexts], now })
  const victim = await reportFromBorrowedPhone(loop, '07700 900123')
  const page = async () => {
    const opened = await sendForm(loop, '/case', { code: victim.code, word: victim.word })
    const cookie = (opened.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
    const html = await (await fetch(`${loop.origin}/case`, { headers: { cookie } })).text()
    const part = (name: string) =>
      wordsOf(html.split(`data-part="${name}">`)[1]?.split(/<h2|<p class="govuk-body rb/)[0] ?? '')
    return { stands: part('stands'), next: part('next'), groups: part('groups'), timeline: part('timeline') }
  }
  const query = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows
  await loop.until('both networks have stopped it', async () => {
    const stops = await query(`select from action where kind = 'block-handset' and state = 'acknowledged'`)
    return stops.length === 2
  })
  const contact = { contact: mailbox, alone: 'yes' }
  assert.equal((await sendForm(loop, '/case/details/contact', contact, { cookie: victim.cookie })).status, 303)
  const told = (says: RegExp) =>
    loop.until(`the victim is told ${says}`, async () =>
      (await sentBy(loop)).find(({ to, text }) => to === mailbox && says.test(text)),
    )
  await told(/we write about this case to an address/)
  const [row] = await query('select until from theft_case')
  const end = new Date(row.until).getTime()

  clock.ahead = end - 7 * hour - Date.now()
  assert.match((await page()).next, /What is stopped starts again by itself (?:today|tomorrow|on) /)
  clock.ahead = end - 5 * hour - Date.now()
  await told(/ends by itself on .*To keep it, show who you are in your network’s shop or to the police/)
  assert.match((await page()).stands, /cannot be used on EE/)

  clock.ahead = end - Date.now()
  const after = await page()
  assert.match(after.stands, /The stops have ended by themselves.*To start them again, show who you are/)
  assert.doesNotMatch(after.stands, /cannot be used|is stopped/)
  assert.match(after.next, /What was asked for ended by itself (?:today|tomorrow|on) .*Report your phone again/)
  assert.doesNotMatch(after.next, /starts again by itself/)
  assert.match(after.groups, /EE \(pretend\): Stop the phone Ended by itself.*Three \(pretend\): Stop the phone Ended/)
  await told(/ended by itself on .*To start the stops again, show who you are/)
  assert.match((await page()).timeline, /What was asked for has ended by itself\. Your phone can be used again/)

  clock.ahead += 8 * 24 * hour // past the next promise
  await told(/Nothing new has happened.*The stops have ended by themselves/)
  const all = (await sentBy(loop)).filter(({ to }) => to === mailbox).map(({ text }) => text)
  const over = all.findIndex((text) => /To start the stops again, show/.test(text))
  for (const text of all.slice(over)) assert.doesNotMatch(text, /stopped on \d+ of/, 'not once the stops have ended')
  for (const once of [/To keep it, show/, /To start the stops again, show/])
    assert.equal(all.filter((text) => once.test(text)).length, 1, `${once}`)
})
