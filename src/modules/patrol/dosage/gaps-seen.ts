import { type Kysely, sql } from 'kysely'
import { weekdayOf } from '#lib/cells/moment'
import { boroughAt } from '../cells/london-cells.ts'
import type { Sight } from '../cells/look.ts'
import type { TheftCellTable } from '../cells/theft-cell.ts'
import { handlerOfTheft } from '../cells/thefts-since.ts'
import { londonHour } from '../london-clock.ts'
import { type Gaps, gapsOf, type Seen, type When } from './gaps.ts'
import type { SquareVisitTable } from './patrol-visit.ts'

export type GapTables = TheftCellTable & SquareVisitTable & { organisation: { slug: string; demo: boolean } }

/** Days of each of the two times that are held against each other. */
export const gapDays = 28
const dayMs = 24 * 3_600_000

/** The gaps of the last four weeks beside the four before: of what a force handles, and where its own visible patrols were. */
export async function gapsUntil(db: Kysely<GapTables>, sight: Sight, now: Date): Promise<Gaps> {
  const middle = new Date(now.getTime() - gapDays * dayMs)
  const first = new Date(now.getTime() - 2 * gapDays * dayMs)
  const [own, past] = await Promise.all([seenIn(db, sight, middle, now), seenIn(db, sight, first, middle)])
  return gapsOf(own, past)
}

/** By the hour of the theft where it was told, else of the report; a visit belongs to the hour in which it began. */
async function seenIn(db: Kysely<GapTables>, { tenant, handledBy }: Sight, from: Date, until: Date): Promise<Seen> {
  const at = sql<Date>`coalesce(theft_cell.happened, theft_cell.at)`
  const demo = db.selectFrom('organisation').select('demo').where('slug', '=', tenant)
  const [reports, visits] = await Promise.all([
    db
      .selectFrom('theft_cell')
      .innerJoin('organisation', 'organisation.slug', 'theft_cell.tenant')
      .select(['easting', 'northing'])
      .select(at.as('at'))
      .where('demo', '=', demo)
      .where('gone', '=', false)
      .where('source', '=', 'victim')
      .where(at, '>=', from)
      .where(at, '<', until)
      .$if(handledBy !== undefined, (query) => query.where(handlerOfTheft, '=', handledBy as string))
      .execute(),
    db
      .selectFrom('square_visit')
      .select(['easting', 'northing', 'entered as at', 'seconds'])
      .where('tenant', '=', tenant)
      .where('entered', '>=', from)
      .where('entered', '<', until)
      .execute(),
  ])
  return {
    reports: reports.map(whenOf).filter(({ borough }) => borough !== ''),
    visits: visits
      .map((visit) => ({ ...whenOf(visit), minutes: visit.seconds / 60 }))
      .filter(({ borough }) => borough !== ''),
  }
}

function whenOf({ at, ...corner }: { easting: number; northing: number; at: Date | string }): When {
  const hour = londonHour(new Date(at).getTime())
  return { borough: boroughAt(corner), hourOfWeek: weekdayOf(hour / 24) * 24 + (hour % 24) }
}
