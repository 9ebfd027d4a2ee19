import { type Kysely, sql } from 'kysely'
import { achievedOf, wholeStop } from '#lib/patrol-plan/dosage'
import type { PlannedShift, StopAnswer } from '../plan/planned-shift.ts'
import type { ShiftTables } from '../plan/read-shift.ts'
import type { GeofenceTable } from '../views/geofence.ts'
import type { PatrolVisitTable, VisiblePatrolVisitTable } from './patrol-visit.ts'

export type StopDone = {
  readonly unit: number
  readonly stop: number
  readonly starts: number
  readonly leaves: number
  readonly lot: boolean
  readonly answer?: StopAnswer | undefined
}

/** One square of a plan: what was planned there, what positions show, and what officers say. */
export type SquareDone = {
  readonly fence: string
  readonly easting: number
  readonly northing: number
  readonly plannedMinutes: number
  readonly doneMinutes: number
  /** Stays of 12 minutes or more. */
  readonly wholeStops: number
  readonly missed: boolean
  readonly stops: readonly StopDone[]
}

export type ShiftDone = {
  readonly squares: readonly SquareDone[]
  readonly plannedMinutes: number
  /** Of the planned minutes, what was done: too many at one square never make up for too few at another. */
  readonly doneMinutes: number
  readonly share: number
  /** Of the planned stops, those of 12 minutes or more; one too many at a square does not make up for one too few at another. */
  readonly wholeStops: number
}

/** In a square: seconds of patrol, and how many of its stays were whole stops. Each moment of a unit once, whoever of it was there. */
export type Walked = { readonly seconds: number; readonly wholeStops: number }

export type Answers = ReadonlyMap<string, StopAnswer>
export const answerKey = (unit: number, stop: number): string => `${unit} ${stop}`

/** A plan beside what was done. `walked`: in each of its squares, by the name of its fence. Pure. */
export function shiftDone(
  { squares, tours }: Pick<PlannedShift, 'squares' | 'tours'>,
  walked: ReadonlyMap<string, Walked>,
  answers: Answers,
): ShiftDone {
  const stops = tours.flatMap((tour, unit) =>
    tour.stops.map((stop, at) => ({
      ...{ ...stop, unit: unit + 1, stop: at + 1, answer: answers.get(answerKey(unit + 1, at + 1)) },
    })),
  )
  const planned = new Float64Array(squares.length)
  for (const { square, starts, leaves } of stops) planned[square] = (planned[square] as number) + (leaves - starts) / 60
  const minutes = Float64Array.from(squares, ({ fence }) => (walked.get(fence)?.seconds ?? 0) / 60)
  const done = achievedOf(planned, { minutes })
  const missed = new Set(done.missed)
  const inSquares = squares.map((square, at) => ({
    ...{ ...square, plannedMinutes: planned[at] as number, doneMinutes: minutes[at] as number },
    ...{ wholeStops: walked.get(square.fence)?.wholeStops ?? 0, missed: missed.has(at) },
    stops: stops.filter((stop) => stop.square === at).map(({ square: _, ...stop }) => stop),
  }))
  return {
    squares: inSquares,
    wholeStops: inSquares.reduce((sum, { wholeStops, stops: own }) => sum + Math.min(wholeStops, own.length), 0),
    plannedMinutes: planned.reduce((sum, each) => sum + each, 0),
    doneMinutes: done.minutes.reduce((sum, each) => sum + each, 0),
    share: done.share,
  }
}

export type DoneTables = ShiftTables & VisiblePatrolVisitTable & GeofenceTable

const seconds = sql<number>`sum(seconds)::float8`.as('seconds')
const wholeStops = sql<number>`count(*) filter (where seconds >= ${wholeStop})::int`.as('wholeStops')

/** Visible patrol in the squares of plans, by plan and fence. */
export async function visiblyWalked(
  db: Kysely<DoneTables>,
  plans: readonly string[],
): Promise<Map<string, Map<string, Walked>>> {
  if (plans.length === 0) return new Map()
  const rows = await db
    .selectFrom('visible_patrol_visit')
    .innerJoin('geofence', 'geofence.fence', 'visible_patrol_visit.fence')
    .select(['geofence.plan', 'geofence.fence', seconds, wholeStops])
    .where('geofence.plan', 'in', plans)
    .groupBy(['geofence.plan', 'geofence.fence'])
    .execute()
  const byPlan = Map.groupBy(rows, ({ plan }) => plan ?? '')
  return new Map([...byPlan].map(([plan, of]) => [plan, new Map(of.map(({ fence, ...walked }) => [fence, walked]))]))
}

/** The same of a plain-clothes plan: for who may see it. */
export async function covertlyWalked(
  db: Kysely<PatrolVisitTable>,
  { squares }: Pick<PlannedShift, 'squares'>,
): Promise<Map<string, Walked>> {
  const fences = squares.map(({ fence }) => fence)
  if (fences.length === 0) return new Map()
  const rows = await db
    .selectFrom('patrol_visit')
    .select(['fence', seconds, wholeStops])
    .where('covert', '=', true)
    .where('fence', 'in', fences)
    .groupBy('fence')
    .execute()
  return new Map(rows.map(({ fence, ...walked }) => [fence, walked]))
}

export async function answersOf(db: Kysely<ShiftTables>, plans: readonly string[]): Promise<Map<string, Answers>> {
  if (plans.length === 0) return new Map()
  const rows = await db.selectFrom('stop_answer').selectAll().where('plan', 'in', plans).execute()
  return new Map(
    [...Map.groupBy(rows, ({ plan }) => plan)].map(([plan, of]) => [
      plan,
      new Map(of.map(({ unit, stop, answer }) => [answerKey(unit, stop), answer] as const)),
    ]),
  )
}

/** Visible plans beside what was done, in the order given. */
export async function doneOf<Plan extends Pick<PlannedShift, 'squares' | 'tours'> & { readonly plan: string }>(
  db: Kysely<DoneTables>,
  plans: readonly Plan[],
): Promise<{ readonly plan: Plan; readonly done: ShiftDone }[]> {
  const ids = plans.map(({ plan }) => plan)
  const [walked, answers] = await Promise.all([visiblyWalked(db, ids), answersOf(db, ids)])
  return plans.map((plan) => ({
    plan,
    done: shiftDone(plan, walked.get(plan.plan) ?? new Map(), answers.get(plan.plan) ?? new Map()),
  }))
}
