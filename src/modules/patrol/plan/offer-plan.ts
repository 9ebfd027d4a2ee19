import { type Kysely, sql } from 'kysely'
import { lookAt, type Source } from '../cells/look.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { demandSource, type Looking, seesReports } from '../cells/whose-look.ts'
import type { SquareVisitTable } from '../dosage/patrol-visit.ts'
import { plansBefore } from './area-floor.ts'
import { boroughsIn, unitsOfAll } from './plan-areas.ts'
import { cornerKey, type PlanAsked, planShift } from './plan-shift.ts'
import type { PlannedShift } from './planned-shift.ts'
import type { ShiftTables } from './read-shift.ts'
import { squaresOf } from './shift-sheet.ts'
import { hoursOfShift, snatchLook } from './snatch-risk.ts'

export type OfferTables = ReportedCellTables & SquareVisitTable & ShiftTables

/** `own`: reports to Ringback where there are enough of them, else what the police published. */
export const planSources = ['own', 'reports', 'published'] as const
type Wanted = Omit<PlanAsked, 'source' | 'lastLeft' | 'had'> & {
  readonly of: (typeof planSources)[number]
  /** Who plans: what they may see is what they plan from. */
  readonly looking: Looking
  readonly now: Date
}

/** Squares with reports that an area needs before its own reports choose where patrols go. */
const enoughSquares = 20

/** The plan of a shift from the thefts that whoever plans may see. Undefined where there is nothing to plan from. */
export async function offerPlan(
  db: Kysely<OfferTables>,
  { of, looking, now, ...asked }: Wanted,
): Promise<PlannedShift | undefined> {
  const lookOf = (source: Source) => lookAt(db, { ...demandSource(source, looking), now })
  const own = of === 'own' && seesReports(looking) ? await ownSource(lookOf, asked.area) : 'published'
  const source = of === 'own' ? own : of
  const lastLeft = await lastLeftSince(db, looking.tenant, new Date(asked.begins.getTime() - asked.gap * 60_000))
  const had = unitsOfAll(await plansBefore(db, looking.tenant, asked))
  const look = await lookOf(source)
  const weighed =
    asked.covert && source === 'reports'
      ? await snatchLook(db, look, {
          ...demandSource(source, looking),
          shift: hoursOfShift(asked.begins, asked.hours),
        })
      : look
  return planShift(weighed, { ...asked, source, lastLeft, had })
}

async function ownSource(lookOf: (source: Source) => ReturnType<typeof lookAt>, area: string): Promise<Source> {
  const look = await lookOf('reports')
  const reported = boroughsIn(area).flatMap((name) => squaresOf(look, name))
  return reported.length >= enoughSquares ? 'reports' : 'published'
}

/** When visible patrols last left each square. */
async function lastLeftSince(db: Kysely<OfferTables>, tenant: string, since: Date): Promise<Map<string, Date>> {
  const left = sql<Date>`max(entered + seconds * interval '1 second')`
  const rows = await db
    .selectFrom('square_visit')
    .select(['easting', 'northing', left.as('left')])
    .where('tenant', '=', tenant)
    .where('entered', '>', new Date(since.getTime() - 12 * 3_600_000))
    .groupBy(['easting', 'northing'])
    .having(left, '>', since)
    .execute()
  return new Map(rows.map(({ left: at, ...corner }) => [cornerKey(corner), new Date(at)]))
}
