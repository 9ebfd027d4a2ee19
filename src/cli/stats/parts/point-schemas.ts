import { z } from 'zod'

export { metres } from './schemas.ts'

/** More points than this do not fit the text of one JSON value. */
const mostPoints = 10_000_000

export const points = z.array(z.tuple([z.number(), z.number()])).max(mostPoints)
export const events = z.array(z.tuple([z.number(), z.number(), z.number()])).max(mostPoints)

/** One coordinate of all points. */
export const column = (rows: readonly (readonly number[])[], at: number): Float64Array =>
  Float64Array.from(rows, (row) => row[at] as number)

/** A table of so many columns, a list for each row. */
export const rowsOf = (table: Float64Array, columns: number): Float64Array[] =>
  Array.from({ length: table.length / columns }, (_, row) => table.subarray(row * columns, (row + 1) * columns))

/** JSON has no "not a number". */
export const orNull = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isFinite(value) ? value : null))
