import { randomUUID } from 'node:crypto'
import { liveChannel } from '#http'
import { defineJob } from '#ledger'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { squaresTopic } from '../cells/theft-cell.ts'
import { moveZones } from '../commands/move-zones.ts'
import { firstSquares, movesOf, zonesOf } from '../fences/zones-that-follow.ts'
import type { GeofenceTable } from '../views/geofence.ts'

/**
 * Geofences made from hotspots follow their list: as soon as a theft is counted, taken back or published, what came into the first
 * squares begins and what fell out of them ends. Those that somebody drew stay as they are.
 */
export const followHotspots = defineJob<GeofenceTable & ReportedCellTables>('follow-hotspots', {
  everyMs: 30_000,
  wokenBy: { channel: liveChannel, payload: squaresTopic },
  async run({ db, now, execute }) {
    const forces = await db
      .selectFrom('geofence')
      .select('tenant')
      .distinct()
      .where('zones', 'is not', null)
      .where('retired', 'is', null)
      .where('until', '>', now())
      .execute()
    for (const { tenant } of forces)
      for (const { fences, ...zones } of await zonesOf(db, tenant, now())) {
        // As the page that made them: a force's own reports (cells/whose-look.ts).
        const sightOf = (source: 'reports' | 'published') =>
          ({ source, tenant, handledBy: source === 'reports' ? tenant : undefined }) as const
        const moves = movesOf(fences, await firstSquares(db, zones, { sightOf, now: now() }), randomUUID)
        // Refused where somebody ended or changed them meanwhile: the next look sees that.
        if (moves) await execute(moveZones, { ...zones, ...moves })
      }
  },
})
