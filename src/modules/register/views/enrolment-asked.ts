import { defineView } from '#ledger'
import { EnrolmentBegun } from '../events/enrolment-begun.ts'
import { HandsetEnrolled } from '../events/handset-enrolled.ts'

export type EnrolmentAsked = { enrolment_asked: { handset: string; asked: string; line: string; until: string } }

/** Enrolments that wait for the code. Inline: the code may be typed back at once, and counts once. */
export const enrolmentAsked = defineView<EnrolmentAsked>('enrolment_asked', 'inline', (on) => [
  on(EnrolmentBegun, (db, row) =>
    db
      .insertInto('enrolment_asked')
      .values(row)
      .onConflict((c) => c.column('handset').doUpdateSet(row)),
  ),
  on(HandsetEnrolled, (db, { handset }) => db.deleteFrom('enrolment_asked').where('handset', '=', handset)),
])
