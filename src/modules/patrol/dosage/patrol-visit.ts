import { type Kysely, sql } from 'kysely'

/** A stay of a patrol in a geofence (db/migrations/0050-patrol-visits.sql). Whose it was is not kept. */
export type PatrolVisitTable = {
  patrol_visit: {
    id: string
    tenant: string
    fence: string
    easting: number
    northing: number
    entered: Date | string
    seconds: number
    covert: boolean
  }
}
/** All but plain clothes: what pages, files and figures read. */
export type VisiblePatrolVisitTable = { visible_patrol_visit: Omit<PatrolVisitTable['patrol_visit'], 'covert'> }

/** Minutes of visible patrol in one square of 150 m; easting and northing of its south-west corner. */
export type SquareMinutes = { readonly easting: number; readonly northing: number; readonly minutes: number }

export type MinutesAsked = {
  /** Of demo organisations alone, or of none: no figure sees both. */
  readonly demo: boolean
  /** Of one force; without it, of all. */
  readonly tenant?: string
  readonly from: Date
  readonly until: Date
}

/** What a period's visible patrols add up to, square by square; a visit belongs to the time at which it began. */
export async function visibleMinutes(
  db: Kysely<VisiblePatrolVisitTable & { organisation: { slug: string; demo: boolean } }>,
  { demo, tenant, from, until }: MinutesAsked,
): Promise<SquareMinutes[]> {
  return db
    .selectFrom('visible_patrol_visit as visit')
    .innerJoin('organisation', 'organisation.slug', 'visit.tenant')
    .select(['easting', 'northing'])
    .select(sql<number>`sum(seconds)::float8 / 60`.as('minutes'))
    .where('organisation.demo', '=', demo)
    .where('entered', '>=', from)
    .where('entered', '<', until)
    .$if(tenant !== undefined, (query) => query.where('visit.tenant', '=', tenant as string))
    .groupBy(['easting', 'northing'])
    .orderBy('easting')
    .orderBy('northing')
    .execute()
}
