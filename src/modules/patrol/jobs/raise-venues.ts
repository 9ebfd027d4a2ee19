import { defineJob } from '#ledger'
import { lookAt } from '../cells/look.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { cornersOfSquares } from '../places/before-after.ts'
import { isMoreThanLuck, repeatVenues } from '../places/venues.ts'
import { raiseOnce, type TaskPlaceTable } from '../tasks/raise-once.ts'
import type { TaskTable } from '../views/task.ts'

const yearMs = 365 * 24 * 3_600_000

/** Venues with more thefts in a year than luck explains are visited. Nothing of them changes within the hour. */
export const raiseVenues = defineJob<ReportedCellTables & TaskTable & TaskPlaceTable>('raise-venues', {
  everyMs: 3_600_000,
  async run(tools) {
    for (const demo of [false, true]) {
      const own = await tools.db
        .selectFrom('organisation')
        .select('slug as tenant')
        .where('demo', '=', demo)
        .executeTakeFirst()
      if (!own) continue
      const look = await lookAt(tools.db, { source: 'reports', ...own, handledBy: undefined, now: tools.now() })
      for (const venue of repeatVenues(look).filter(isMoreThanLuck)) {
        const [corner] = cornersOfSquares([venue.cell])
        const { thefts: counted, expected: usual = 0 } = venue
        if (corner) await raiseOnce({ source: 'venue', demo, corner, counted, usual, overMs: yearMs }, tools)
      }
    }
  },
})
