import { type Kysely, sql } from 'kysely'
import { type SquareVisitTable, visibleMinutes } from '../dosage/patrol-visit.ts'
import { type DeprivationTable, decilesOf } from './deprivation.ts'
import { type PublicFairness, publicFairness } from './public-fairness.ts'

export type FairnessTables = SquareVisitTable & DeprivationTable & { organisation: { slug: string; demo: boolean } }

export type FairnessAsked = {
  /** Of demo organisations alone, or of all others: no figure sees both. */
  readonly demo: boolean
  /** Months, YYYY-MM; `to` is the first that is not in it. */
  readonly from: string
  readonly to: string
}

export type PatrolFairness = PublicFairness & {
  /** Of the time of stops that were planned, what was drawn by lot; undefined where nothing was planned. */
  readonly byLot: number | undefined
}

/** What is published of a period. */
export async function fairnessIn<Tables extends FairnessTables>(
  given: Kysely<Tables>,
  { demo, from, to }: FairnessAsked,
): Promise<PatrolFairness> {
  const db = given as unknown as Kysely<FairnessTables>
  const [since, until] = [new Date(`${from}-01T00:00:00Z`), new Date(`${to}-01T00:00:00Z`)]
  const minutes = await visibleMinutes(db, { demo, from: since, until })
  // Only what victims told: what a patrol found would say that patrols are where patrols are.
  const { rows: reports } = await sql<{ easting: number; northing: number; reports: number }>`
    select easting, northing, count(*)::int as reports from theft_cell join organisation on slug = tenant
    where source = 'victim' and not gone and demo = ${demo} and theft_cell.at >= ${since} and theft_cell.at < ${until}
    group by easting, northing`.execute(db)
  const byLot = await shareByLot(db, demo, since, until)
  return { ...publicFairness(minutes, reports, await decilesOf(db)), byLot }
}

async function shareByLot(db: Kysely<FairnessTables>, demo: boolean, since: Date, until: Date) {
  const { rows } = await sql<{ lot: number; all: number }>`
    select coalesce(sum(stay) filter (where lot), 0)::float8 as lot, coalesce(sum(stay), 0)::float8 as all from (
      select (stop->>'leaves')::int - (stop->>'starts')::int as stay, (stop->>'lot')::boolean as lot
      from shift_plan join organisation on slug = tenant,
        jsonb_array_elements(body->'tours') as tour, jsonb_array_elements(tour->'stops') as stop
      where demo = ${demo} and begins >= ${since} and begins < ${until}
    ) as stops`.execute(db)
  const { lot = 0, all = 0 } = rows[0] ?? {}
  return all > 0 ? Math.round((lot / all) * 1000) / 1000 : undefined
}
