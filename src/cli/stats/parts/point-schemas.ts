import { z } from 'zod'

export { metres } from './schemas.ts'

/** More points than this do not fit the text of one JSON value. */
const mostPoints = 10_000_000

/**
 * A list of lists of so many numbers, named in `of`. Looked at in place: zod's own arrays copy each value and cost 200,000
 * points 150 MB.
 */
const rows = (of: readonly string[]) =>
  z
    .any()
    .check((given) => {
      const fault = faultIn(given.value, of)
      if (fault) given.issues.push({ code: 'custom', input: given.value, ...fault })
    })
    .meta({
      type: 'array',
      items: { type: 'array', prefixItems: of.map(() => ({ type: 'number' })) },
    }) as unknown as z.ZodType<(readonly number[])[]>

function faultIn(value: unknown, of: readonly string[]): { message: string; path: number[] } | undefined {
  if (!Array.isArray(value)) return { message: 'give a list', path: [] }
  if (value.length === 0) return { message: `it is empty: give at least one [${of.join(', ')}]`, path: [] }
  if (value.length > mostPoints) return { message: `give at most ${mostPoints.toLocaleString('en-GB')}`, path: [] }
  const isGood = (row: unknown) => Array.isArray(row) && row.length === of.length && row.every(Number.isFinite)
  const row = value.findIndex((one) => !isGood(one))
  return row === -1 ? undefined : { message: `each is [${of.join(', ')}], numbers alone`, path: [row] }
}

export const points = rows(['x', 'y'])
export const events = rows(['x', 'y', 'day'])

/** One coordinate of all points. (`Float64Array.from` would walk a million of them by an iterator.) */
export function column(rows: readonly (readonly number[])[], at: number): Float64Array {
  const values = new Float64Array(rows.length)
  for (let row = 0; row < rows.length; row++) values[row] = rows[row]?.[at] as number
  return values
}

/** A table of so many columns, a list for each row. */
export const rowsOf = (table: Float64Array, columns: number): Float64Array[] =>
  Array.from({ length: table.length / columns }, (_, row) => table.subarray(row * columns, (row + 1) * columns))

/** JSON has no "not a number". */
export const orNull = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isFinite(value) ? value : null))
