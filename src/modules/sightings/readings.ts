import { createHash } from 'node:crypto'
import { type Generated, type Kysely, sql } from 'kysely'
import { type Ledger, type Meta, statement, violated } from '#ledger'
import { canonical } from '#lib/canonical-json'
import type { Country } from '#lib/country'
import { uuidOf } from '#lib/ids'
import type { ImeiKey } from '#lib/imei/imei'
import { ReadingsTaken } from './events/readings-taken.ts'
import type { How } from './vocabulary.ts'

export type ReadingTable = {
  sighting_reading: {
    partner: string
    /** SHA-256 of the partner's own id: whatever they made it of stays with them. */
    ref: string
    sighting: string
    batch: string
    imei_key: ImeiKey
    how: How
    country: string
    at: string
    received_at: Generated<string>
  }
}

/** One reading as it was understood. `ref` is the partner's own id for it. */
export type Reading = {
  readonly key: ImeiKey
  readonly how: How
  readonly country: Country
  readonly at: string
  readonly ref: string
}

type Row = Omit<ReadingTable['sighting_reading'], 'batch' | 'received_at'>

const mostTries = 3

/**
 * Keeps what is new of a partner's readings, with the ledger fact that vouches for them in the same transaction. The same
 * readings sent again, also at the same time, are kept once; the first word on a reference counts.
 */
export async function keepReadings(
  db: Kysely<ReadingTable>,
  append: Ledger['append'],
  readings: readonly Reading[],
  meta: Meta,
): Promise<{ readonly taken: number }> {
  // The first word on a reference counts, also within one batch.
  const rows = new Map(readings.toReversed().map((reading) => [reading.ref, rowOf(meta.tenant, reading)] as const))
  for (let tries = 1; ; tries++) {
    const fresh = await notKnown(db, meta.tenant, [...rows.values()])
    if (fresh.length === 0) return { taken: 0 }
    const sha256 = hashOf(canonical(fresh))
    const batch = uuidOf(sha256)
    const event = ReadingsTaken.of({ batch, by: meta.tenant as never, readings: fresh.length, sha256 })
    try {
      await append([{ event, version: 1 }], meta, [insertOf(meta.tenant, batch, fresh)])
      return { taken: fresh.length }
    } catch (error) {
      // Somebody sent some of them at the very same time: look again at what is new.
      if (violated(error) === undefined || tries === mostTries) throw error
    }
  }
}

/** One statement for any number of rows, so that it is planned once. */
const insertOf = (partner: string, batch: string, rows: readonly Row[]) =>
  statement(
    `insert into sighting_reading (partner, batch, ref, sighting, imei_key, how, country, at)
     select $1, $2, * from unnest($3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])`,
    [
      ...[partner, batch, rows.map(({ ref }) => ref), rows.map(({ sighting }) => sighting)],
      ...[rows.map(({ imei_key }) => imei_key), rows.map(({ how }) => how)],
      ...[rows.map(({ country }) => country), rows.map(({ at }) => at)],
    ],
  )

const notKnown = async (db: Kysely<ReadingTable>, partner: string, rows: readonly Row[]): Promise<Row[]> => {
  const refs = rows.map(({ ref }) => ref)
  const found = await db
    .selectFrom('sighting_reading')
    .select('ref')
    .where('partner', '=', partner)
    .where('ref', '=', sql<string>`any(${refs})`)
    .execute()
  const known = new Set(found.map(({ ref }) => ref))
  return rows.filter(({ ref }) => !known.has(ref)).sort((a, b) => (a.ref < b.ref ? -1 : 1))
}

function rowOf(partner: string, { key: imei_key, ref: given, ...seen }: Reading): Row {
  const ref = hashOf(given)
  return { partner, ref, sighting: uuidOf(hashOf(`${partner} ${ref}`)), imei_key, ...seen }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
