import type { Kysely } from 'kysely'
import type { Grid } from '#lib/cells/grid'
import type { TheftCellTable } from './cells/theft-cell.ts'
import { squareAt } from './cells/thefts-since.ts'
import { londonHour, timeOfLondonHour } from './london-clock.ts'
import { type Finding, lookedBack, type Pattern, type Theft } from './pattern.ts'
import type { PatternFindingTable } from './views/pattern-finding.ts'

export type PatternPlaceTable = {
  pattern_place: {
    finding: string
    demo: boolean
    pattern: string
    method: string | null
    eastings: readonly number[]
    northings: readonly number[]
    until: Date | string
    /** The story that it goes on with, which somebody had answered. */
    follows: string | null
  }
}
export type PatternLookTable = { pattern_look: { demo: boolean; pattern: string; until: Date | string } }
export type PatternTables = PatternPlaceTable &
  PatternLookTable &
  PatternFindingTable &
  TheftCellTable & { organisation: { slug: string; demo: boolean } }

/** Whose thefts a pattern looks at, and for which pattern. Demo and real organisations are never seen together. */
export type Watched = { readonly demo: boolean; readonly pattern: string }

/** A theft that a pattern looks at, by the corner of its square. */
type Placed = Omit<Theft, 'cell'> & { readonly easting: number; readonly northing: number }

/**
 * The thefts that victims told of in the nine weeks before `until`: by when they were reported; those alone whose own hour is known,
 * by that; or all, by their own hour where it was told by then.
 */
export async function theftsBefore(
  db: Kysely<PatternTables>,
  demo: boolean,
  until: number,
  hours: Pattern['hours'],
): Promise<Placed[]> {
  const by = hours === 'of-theft' ? ('happened' as const) : ('at' as const)
  const rows = await db
    .selectFrom('theft_cell')
    .innerJoin('organisation', 'organisation.slug', 'theft_cell.tenant')
    .select(['easting', 'northing', 'theft_cell.at', 'happened', 'hour_told', 'method'])
    .where('organisation.demo', '=', demo)
    .where('gone', '=', false)
    .where('source', '=', 'victim')
    .where(`theft_cell.${by}`, '>=', timeOfLondonHour(until - lookedBack))
    .where(`theft_cell.${by}`, '<', timeOfLondonHour(until))
    .orderBy('theft_cell.id')
    .execute()
  return rows.map(({ easting, northing, method, ...row }) => {
    const [report, happened, told] = [row.at, row.happened, row.hour_told].map(hourIn)
    const where = { easting, northing, method, report: report as number }
    const isKnown = hours === 'of-theft' || (hours === 'of-theft-or-report' && told !== undefined && told < until)
    return isKnown ? { ...where, hour: happened as number, told } : { ...where, hour: report as number }
  })
}

const hourIn = (at: Date | string | null) => (at === null ? undefined : londonHour(new Date(at).getTime()))

/** Only those that lie in the grid. */
export const onGrid = (grid: Grid, rows: Awaited<ReturnType<typeof theftsBefore>>): Theft[] =>
  rows.flatMap(({ easting, northing, ...theft }) => {
    const cell = squareAt(grid, easting, northing)
    return cell < 0 ? [] : [{ ...theft, cell }]
  })

const cornersOf = ({ west, south, cell, cols }: Grid, squares: readonly number[]) => ({
  eastings: squares.map((square) => west + (square % cols) * cell),
  northings: squares.map((square) => south + Math.floor(square / cols) * cell),
})

/** Of a story that somebody has answered: with so many times the thefts it is news again. */
const timesAsMany = 2

/**
 * Whether it is part of a story that is told already: it shares a square with one whose time touches its own. While that one waits for
 * an answer, or somebody works on it, it is made longer and wider. One that was put aside is not: that answer was of what was there,
 * and what comes after its time is told. Where a story has grown since it was answered it is told anew, and says which it follows.
 */
export async function storyOf(
  db: Kysely<PatternTables>,
  watched: Watched,
  finding: Finding,
  grid: Grid,
): Promise<{ readonly isTold: boolean; readonly follows?: string }> {
  const told = await db
    .selectFrom('pattern_place')
    .leftJoin('pattern_finding', 'pattern_finding.finding', 'pattern_place.finding')
    .select(['pattern_place.finding', 'eastings', 'northings', 'until', 'thefts', 'answer'])
    .where('demo', '=', watched.demo)
    .where('pattern_place.pattern', '=', watched.pattern)
    .where('until', '>=', timeOfLondonHour(finding.from))
    .orderBy('until', 'desc')
    .orderBy('pattern_place.finding')
    .execute()
  const squaresOf = ({ eastings, northings }: (typeof told)[number]) =>
    eastings.map((easting, at) => squareAt(grid, easting, northings[at] as number))
  const touching = told.filter((one) => squaresOf(one).some((square) => finding.squares.includes(square)))
  const [newest] = touching
  if (!newest) return { isTold: false }
  // One that the view does not know yet was found a moment ago, and waits.
  const waits = touching.find(({ answer }) => answer === null)
  const most = Math.max(...touching.map(({ thefts }) => thefts ?? 0))
  if (!waits && finding.thefts >= timesAsMany * most) return { isTold: false, follows: newest.finding }
  const longer = waits ?? touching.find(({ answer }) => answer === 'acknowledged')
  if (longer) {
    const later = Math.max(new Date(longer.until).getTime(), timeOfLondonHour(finding.to).getTime())
    await db
      .updateTable('pattern_place')
      .set({ ...cornersOf(grid, [...new Set([...squaresOf(longer), ...finding.squares])]), until: new Date(later) })
      .where('finding', '=', longer.finding)
      .execute()
  }
  return { isTold: true }
}

export async function keepPlace(
  db: Kysely<PatternTables>,
  id: string,
  watched: Watched,
  { squares, to, method }: Finding,
  { grid, follows = null }: { readonly grid: Grid; readonly follows?: string | null | undefined },
): Promise<void> {
  await db
    .insertInto('pattern_place')
    .values({
      finding: id,
      ...watched,
      method: method ?? null,
      ...cornersOf(grid, squares),
      until: timeOfLondonHour(to),
      follows,
    })
    .execute()
}
