import { type Kysely, sql } from 'kysely'
import type { GridPoint } from '#lib/geo/grid'
import type { Told } from './alert.ts'
import type { DutyTable } from './duty.ts'
import { fenceAround, fitOfficers, type Placed } from './fit.ts'
import type { OfficerAlert } from './views/officer-alert.ts'

export type NearbyTables = DutyTable & OfficerAlert & { organisation: { slug: string; demo: boolean } }

/**
 * The fit officers near a place, of any force: a thief does not stop at a border. A report on a demo reaches the officers
 * of a demo, and never real ones.
 */
export async function officersNear(
  db: Kysely<NearbyTables>,
  place: GridPoint & { readonly accuracyMetres: number },
  tenant: string,
  now: Date,
): Promise<Told[]> {
  const fence = fenceAround(place)
  if (fence === undefined) return []
  const { easting, northing } = place
  const rows = await db
    .selectFrom('duty')
    .innerJoin('organisation', 'organisation.slug', 'duty.tenant')
    .select(['officer', 'tenant', 'shift', 'easting', 'northing', 'accuracy_metres', 'fresh_until'])
    .select((eb) =>
      eb
        .selectFrom('officer_alert')
        .select((of) => of.fn.coalesce(of.fn.max('turn'), of.lit(0)).as('turns'))
        .whereRef('officer_alert.shift', '=', 'duty.shift')
        .as('turns'),
    )
    .where('easting', '>=', Math.floor(easting - fence))
    .where('easting', '<=', Math.ceil(easting + fence))
    .where('northing', '>=', Math.floor(northing - fence))
    .where('northing', '<=', Math.ceil(northing + fence))
    .where('fresh_until', '>', now)
    .where('ends_at', '>', now)
    .where(
      'organisation.demo',
      '=',
      sql<boolean>`exists (select from organisation as of where of.slug = ${tenant} and of.demo)`,
    )
    .execute()
  return fitOfficers(place, rows.map(placed), now.toISOString())
}

type Row = Record<'officer' | 'tenant' | 'shift', string> & {
  easting: number | null
  northing: number | null
  accuracy_metres: number | null
  fresh_until: Date | string | null
  turns: number | null
}

const placed = ({ easting, northing, accuracy_metres, fresh_until, turns, ...officer }: Row): Placed => ({
  ...officer,
  ...{ easting: easting ?? 0, northing: northing ?? 0, accuracyMetres: accuracy_metres ?? 0, turns: turns ?? 0 },
  freshUntil: new Date(fresh_until ?? 0).toISOString(),
})
