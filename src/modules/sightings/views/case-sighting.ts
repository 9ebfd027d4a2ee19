import { defineView } from '#ledger'
import { HandsetSeen } from '../events/handset-seen.ts'
import type { How } from '../vocabulary.ts'

export type CaseSighting = {
  case_sighting: {
    sighting: string
    case_id: string
    how: How
    country: string
    at: string
    seen_by: string
    noted_at: string
  }
}

/** One row a sighting that is on a case, for its pages and for figures. */
export const caseSighting = defineView<CaseSighting>('case_sighting', 'async', (on) => [
  on(HandsetSeen, (db, { case: case_id, by: seen_by, ...seen }, { at: noted_at }) =>
    db
      .insertInto('case_sighting')
      .values({ ...seen, case_id, seen_by, noted_at })
      .onConflict((c) => c.doNothing()),
  ),
])
