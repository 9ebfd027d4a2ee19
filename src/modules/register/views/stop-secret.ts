import { defineView } from '#ledger'
import { HandsetEnrolled } from '../events/handset-enrolled.ts'
import { HandsetRegistered } from '../events/handset-registered.ts'
import { StopSecretGiven } from '../events/stop-secret-given.ts'
import type { StopSecretKind } from '../vocabulary.ts'

export type StopSecretTable = {
  stop_secret: {
    secret: string
    line: string
    handset: string
    kind: StopSecretKind
    at: string
    /** When it ends, once the number was enrolled anew. */
    until: string | null
  }
}

const stillStopsMs = 24 * 3_600_000

/**
 * The codes that hold. After a new enrolment of the number the ones before it still stop the phone for a day: it may be a
 * thief who enrolled, and the owner's card must not die by it (USERS 4). A resale ends them all.
 */
export const stopSecret = defineView<StopSecretTable>('stop_secret', 'inline', (on) => [
  on(HandsetEnrolled, (db, { line }, { at }) => [
    db.deleteFrom('stop_secret').where('line', '=', line).where('until', '<=', at),
    db
      .updateTable('stop_secret')
      .set({ until: new Date(Date.parse(at) + stillStopsMs).toISOString() })
      .where('line', '=', line)
      .where('until', 'is', null),
  ]),
  on(StopSecretGiven, (db, given, { at }) =>
    db
      .insertInto('stop_secret')
      .values({ ...given, at, until: null })
      .onConflict((c) => c.doNothing()),
  ),
  on(HandsetRegistered, (db, { handset, channel }) =>
    channel === 'resale' ? db.deleteFrom('stop_secret').where('handset', '=', handset) : [],
  ),
])
