import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Tools } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { HandsetEnrolled } from '#modules/register/events/handset-enrolled'
import { HandsetRegistered } from '#modules/register/events/handset-registered'
import type { VaultRef } from '#platform/vault-ref'
import { reportingDesk } from '#test/support/reporting'
import { askReminders } from './commands/ask-reminders.ts'
import { callOwner } from './commands/call-owner.ts'
import { giveFinderCard } from './commands/give-finder-card.ts'
import { oweReminder } from './commands/owe-reminder.ts'
import { OwnerCalled } from './events/owner-called.ts'
import { remindCheckup } from './jobs/remind-checkup.ts'

const { handset, line } = HandsetEnrolled.sample
const me = { handset, line }
const enrolled = HandsetEnrolled.of(HandsetEnrolled.sample)
const resold = HandsetRegistered.of({ ...HandsetRegistered.sample, handset, channel: 'resale' })
const message = 'v_EEEEEEEEEEEEEEEEEEEEEA'
const later = '2026-12-01T12:00:00.000Z'

test('B36: a reminder is due half a year after it was asked for, goes once, and never after a new enrolment or a sale', () => {
  const asked = eventsOf(given(askReminders, [enrolled]).when(me))
  const due = (history = [enrolled, ...asked], now = later) =>
    given(oweReminder, history).when({ ...me, messages: [message], gateways: ['post'] }, now)
  const none = { refused: 'no-reminder-due' }
  assert.deepEqual(due(undefined, '2026-06-01T12:00:00.000Z'), none)
  const owed = due()
  assert.ok('owes' in owed)
  assert.deepEqual(
    owed.owes.map(({ kind, partners, input }) => [kind, partners, input]),
    [['send-email', ['post'], { message }]],
  )
  assert.deepEqual(due([enrolled, ...asked, ...owed.events]), none)
  assert.deepEqual(due([enrolled, ...asked, enrolled]), none)
  assert.deepEqual(due([enrolled, ...asked, resold]), none)
})

test('B77 B36: cards and reminders are for the line that was got ready last, and for nobody once the phone is sold', () => {
  const refused = { refused: 'not-enrolled' }
  const card = { ...me, card: 'v_BBBBBBBBBBBBBBBBBBBBBA' }
  for (const history of [[], [enrolled, resold]]) {
    assert.deepEqual(given(askReminders, history).when(me), refused)
    assert.deepEqual(given(giveFinderCard, history).when(card), refused)
  }
  assert.equal(eventsOf(given(giveFinderCard, [enrolled]).when(card)).length, 1)
  const call = { ...card, messages: [message], gateways: ['post'] }
  assert.equal(eventsOf(given(callOwner, [enrolled]).when(call)).length, 1)
  const called = OwnerCalled.of({ ...OwnerCalled.sample, ...me })
  assert.deepEqual(given(callOwner, [enrolled, called]).when(call), { refused: 'called-today' })
  assert.equal(eventsOf(given(callOwner, [enrolled, called]).when(call, '2026-01-02T10:00:00.000Z')).length, 1)
})

test('B36 B31: who asked is reminded twice a year by e-mail, without a link, and who did not is never written to', async (t) => {
  const { clock, context, db, ledger, rows } = await reportingDesk(t)
  await db.owner.pool.query(`insert into organisation values ('post', 'post', 'insurer', true)`)
  await db.owner.pool.query(`insert into partner (slug, connector, config) values ('post', 'notify', '{}')`)
  const meta = { actor: 'system:test', tenant: 'demo-public', cause: 'test' }
  const [asked, other] = [handset, '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c12']
  const reviewAt = new Date('2032-01-01')
  const enrol = async (one: string, number: string, email: string, remind: boolean) => {
    const { ref } = await context.vault.put({ class: 'number', value: number, reviewAt })
    const contact = await context.vault.put({ class: 'contact', value: { name: 'A Name', email }, reviewAt })
    const event = HandsetEnrolled.of({
      ...{ ...HandsetEnrolled.sample, handset: one as never, line: ref, imeis: [], imeisProved: [] },
      ...{ contacts: [contact.ref], trusted: [] },
    })
    await ledger.append([{ event, version: 1 }], meta)
    if (remind) await ledger.execute(askReminders, { handset: one, line: ref }, meta)
  }
  await enrol(asked, '+447700900141', 'asked@example.org', true)
  await enrol(other, '+447700900142', 'other@example.org', false)
  const tools = {
    ...{ db: db.owner.kysely, now: () => clock.now },
    execute: (command: never, input: never) => ledger.execute(command, input, meta),
    vault: {
      ...context.vault,
      reveal: (act: string, _purpose: string, refs: VaultRef[]) => context.vault.reveal(act, refs),
    },
  } as unknown as Tools<never>
  const start = clock.now.getTime()
  for (let day = 0; day <= 370; day += 26) {
    clock.now = new Date(start + day * 86_400_000)
    await remindCheckup.run(tools)
  }
  const owed = await rows<{ at: string; owes: { input: { message: VaultRef } }[] }>(
    `select at, owes from event where type = 'safeguards.reminder-owed' order by id`,
  )
  assert.equal(owed.length, 2)
  const refs = owed.flatMap(({ owes }) => owes.map(({ input }) => input.message))
  const sent = [...(await context.vault.reveal('look', refs)).values()].map((one) => (one.erased ? {} : one.value))
  for (const mail of sent as { to: string; subject: string; text: string }[]) {
    assert.equal(mail.to, 'asked@example.org')
    assert.doesNotMatch(`${mail.subject} ${mail.text}`, /https?:|www\.|@|click/)
  }
  assert.equal(sent.length, 2)
})
