import { type Kysely, sql } from 'kysely'
import { wholeStop } from '#lib/patrol-plan/dosage'

/** A stay of a patrol in a geofence (db/migrations/0059). Whose it was, where and when is not kept: the fence says enough. */
export type PatrolVisitTable = {
  patrol_visit: {
    id: string
    tenant: string
    fence: string
    seconds: number
    covert: boolean
    /** The day on which it is deleted. */
    until: Date | string
  }
}
/** All but plain clothes: what pages and files of a plan read. */
export type VisiblePatrolVisitTable = {
  visible_patrol_visit: Pick<PatrolVisitTable['patrol_visit'], 'id' | 'tenant' | 'fence' | 'seconds'>
}

/** A stay of a visible patrol in a square, once whatever fences lie over it: what is counted by square. Plain clothes are in none. */
export type SquareVisitTable = {
  square_visit: {
    id: string
    tenant: string
    easting: number
    northing: number
    entered: Date | string
    seconds: number
  }
}

/** Visible patrol in one square of 150 m: minutes, and stays of 12 or more; easting and northing of its south-west corner. */
export type SquareMinutes = {
  readonly easting: number
  readonly northing: number
  readonly minutes: number
  readonly wholeStops: number
}

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
  db: Kysely<SquareVisitTable & { organisation: { slug: string; demo: boolean } }>,
  { demo, tenant, from, until }: MinutesAsked,
): Promise<SquareMinutes[]> {
  return db
    .selectFrom('square_visit as visit')
    .innerJoin('organisation', 'organisation.slug', 'visit.tenant')
    .select(['easting', 'northing'])
    .select(sql<number>`sum(seconds)::float8 / 60`.as('minutes'))
    .select(sql<number>`count(*) filter (where seconds >= ${wholeStop})::int`.as('wholeStops'))
    .where('organisation.demo', '=', demo)
    .where('entered', '>=', from)
    .where('entered', '<', until)
    .$if(tenant !== undefined, (query) => query.where('visit.tenant', '=', tenant as string))
    .groupBy(['easting', 'northing'])
    .orderBy('easting')
    .orderBy('northing')
    .execute()
}
