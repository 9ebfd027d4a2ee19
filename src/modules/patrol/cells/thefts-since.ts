import type { Kysely } from 'kysely'
import { cellAt, type Grid } from '#lib/cells/grid'
import { cellMetres, type TheftCellTable } from './theft-cell.ts'

export type ReportedCellTables = TheftCellTable & { organisation: { slug: string; demo: boolean } }

/** Rows that changed after `seen`, in the order in which they did, those that went among them: of demos alone, or of all others. */
export const theftsSince = (db: Kysely<ReportedCellTables>, { seen, demo }: { seen: string; demo: boolean }) =>
  db
    .selectFrom('theft_cell')
    .innerJoin('organisation', 'organisation.slug', 'theft_cell.tenant')
    .select(['id', 'easting', 'northing', 'theft_cell.at', 'source', 'gone', 'change'])
    .where('change', '>', seen)
    .where('demo', '=', demo)
    .orderBy('change')
    .execute()

export type TheftRow = Awaited<ReturnType<typeof theftsSince>>[number]

/** From its south-west corner: that one lies on the edge of four squares, its middle does not. */
export const squareAt = (grid: Grid, easting: number, northing: number): number =>
  cellAt(grid, easting + cellMetres / 2, northing + cellMetres / 2)
