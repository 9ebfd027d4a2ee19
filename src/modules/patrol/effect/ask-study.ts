import { type Kysely, sql } from 'kysely'
import type { Grid } from '#lib/cells/grid'
import { firstDayOf, monthOfDay, nameOfMonth } from '#lib/cells/moment'
import { londonCells } from '../cells/london-cells.ts'
import type { Sight } from '../cells/look.ts'
import { publishedCells } from '../cells/published-cells.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { halfLifeDays } from '../cells/theft-cell.ts'
import { handlerOfTheft, squareAt } from '../cells/thefts-since.ts'
import { type SquareMinutes, type SquareVisitTable, visibleMinutes } from '../dosage/patrol-visit.ts'
import { type ShiftTables, visibleShifts } from '../plan/read-shift.ts'
import { type Counted, type Study, studyOf } from './study.ts'

export type StudyTables = ReportedCellTables & SquareVisitTable & ShiftTables

/** Which squares are "patrolled": where positions show it, or where plans sent somebody, walked or not. */
export const patrolledBy = ['walked', 'planned'] as const
export type PatrolledBy = (typeof patrolledBy)[number]

export type StudyAsked = Sight & {
  readonly by: PatrolledBy
  /** When patrols began; without it, the first that is known. */
  readonly since?: Date | undefined
  readonly now: Date
}

export type AskedStudy = Study & {
  /** The first days of the two periods. */
  readonly before: Date
  readonly since: Date
  readonly stepNames: readonly string[]
  readonly unit: 'week' | 'month'
  /** Visible patrol in the patrolled squares, in the second period. */
  readonly walked: Pick<SquareMinutes, 'minutes' | 'wholeStops'>
}

/** Minutes in all that make a square a patrolled one: twice what one stop is. */
export const leastMinutes = 30
/** Fewer say too little, and more than half a year is another town. */
export const studySteps = { least: 2, weeks: 26, months: 12 } as const
/**
 * Between the two periods: what was taken then is why patrols went there. After two half-lives of 91 days a theft counts a quarter on
 * the list, after a year of published months a sixteenth.
 */
const asideSteps = { weeks: 26, months: 12 } as const

const dayMs = 24 * 3_600_000
const weekMs = 7 * dayMs
const monthDays = 30.4375

/** `too-little`: no visible patrol is known, or it began too lately to say anything, or the thefts long before it are not known. */
export type NoStudy = 'too-little' | 'say-since'

export async function askStudy(db: Kysely<StudyTables>, asked: StudyAsked): Promise<AskedStudy | NoStudy> {
  const { tenant, now } = asked
  const own = await db.selectFrom('organisation').select('demo').where('slug', '=', tenant).executeTakeFirst()
  const demo = own?.demo ?? false
  const since = asked.since ?? (await firstPatrol(db, asked))
  if (!since) return 'too-little'
  // The weeks before would be weeks with patrols, and patrols would be held against patrols.
  if (!asked.since && now.getTime() - since.getTime() > studySteps.weeks * weekMs) return 'say-since'
  const { grid, mask } = londonCells()
  const weekly = asked.source === 'reports'
  const told = await (weekly ? byWeek(db, { ...asked, demo, since, grid }) : byMonth(db, since))
  if (told.steps < studySteps.least) return 'too-little'
  const period = { from: told.since, until: told.until }
  const { patrolled, walked } = await patrolledSquares(db, { ...asked, demo, grid, ...period })
  const { thefts, steps, aside, halfLife, before } = told
  const study = studyOf({ grid, mask, patrolled, thefts, steps, aside, halfLife, seed: steps })
  return { ...study, before, since: told.since, stepNames: told.names, unit: weekly ? 'week' : 'month', walked }
}

type Told = {
  readonly steps: number
  readonly aside: number
  readonly halfLife: number
  readonly before: Date
  readonly since: Date
  readonly until: Date
  readonly thefts: readonly Counted[]
  readonly names: readonly string[]
}

const whole = (steps: number, most: number) => Math.max(0, Math.min(most, Math.floor(steps)))

async function byWeek(
  db: Kysely<StudyTables>,
  {
    demo,
    since,
    now,
    grid,
    handledBy,
  }: Pick<Sight, 'handledBy'> & { demo: boolean; since: Date; now: Date; grid: Grid },
): Promise<Told> {
  const aside = asideSteps.weeks
  const weeks = (from: Date, to: Date) => (to.getTime() - from.getTime()) / weekMs
  const later = (many: number) => new Date(since.getTime() + many * weekMs)
  const first = await firstReport(db, demo, handledBy)
  const steps = whole(Math.min(weeks(since, now), first ? weeks(first, since) - aside : 0), studySteps.weeks)
  const [before, until] = [later(-aside - steps), later(steps)]
  const week = sql<number>`floor(extract(epoch from theft_cell.at - ${since}::timestamptz) / 604800)::int`
  const rows = await toldBy(db, demo, handledBy)
    .select(['easting', 'northing', week.as('step'), sql<number>`count(*)::int`.as('thefts')])
    .where('theft_cell.at', '>=', before)
    .where('theft_cell.at', '<', until)
    .groupBy(['easting', 'northing'])
    .groupBy(sql`step`)
    .execute()
  const thefts = rows.flatMap(({ easting, northing, ...row }) => {
    const cell = squareAt(grid, easting, northing)
    return cell < 0 ? [] : [{ ...row, cell }]
  })
  const names = Array.from({ length: 2 * steps }, (_, at) =>
    later(at - steps - (at < steps ? aside : 0))
      .toISOString()
      .slice(0, 10),
  )
  return { steps, aside, halfLife: halfLifeDays / 7, before, since, until, thefts, names }
}

/** Victims' reports to demo organisations, or to all others; of one force those that it handles. */
const toldBy = (db: Kysely<StudyTables>, demo: boolean, handledBy: string | undefined) =>
  db
    .selectFrom('theft_cell')
    .innerJoin('organisation', 'organisation.slug', 'theft_cell.tenant')
    .where('organisation.demo', '=', demo)
    .where('source', '=', 'victim')
    .where('gone', '=', false)
    .$if(handledBy !== undefined, (query) => query.where(handlerOfTheft, '=', handledBy as string))

/** Since then the reports of the study are known, and a week without any is one in which none was told. A force that joins later has no weeks before. */
async function firstReport(db: Kysely<StudyTables>, demo: boolean, handledBy: string | undefined) {
  const first = await toldBy(db, demo, handledBy)
    .select((of) => of.fn.min('theft_cell.at').as('at'))
    .executeTakeFirst()
  return first?.at ? new Date(first.at) : undefined
}

/** Whole months: the first that begins after patrols did, up to the last that is published. */
async function byMonth(db: Kysely<StudyTables>, asked: Date): Promise<Told> {
  const { counts, months } = await publishedCells(db)
  const day = asked.getTime() / dayMs
  const month = monthOfDay(day)
  const first = firstDayOf(month) === Math.floor(day) ? month : month + 1
  const aside = asideSteps.months
  const [oldest = first, last = first - 1] = [months[0], months.at(-1)]
  const steps = whole(Math.min(last - first + 1, first - aside - oldest), studySteps.months)
  const before = first - aside - steps
  const thefts: Counted[] = []
  for (let at = before; at < first + steps; at++)
    for (const [cell, count] of (counts.month(at) ?? []).entries())
      if (count > 0) thefts.push({ cell, step: at - first, thefts: count })
  const dayOne = (month: number) => new Date(firstDayOf(month) * dayMs)
  return {
    ...{ steps, aside, thefts, halfLife: halfLifeDays / monthDays },
    ...{ before: dayOne(before), since: dayOne(first), until: dayOne(first + steps) },
    names: Array.from({ length: 2 * steps }, (_, at) => nameOfMonth(at < steps ? before + at : first + at - steps)),
  }
}

type Where = StudyAsked & { readonly demo: boolean; readonly grid: Grid; readonly from: Date; readonly until: Date }

async function patrolledSquares(
  db: Kysely<StudyTables>,
  { by, tenant, demo, grid, from, until }: Where,
): Promise<{ readonly patrolled: number[]; readonly walked: AskedStudy['walked'] }> {
  const visited = await visibleMinutes(db, { demo, tenant, from, until })
  const corners =
    by === 'walked'
      ? visited.filter(({ minutes }) => minutes >= leastMinutes)
      : (await visibleShifts(db, tenant, { since: from, until })).flatMap(({ body }) => body.squares)
  const cellOf = ({ easting, northing }: Pick<SquareMinutes, 'easting' | 'northing'>) =>
    squareAt(grid, easting, northing)
  const patrolled = new Set(corners.map(cellOf).filter((cell) => cell >= 0))
  const inThem = visited.filter((one) => patrolled.has(cellOf(one)))
  const sum = (what: 'minutes' | 'wholeStops') => inThem.reduce((all, one) => all + one[what], 0)
  return {
    patrolled: [...patrolled].sort((a, b) => a - b),
    walked: { minutes: sum('minutes'), wholeStops: sum('wholeStops') },
  }
}

/** The day of the first visible patrol that is known. */
async function firstPatrol(db: Kysely<StudyTables>, { by, tenant }: StudyAsked): Promise<Date | undefined> {
  const first =
    by === 'walked'
      ? await db
          .selectFrom('square_visit')
          .select((of) => of.fn.min('entered').as('at'))
          .where('tenant', '=', tenant)
          .executeTakeFirst()
      : await db
          .selectFrom('shift_plan')
          .select((of) => of.fn.min('begins').as('at'))
          .where('tenant', '=', tenant)
          .executeTakeFirst()
  return first?.at ? new Date(Math.floor(new Date(first.at).getTime() / dayMs) * dayMs) : undefined
}
