import { type Kysely, sql } from 'kysely'
import { type ImeiKey, isDummy } from '#lib/imei/imei'
import type { CloneSign } from '#lib/proof'
import { type Claim, signsOf } from './clone-signs.ts'
import type { TacTable } from './model-of.ts'
import type { Seen } from './seen-apart.ts'
import type { ImeiOwner } from './views/imei-owner.ts'

/** Where clones are known from. Sightings look at the register, so the type of their readings is not taken. */
export type CloneTables = ImeiOwner &
  TacTable & {
    imei_handset: { imei_key: ImeiKey; handset: string }
    enrolment: { handset: string; maker: string | null }
    organisation: { slug: string; name: string; sort: string }
    sighting_reading: { imei_key: ImeiKey; partner: string; how: string; country: string; at: string }
  }

type Row = {
  readonly claims: Claim[]
  readonly seen: Seen[]
  readonly maker: string | null
  readonly make: string | null
}

/** So many readings of one number are looked at, the latest first. */
const mostReadings = 200

/** Why some of these numbers are thought to be on two phones; nothing where none is. A dummy is on thousands: that is no sign. */
export async function cloneSignsOf(db: Kysely<CloneTables>, keys: readonly ImeiKey[], now: Date): Promise<CloneSign[]> {
  const asked = [...new Set(keys)].filter((key) => !isDummy(key))
  if (asked.length === 0) return []
  // One round trip: it is on the way of every report.
  const { rows } = await sql<Row>`
    select
      (select coalesce(json_agg(json_build_object(
          'claimant', claimant, 'handset', handset, 'proved', proved, 'at', at)), '[]')
        from imei_owner where imei_key = key) as claims,
      (select coalesce(json_agg(json_build_object('by', partner, 'how', how, 'country', country, 'at', at)), '[]')
        from (select * from sighting_reading where imei_key = key order by at desc limit ${mostReadings}) seen) as seen,
      (select maker from imei_handset join enrolment using (handset)
        where imei_key = key and maker is not null order by enrolment.at desc limit 1) as maker,
      (select manufacturer from tac where tac = left(key, 8)) as make
    from unnest(${asked}::text[]) as asked(key)`.execute(db)
  const makers = rows.some(({ maker, make }) => maker && make) ? await makersKnown(db) : []
  const each = rows.flatMap(({ claims, seen, maker, make }) =>
    signsOf({ claims, seen, model: { maker: maker ?? undefined, make: make ?? undefined, makers } }, now),
  )
  return [...new Set(each)]
}

const makersKnown = (db: Kysely<CloneTables>) =>
  db.selectFrom('organisation').select(['slug', 'name']).where('sort', '=', 'maker').execute()
