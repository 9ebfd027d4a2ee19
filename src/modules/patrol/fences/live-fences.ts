import type { Kysely } from 'kysely'
import type { GridPoint } from '#lib/geo/grid'
import { london } from '../london.ts'
import type { GeofenceTable } from '../views/geofence.ts'
import { middleOf } from './fence-shape.ts'

export type LiveFence = GeofenceTable['geofence']

const most = 2000

/** A force's fences that hold now. */
const live = (db: Kysely<GeofenceTable>, tenant: string, now: Date) =>
  db
    .selectFrom('geofence')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('retired', 'is', null)
    .where('starts', '<=', now)
    .where('until', '>', now)

export const liveFences = (db: Kysely<GeofenceTable>, tenant: string, now: Date): Promise<LiveFence[]> =>
  live(db, tenant, now).orderBy('until').orderBy('fence').limit(most).execute()

/** Those drawn, made by no plan and following no list: the newest first. */
export const drawnFences = (db: Kysely<GeofenceTable>, tenant: string, now: Date): Promise<LiveFence[]> =>
  live(db, tenant, now)
    .where('plan', 'is', null)
    .where('zones', 'is', null)
    .orderBy('starts', 'desc')
    .orderBy('fence')
    .limit(most)
    .execute()

/** Those that a point may lie in, by their extent, and those named. */
export const fencesAt = (
  db: Kysely<GeofenceTable>,
  tenant: string,
  { easting, northing }: GridPoint,
  { named, now }: { readonly named: readonly string[]; readonly now: Date },
): Promise<LiveFence[]> =>
  live(db, tenant, now)
    .where((of) => {
      const around = of.and([
        of('west', '<=', easting),
        of('east', '>=', easting),
        of('south', '<=', northing),
        of('north', '>=', northing),
      ])
      return named.length > 0 ? of.or([around, of('fence', 'in', named)]) : around
    })
    .execute()

/** What a person calls a fence: the street or station nearest to its middle. */
export const nameOfFence = (fence: Pick<LiveFence, 'west' | 'south' | 'east' | 'north'>): string =>
  london().nameNear(middleOf(fence)) ?? 'a place without a name'
