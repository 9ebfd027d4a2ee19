import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { HandsetEnrolled } from '#modules/register/events/handset-enrolled'
import { HandsetRegistered } from '#modules/register/events/handset-registered'
import { VaultRef } from '#platform/vault-ref'
import { ReminderOwed } from '../events/reminder-owed.ts'
import { RemindersAsked } from '../events/reminders-asked.ts'
import { nextReminder } from '../next-reminder.ts'

type Due = { readonly due: { readonly line: string; readonly next: string } | false }

/** When the next reminder is due, for which line; none once the phone was enrolled anew or sold. */
const whenDue = fold<Due>({ due: false }, (on) => [
  on(RemindersAsked, (_, { line, next }) => ({ due: { line, next } })),
  on(ReminderOwed, (_, { line, next }) => ({ due: { line, next } })),
  on(HandsetEnrolled, () => ({ due: false })),
  on(HandsetRegistered, (state, { channel }) => (channel === 'resale' ? { due: false } : state)),
])

/** Sends the reminder that is due, once. */
export const oweReminder = defineCommand('owe-reminder', {
  input: z.object({
    handset: HandsetId,
    line: VaultRef,
    messages: z.array(VaultRef).max(5),
    gateways: z.array(Slug).max(1),
  }),
  refusals: {
    'no-reminder-due': { status: 409, says: 'No reminder is due: it was sent, or is not wanted any more.' },
  },
  stream: (input) => `handset/${input.handset}`,
  keyed: ({ handset, line }) => ({ handset, line }),
  state: whenDue,

  decide({ handset, line, messages, gateways }, { due }, { now }) {
    if (!due || due.line !== line || due.next > now) return refuse('no-reminder-due')
    return {
      events: [ReminderOwed.of({ handset, line, next: nextReminder(now) })],
      owes: messages.map((message) => ({
        ...{ partners: gateways, kind: 'send-email', target: `handset/${handset}/send-email`, input: { message } },
      })),
    }
  },
})
