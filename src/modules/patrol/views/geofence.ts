import { defineView } from '#ledger'
import { squareFence } from '#lib/patrol-plan/fences'
import { cellMetres } from '../cells/theft-cell.ts'
import { FenceDrawn } from '../events/fence-drawn.ts'
import { FenceRetired } from '../events/fence-retired.ts'
import { PlanMade } from '../events/plan-made.ts'
import { ZonesEnded } from '../events/zones-ended.ts'
import { ZonesMoved } from '../events/zones-moved.ts'
import { boxOf, type FenceShape } from '../fences/fence-shape.ts'

export type GeofenceTable = {
  geofence: {
    fence: string
    tenant: string
    plan: string | null
    shape: FenceShape
    west: number
    south: number
    east: number
    north: number
    starts: Date | string
    until: Date | string
    retired: Date | string | null
    /** Of those that follow a list of hotspots: which, of which borough, and how many of its first squares. */
    zones: string | null
    borough: string | null
    first_squares: number | null
  }
}

/** Drawn fences, and the squares of visible plans while their shift lasts. Inline: an officer has a new one within a second. */
export const geofence = defineView<GeofenceTable>('geofence', 'inline', (on) => [
  on(FenceDrawn, (db, { fence, shape, until }, { tenant, at }) =>
    db.insertInto('geofence').values(rowOf(shape, { fence, tenant, plan: null, starts: at, until })),
  ),
  on(FenceRetired, (db, { fence }, { at }) =>
    db.updateTable('geofence').set({ retired: at }).where('fence', '=', fence),
  ),
  on(ZonesMoved, (db, { zones, force, borough, first, until, begun, ended }, { at }) => {
    const told = { tenant: force, plan: null, starts: at, until, zones, borough, first_squares: first }
    const rows = begun.map(({ fence, ...corner }) => rowOf(shapeOfSquare(corner), { fence, ...told }))
    return [
      ...(ended.length > 0 ? [db.updateTable('geofence').set({ retired: at }).where('fence', 'in', ended)] : []),
      db
        .updateTable('geofence')
        .set({ until, first_squares: first })
        .where('zones', '=', zones)
        .where('retired', 'is', null),
      ...(rows.length > 0 ? [db.insertInto('geofence').values(rows)] : []),
    ]
  }),
  on(ZonesEnded, (db, { zones }, { at }) =>
    db.updateTable('geofence').set({ retired: at }).where('zones', '=', zones).where('retired', 'is', null),
  ),
  on(PlanMade, (db, { plan, squares, begins, ends }, { tenant }) =>
    squares.length === 0
      ? []
      : db
          .insertInto('geofence')
          .values(
            squares.map(({ fence, ...corner }) =>
              rowOf(shapeOfSquare(corner), { fence, tenant, plan, starts: begins, until: ends }),
            ),
          ),
  ),
])

/** A square of 150 m by its south-west corner. */
export const shapeOfSquare = ({ easting, northing }: { easting: number; northing: number }): FenceShape =>
  squareFence(easting + cellMetres / 2, northing + cellMetres / 2, cellMetres) as FenceShape

type Zoned = Pick<GeofenceTable['geofence'], 'zones' | 'borough' | 'first_squares'>
type Told = Pick<GeofenceTable['geofence'], 'fence' | 'tenant' | 'plan' | 'starts' | 'until'> & Partial<Zoned>

const rowOf = (shape: FenceShape, told: Told): GeofenceTable['geofence'] => ({
  ...{ zones: null, borough: null, first_squares: null, ...told },
  ...boxOf(shape),
  ...{ shape: JSON.stringify(shape) as never, retired: null },
})
