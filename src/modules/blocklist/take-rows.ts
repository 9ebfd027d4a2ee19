import { type RawBuilder, sql } from 'kysely'
import { liveChannel } from '#http'
import type { StoredEvent } from '#ledger'
import { noChanges, pieceSize } from '#lib/feed/running-hash'
import { topic } from './vocabulary.ts'

/** The worst of some rows that ends last. */
const latest = (status: string, where = sql`true`) =>
  sql`max(coalesce(l.until, 'infinity')) filter (where l.status = ${sql.lit(status)} and ${where})`

/** A source says one thing of a key, so the least of one row is that row. */
const after = (status: string) => sql`greatest(
  ${latest(status, sql`l.source <> t.source`)},
  case when min(t.status) = ${sql.lit(status)} then coalesce(min(t.until), 'infinity') end)`

/**
 * Takes what one source now says of some keys (`imei_key, source, status, until`; without a status it says nothing any more),
 * and numbers the keys for which that changes anything. Without a seal nothing has happened yet.
 */
export const takeRows = (rows: RawBuilder<unknown>, { id, at }: StoredEvent) => sql`
  with entry as (select seq from sealed where event_id = nullif(${id}, '')::bigint),
  held as materialized (
    select t.imei_key, min(t.source) as source, min(t.status) as status, min(t.until) as until,
      coalesce(bool_or(l.source = t.source), false) as known,
      list_holds(${latest('blocked')}, ${latest('tracked')}) as before,
      list_holds(${after('blocked')}, ${after('tracked')}) as after
    from (select said.* from (${rows}) said cross join entry order by imei_key) t left join listing l using (imei_key)
    group by t.imei_key order by t.imei_key),
  gone as (
    delete from listing using held
    where listing.imei_key = held.imei_key and listing.source = held.source and known and held.status is null),
  put as (
    insert into listing (imei_key, source, status, until, at)
    select imei_key, source, status, until, ${at}::timestamptz from held where not known and status is not null),
  changed as (
    update listing set status = held.status, until = held.until, at = ${at}::timestamptz from held
    where listing.imei_key = held.imei_key and listing.source = held.source and known and held.status is not null
      and (listing.status, listing.until) is distinct from (held.status, held.until))
  insert into list_change (no, imei_key, holds, seq)
  select (select coalesce(max(last), 0) from list_piece) + row_number() over (order by imei_key), imei_key, after,
    (select seq from entry)
  from held where before <> after`

const newest = sql`(select coalesce(max(last), 0) from list_piece)`

/** Hashes what has been numbered since the last piece, and wakes whoever waits for it. */
export const notePieces = sql`
  with recursive digest as (
    select (no - 1 - ${newest}) / ${sql.lit(pieceSize)} as piece, min(no) as first, max(no) as last, min(seq) as seq,
      sha256(convert_to(
        string_agg(no || ' ' || lpad(imei_key::text, 14, '0') || ' ' || holds || ' ' || seq || chr(10), '' order by no),
        'UTF8')) as lines
    from list_change where no > ${newest} group by 1),
  chain as (
    select piece, first, last, seq, sha256(coalesce(
      (select hash from list_piece order by last desc limit 1), ${sql.lit(`\\x${noChanges.toString('hex')}`)}::bytea
    ) || lines) as hash from digest where piece = 0
    union all
    select next.piece, next.first, next.last, next.seq, sha256(chain.hash || next.lines)
    from chain join digest next on next.piece = chain.piece + 1),
  noted as (insert into list_piece (last, first, seq, hash) select last, first, seq, hash from chain returning last)
  select pg_notify(${sql.lit(liveChannel)}, ${sql.lit(topic)}) from noted limit 1`
