import { z } from 'zod'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const Name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/)
const Count = z.number().int().min(0)

const Column = z.object({ name: Name, type: z.string().max(100) })
const Table = z.object({ name: Name, columns: z.array(Column) })
// The bound becomes SQL in a restore, so only the forms that PostgreSQL itself writes pass.
const VALUES = String.raw`\([\w\s:.,+'-]*\)`
const Bound = z
  .string()
  .regex(new RegExp(`^(DEFAULT|FOR VALUES (FROM ${VALUES} TO ${VALUES}|IN ${VALUES}|WITH ${VALUES}))$`))
const Partition = z.object({ name: Name, of: Name, bound: Bound })

/** First line of a backup. `head` is the last signed head of the ledger in it; `tables` stand in the order of their rows. */
export const BackupHeader = z.object({
  ringback: z.literal('backup'),
  format: z.literal(1),
  at: z.iso.datetime(),
  migrations: z.array(z.object({ name: z.string().max(100), hash: Sha256 })),
  head: z.string().nullable(),
  tables: z.array(Table),
  partitions: z.array(Partition),
})
export type BackupHeader = z.infer<typeof BackupHeader>
export type BackupTable = z.infer<typeof Table>

/** Last line. A table's hash is over its lines, the file's over all lines before this one, each with its line feed. */
export const BackupTrailer = z.object({
  end: z.literal('backup'),
  tables: z.record(Name, z.object({ rows: Count, sha256: Sha256 })),
  sequences: z.record(Name, z.string().regex(/^-?\d{1,19}$/)),
  sha256: Sha256,
})
export type BackupTrailer = z.infer<typeof BackupTrailer>

/** One row. A column that is SQL null is null here, whether or not the file names it. */
export type BackupRow = { table: string; row: Record<string, unknown> }

/** The file is cut short, altered or of another kind; the message says what is wrong with it. */
export class BackupDamaged extends Error {}

/** A line's own table, without parsing the whole. Every row line begins like this; nothing else does. */
export const ROW_LINE = /^\{"table":"([a-z_][a-z0-9_]{0,62})","row":\{/

type Encode = (text: string) => string

const quoted: Encode = (text) => JSON.stringify(text)
const asIs: Encode = (text) => text

// What PostgreSQL writes as text, by type, as JSON. Types that are not named here go as their text, in quotes.
const encoders: Record<string, Encode> = {
  smallint: asIs,
  integer: asIs,
  jsonb: asIs,
  boolean: (text) => (text === 't' ? 'true' : 'false'),
  bytea: (text) => `"${Buffer.from(text.slice(2), 'hex').toString('base64')}"`,
  'timestamp with time zone': (text) => quoted(isoInstant(text)),
}

/** How one column's text becomes JSON: 64-bit numbers and all unlisted types as text, bytes as base64, instants as ISO. */
export const encoderOf = (type: string): Encode => encoders[type.replace(/\(\d+\)/, '')] ?? quoted

/** SQL that turns `r->'column'` of a row (as jsonb) back into the column's type. `column` and `type` are from the catalog. */
export function decoded(column: string, type: string): string {
  const name = column.replaceAll("'", "''")
  if (type === 'bytea') return `decode(r->>'${name}', 'base64')`
  if (type === 'jsonb') return `r->'${name}'`
  return `(r->>'${name}')::${type}`
}

/** `2026-01-01 10:00:00.5+00` as `2026-01-01T10:00:00.500Z`, with microseconds when there are any; `infinity` stays. */
export function isoInstant(text: string): string {
  const [, day, time, fraction = ''] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text) ?? []
  return day ? `${day}T${time}.${fraction.padEnd(3, '0')}Z` : text
}
