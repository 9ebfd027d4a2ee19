import type { Kysely } from 'kysely'
import { londonCells } from '../cells/london-cells.ts'
import type { Sight } from '../cells/look.ts'
import { eventAt } from '../cells/reported-cells.ts'
import { handlerOfTheft, type ReportedCellTables, squareAt } from '../cells/thefts-since.ts'
import type { OldTheft } from './chance-identified.ts'

const day = 24 * 3_600_000
/** Police have had so long to know of somebody: of last week’s thefts they could not yet. */
export const ripeMs = 28 * day
const countedMs = 365 * day

/**
 * Victims' reports of a year, each at least four weeks old. What a patrol found itself is left out: somebody was there, and it may have
 * been in plain clothes.
 */
export async function oldThefts(
  db: Kysely<ReportedCellTables>,
  { tenant, handledBy }: Sight,
  now: Date,
): Promise<OldTheft[]> {
  const own = await db.selectFrom('organisation').select('demo').where('slug', '=', tenant).executeTakeFirst()
  const until = now.getTime() - ripeMs
  const rows = await db
    .selectFrom('theft_cell')
    .innerJoin('organisation', 'organisation.slug', 'theft_cell.tenant')
    .select(['easting', 'northing', 'happened', 'identified'])
    .where('demo', '=', own?.demo ?? false)
    .where('gone', '=', false)
    .where('source', '=', 'victim')
    .where('theft_cell.at', '<=', new Date(until))
    .where('theft_cell.at', '>', new Date(until - countedMs))
    .$if(handledBy !== undefined, (query) => query.where(handlerOfTheft, '=', handledBy as string))
    .execute()
  const { grid, mask } = londonCells()
  return rows.flatMap(({ easting, northing, happened, identified }) => {
    const cell = squareAt(grid, easting, northing)
    if (cell < 0 || !mask[cell]) return []
    const hourOfWeek = happened === null ? undefined : eventAt(new Date(happened).toISOString()).hourOfWeek
    return [{ cell, hourOfWeek, identified }]
  })
}
