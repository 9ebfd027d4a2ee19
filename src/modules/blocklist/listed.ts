import { type Kysely, sql } from 'kysely'
import { allTacs, type TacRange } from '#lib/feed/sums'
import type { Blocklist } from './views/blocklist.ts'

/** What holds each key, from the sources that say something of it. */
export const holdsOfKey = sql<string>`list_holds(
  max(coalesce(until, 'infinity')) filter (where status = 'blocked'),
  max(coalesce(until, 'infinity')) filter (where status = 'tracked'))`

const pageSize = 10_000

type Page = { lines: string; last: string }

/**
 * A line `key holds` for each listed key of a run of TACs, in ascending order, a page at a time: a row each would take three times
 * as long.
 */
export async function* listedLines(
  moment: Kysely<Blocklist>,
  { from, to }: TacRange = allTacs,
): AsyncGenerator<string> {
  let after = String(Number(from) * 1_000_000 - 1)
  const last = `${to}999999`
  for (;;) {
    const { rows } = await sql<Page | { lines: null }>`
      select string_agg(lpad(imei_key::text, 14, '0') || ' ' || holds || chr(10), '' order by imei_key) as lines,
        max(imei_key) as last
      from (select imei_key, ${holdsOfKey} as holds from listing
        where imei_key > ${after}::bigint and imei_key <= ${last}::bigint
        group by imei_key order by imei_key limit ${pageSize}) page`.execute(moment)
    const [page] = rows
    if (!page || page.lines === null) return
    yield page.lines
    after = page.last
  }
}

/** One listed key; `since`: when what is said of it came about. */
export type Listed = { readonly key: string; readonly holds: string; readonly since: string }

/** The same with the times. */
export async function* eachListed(moment: Kysely<Blocklist>): AsyncGenerator<readonly Listed[]> {
  let after = '-1'
  for (;;) {
    const { rows } = await sql<Listed>`
      select lpad(imei_key::text, 14, '0') as key, ${holdsOfKey} as holds, min(at) as since from listing
      where imei_key > ${after}::bigint group by imei_key order by imei_key limit ${pageSize}`.execute(moment)
    if (rows.length === 0) return
    yield rows
    after = rows.at(-1)?.key ?? after
  }
}

/** Sees the database as of one moment, for long readings: plans that walk the index, and an end when nobody reads on. */
export async function openMoment(
  db: Kysely<Blocklist>,
): Promise<{ readonly moment: Kysely<Blocklist>; readonly close: () => Promise<void> }> {
  const trx = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute()
  await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_hashagg', 'off', true),
    set_config('idle_in_transaction_session_timeout', '60s', true)`.execute(trx)
  // A connection that was lost has ended it already.
  const close = () =>
    trx
      .rollback()
      .execute()
      .catch(() => {})
  return { moment: trx as unknown as Kysely<Blocklist>, close }
}

/** Where the list stands: the number of the last change, the running hash after it, and how many keys are listed. */
export async function standing(
  db: Kysely<Blocklist>,
): Promise<{ no: number; hash: Buffer | undefined; count: number }> {
  const { rows } = await sql<{ last: string; hash: Buffer }>`
    select last, hash from list_piece order by last desc limit 1`.execute(db)
  const { rows: counted } = await sql<{ count: string }>`
    select count(*) from (select from listing group by imei_key) key`.execute(db)
  return { no: Number(rows[0]?.last ?? 0), hash: rows[0]?.hash, count: Number(counted[0]?.count) }
}
