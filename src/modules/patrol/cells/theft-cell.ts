import { type Kysely, sql } from 'kysely'
import type { GridPoint } from '#lib/geo/grid'

/** Thefts by square and hour (db/migrations/0048-theft-cells.sql, 0069-theft-hours.sql, 0074-hour-told.sql, 0084-identified.sql). Nobody's case is in it: the vault knows whose each row is. */
export type TheftCellTable = {
  theft_cell: {
    id: string
    tenant: string
    /** The force that handles it, where it was recorded for another: what the public reports. */
    force: string | null
    easting: number
    northing: number
    accuracy_metres: number
    /** The full hour of the report: what days, weeks and months are counted by. */
    at: Date | string
    /** The full hour of the theft; null where nobody said it. What is asked of hours is asked of this alone. */
    happened: Date | string | null
    /** The full hour in which that was told; null where it is. */
    hour_told: Date | string | null
    method: string
    /** How they got away; null where nobody said it. */
    vehicle: string | null
    source: TheftSource
    proved: boolean
    /** Police knew of somebody for it (risk/identified.ts). */
    identified: boolean
    gone: boolean
    change: string
  }
}
export type TheftCell = Omit<TheftCellTable['theft_cell'], 'gone' | 'change' | 'vehicle'>

/** Who found it. What a patrol found is never counted in a forecast: the map would feed itself (Ensign and others, 2018). */
export type TheftSource = 'victim' | 'patrol'

/** Metres. 22,500 m², the size that the figures of docs/guide/forecast.md were measured at. */
export const cellMetres = 150

/** Days. The floor of every forecast (docs/guide/forecast.md). */
export const halfLifeDays = 91

/** Announced when a count has changed. */
export const squaresTopic = 'squares'

/** The square that a point lies in, by its south-west corner. */
export const squareOf = ({ easting, northing }: GridPoint): GridPoint => ({
  easting: Math.floor(easting / cellMetres) * cellMetres,
  northing: Math.floor(northing / cellMetres) * cellMetres,
})

/** The hour that a time lies in: what is kept of when. */
export const hourOf = (at: string): Date => new Date(Math.floor(Date.parse(at) / 3_600_000) * 3_600_000)

// One reaction writes, one change after the other, so that no reader passes a change that is not there yet.
const nextChange = sql<string>`nextval('theft_cell_changes')`

const sameHour = sql<boolean>`coalesce(excluded.happened, theft_cell.happened) is not distinct from theft_cell.happened`

/** An hour of a theft, and the hour in which it was told. */
export type ToldHour = { readonly happened: Date; readonly hourTold: Date }

/**
 * Counts a theft, also one that was taken out. Again is once; a place that is known as exactly or better, or an hour told later, takes
 * the place of the one before. `isWhole`: all that was ever said is known, and so where it was, also if that is less exact.
 */
export async function countTheft(db: Kysely<TheftCellTable>, theft: TheftCell, isWhole = false): Promise<void> {
  const moves = sql<boolean>`(${isWhole} or theft_cell.gone or excluded.accuracy_metres <= theft_cell.accuracy_metres)`
  const other = sql<boolean>`(excluded.easting, excluded.northing, excluded.accuracy_metres)
    is distinct from (theft_cell.easting, theft_cell.northing, theft_cell.accuracy_metres)`
  const moved = (column: 'easting' | 'northing' | 'accuracy_metres') =>
    sql<number>`case when ${moves} then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`theft_cell.${column}`)} end`
  await db
    .insertInto('theft_cell')
    .values({ ...theft, vehicle: null, gone: false, change: nextChange })
    .onConflict((on) =>
      on
        .column('id')
        .doUpdateSet((eb) => ({
          ...{ easting: moved('easting'), northing: moved('northing'), accuracy_metres: moved('accuracy_metres') },
          happened: sql<Date | null>`coalesce(excluded.happened, theft_cell.happened)`,
          hour_told: sql<Date | null>`case when ${sameHour} then theft_cell.hour_told else excluded.hour_told end`,
          ...{ gone: false, change: eb.ref('excluded.change') },
        }))
        .where(sql<boolean>`theft_cell.gone or (${moves} and ${other}) or not ${sameHour}`),
    )
    .execute()
}

/** The hour of a theft that is counted already, told with nothing new of its place. */
export async function tellHour(
  db: Kysely<TheftCellTable>,
  id: string,
  { happened, hourTold }: ToldHour,
): Promise<void> {
  await db
    .updateTable('theft_cell')
    .set({ happened, hour_told: hourTold, change: nextChange })
    .where('id', '=', id)
    .where('happened', 'is distinct from', happened)
    .execute()
}

/** How they got away, of a theft that is counted already. */
export async function tellVehicle(db: Kysely<TheftCellTable>, id: string, vehicle: string): Promise<void> {
  await db
    .updateTable('theft_cell')
    .set({ vehicle, change: nextChange })
    .where('id', '=', id)
    .where('vehicle', 'is distinct from', vehicle)
    .execute()
}

export async function uncountTheft(db: Kysely<TheftCellTable>, id: string): Promise<void> {
  await db
    .updateTable('theft_cell')
    .set({ gone: true, change: nextChange })
    .where('id', '=', id)
    .where('gone', '=', false)
    .execute()
}

export async function markProved(db: Kysely<TheftCellTable>, id: string): Promise<void> {
  await db
    .updateTable('theft_cell')
    .set({ proved: true, change: nextChange })
    .where('id', '=', id)
    .where('proved', '=', false)
    .execute()
}

/** No new change: no map, list or pattern counts by it. */
export async function markIdentified(db: Kysely<TheftCellTable>, id: string): Promise<void> {
  await db.updateTable('theft_cell').set({ identified: true }).where('id', '=', id).execute()
}
