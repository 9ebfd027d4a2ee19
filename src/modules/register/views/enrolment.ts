import { defineView } from '#ledger'
import { HandsetEnrolled } from '../events/handset-enrolled.ts'
import { HandsetRegistered } from '../events/handset-registered.ts'

export type EnrolmentTable = {
  enrolment: {
    line: string
    handset: string
    owner: string
    /** As typed: nobody has proved them. */
    imeis: string[]
    /** Those of them that may be blocked on the owner's report. */
    imeis_proved: string[]
    maker: string | null
    banks: string[]
    mail: string[]
    exchanges: string[]
    identities: string[]
    contacts: string[]
    trusted: string[]
    may_locate: boolean
    at: string
  }
}

/** What an owner prepared, by the line's vault reference. Inline: a theft may follow at once. The last enrolment counts. */
export const enrolment = defineView<EnrolmentTable>('enrolment', 'inline', (on) => [
  on(
    HandsetEnrolled,
    (db, { line, reviewBy: _, operator: __, mayLocate, imeisProved, maker = null, ...more }, { at }) => {
      const named = {
        ...more,
        mail: more.mail ?? [],
        exchanges: more.exchanges ?? [],
        identities: more.identities ?? [],
      }
      const row = { line, ...named, maker, may_locate: mayLocate, imeis_proved: imeisProved, at }
      return db
        .insertInto('enrolment')
        .values(row)
        .onConflict((c) => c.column('line').doUpdateSet(row))
    },
  ),

  // Who has sold the phone can no longer stop it.
  on(HandsetRegistered, (db, { handset, channel }) =>
    channel === 'resale' ? db.deleteFrom('enrolment').where('handset', '=', handset) : [],
  ),
])
