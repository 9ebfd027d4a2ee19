import { type Kysely, sql } from 'kysely'
import { cellAt, type Grid } from '#lib/cells/grid'
import { cellMetres, type TheftCellTable } from './theft-cell.ts'

export type ReportedCellTables = TheftCellTable & { organisation: { slug: string; demo: boolean } }

/** Whose record a row is: the force that handles it, else who it was recorded for, as of any report. */
export const handlerOfTheft = sql<string>`coalesce(theft_cell.force, theft_cell.tenant)`

type Since = { readonly seen: string; readonly demo: boolean; readonly handledBy?: string | undefined }

/** Full hours since 1970: a hundred thousand moments take a second to be read as such, as numbers a tenth. */
const hourOf = <Hour extends number | null>(of: 'at' | 'happened' | 'hour_told') =>
  sql<Hour>`floor(extract(epoch from ${sql.ref(`theft_cell.${of}`)}) / 3600)::int`

/** Rows that changed after `seen`, in the order in which they did, those that went among them: of demos alone, or of all others. */
export const theftsSince = (db: Kysely<ReportedCellTables>, { seen, demo, handledBy }: Since) =>
  db
    .selectFrom('theft_cell')
    .innerJoin('organisation', 'organisation.slug', 'theft_cell.tenant')
    .select(['id', 'easting', 'northing', 'method', 'vehicle', 'source', 'gone', 'change'])
    .select([
      hourOf<number>('at').as('reported'),
      hourOf<number | null>('happened').as('happened'),
      hourOf<number | null>('hour_told').as('told'),
    ])
    .where('change', '>', seen)
    .where('demo', '=', demo)
    .$if(handledBy !== undefined, (query) => query.where(handlerOfTheft, '=', handledBy as string))
    .orderBy('change')
    .execute()

export type TheftRow = Awaited<ReturnType<typeof theftsSince>>[number]

/** From its south-west corner: that one lies on the edge of four squares, its middle does not. */
export const squareAt = (grid: Grid, easting: number, northing: number): number =>
  cellAt(grid, easting + cellMetres / 2, northing + cellMetres / 2)
