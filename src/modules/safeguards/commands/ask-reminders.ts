import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { HandsetId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { enrolledLine } from '../enrolled-line.ts'
import { RemindersAsked } from '../events/reminders-asked.ts'
import { nextReminder } from '../next-reminder.ts'
import { refusals } from '../refusals.ts'

/** Asks to be reminded of the checkup, until the phone is enrolled anew without it or sold. */
export const askReminders = defineCommand('ask-reminders', {
  input: z.object({ handset: HandsetId, line: VaultRef }),
  refusals,
  stream: (input) => `handset/${input.handset}`,
  state: enrolledLine,

  decide: (asked, { line }, { now }) =>
    line === asked.line ? [RemindersAsked.of({ ...asked, next: nextReminder(now) })] : refuse('not-enrolled'),
})
