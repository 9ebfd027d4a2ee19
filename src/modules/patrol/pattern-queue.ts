import type { Kysely } from 'kysely'
import { londonCells } from './cells/london-cells.ts'
import { type PatternPlaceTable, squareAt } from './pattern-places.ts'
import type { PatternFindingTable } from './views/pattern-finding.ts'

export type PatternQueueTables = PatternFindingTable &
  PatternPlaceTable & { organisation: { slug: string; demo: boolean } }

const mostShown = 100
const shownForMs = 28 * 24 * 3_600_000

/** Findings that wait, the newest first, and those answered in the last 28 days: of demos for who works for one, else of none. */
export async function patternQueue(db: Kysely<PatternQueueTables>, { tenant, now }: { tenant: string; now: Date }) {
  const own = await db.selectFrom('organisation').select('demo').where('slug', '=', tenant).executeTakeFirst()
  const all = db
    .selectFrom('pattern_finding')
    .innerJoin('pattern_place', 'pattern_place.finding', 'pattern_finding.finding')
    .selectAll('pattern_finding')
    .select(['method', 'eastings', 'northings'])
    .where('demo', '=', own?.demo ?? false)
    .limit(mostShown)
  const [open, answered] = await Promise.all([
    all.where('answered_at', 'is', null).orderBy('found_at', 'desc').execute(),
    all
      .where('answered_at', '>', new Date(now.getTime() - shownForMs))
      .orderBy('answered_at', 'desc')
      .execute(),
  ])
  return { open: open.map(placed), answered: answered.map(placed) }
}

export type QueuedPattern = Awaited<ReturnType<typeof patternQueue>>['open'][number]

function placed<Row extends { eastings: readonly number[]; northings: readonly number[] }>(row: Row) {
  const { grid, boroughs, boroughOf } = londonCells()
  const squares = row.eastings.map((easting, at) => squareAt(grid, easting, row.northings[at] as number))
  const [first = -1] = squares
  return { ...row, squares, borough: boroughs[boroughOf[first] as number] ?? '' }
}
