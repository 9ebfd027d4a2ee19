import { defineView } from '#ledger'
import { WorksRecorded } from '../events/works-recorded.ts'
import type { WorksKind } from '../places/reasons.ts'

export type StreetWorksTable = {
  street_works: {
    works: string
    tenant: string
    kind: WorksKind
    eastings: readonly number[]
    northings: readonly number[]
    done_on: Date | string
  }
}

/** What was changed at places, so that who recorded it sees it at once: inline. */
export const streetWorks = defineView<StreetWorksTable>('street_works', 'inline', (on) => [
  on(WorksRecorded, (db, { works, kind, squares, doneOn }, { tenant }) =>
    db.insertInto('street_works').values({
      ...{ works, tenant, kind, done_on: doneOn },
      eastings: squares.map(({ easting }) => easting),
      northings: squares.map(({ northing }) => northing),
    }),
  ),
])
