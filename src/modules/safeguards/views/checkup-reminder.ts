import { defineView } from '#ledger'
import { HandsetEnrolled } from '#modules/register/events/handset-enrolled'
import { HandsetRegistered } from '#modules/register/events/handset-registered'
import { ReminderOwed } from '../events/reminder-owed.ts'
import { RemindersAsked } from '../events/reminders-asked.ts'

export type CheckupReminder = { checkup_reminder: { line: string; handset: string; next_at: string } }

/** Who is to be reminded of the checkup, and when. Getting ready anew without the tick ends it, and so does a sale. */
export const checkupReminder = defineView<CheckupReminder>('checkup_reminder', 'async', (on) => [
  on(HandsetEnrolled, (db, { line }) => db.deleteFrom('checkup_reminder').where('line', '=', line)),
  on(RemindersAsked, (db, { line, handset, next: next_at }) =>
    db
      .insertInto('checkup_reminder')
      .values({ line, handset, next_at })
      .onConflict((c) => c.column('line').doUpdateSet({ handset, next_at })),
  ),
  on(ReminderOwed, (db, { line, next: next_at }) =>
    db.updateTable('checkup_reminder').set({ next_at }).where('line', '=', line),
  ),
  on(HandsetRegistered, (db, { handset, channel }) =>
    channel === 'resale' ? db.deleteFrom('checkup_reminder').where('handset', '=', handset) : [],
  ),
])
