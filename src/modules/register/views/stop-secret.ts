import { defineView } from '#ledger'
import { HandsetEnrolled } from '../events/handset-enrolled.ts'
import { HandsetRegistered } from '../events/handset-registered.ts'
import { StopSecretGiven } from '../events/stop-secret-given.ts'

export type StopSecretTable = {
  stop_secret: { secret: string; line: string; handset: string; kind: 'panic-card' | 'trusted-person'; at: string }
}

/** The codes that hold. A new enrolment of the number ends the ones before it; a resale ends them all. */
export const stopSecret = defineView<StopSecretTable>('stop_secret', 'inline', (on) => [
  on(HandsetEnrolled, (db, { line }) => db.deleteFrom('stop_secret').where('line', '=', line)),
  on(StopSecretGiven, (db, given, { at }) =>
    db
      .insertInto('stop_secret')
      .values({ ...given, at })
      .onConflict((c) => c.doNothing()),
  ),
  on(HandsetRegistered, (db, { handset, channel }) =>
    channel === 'resale' ? db.deleteFrom('stop_secret').where('handset', '=', handset) : [],
  ),
])
