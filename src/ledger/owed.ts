import type pg from 'pg'

// The id is made from the event and the place in its list (a UUID of version 8, RFC 9562): the same obligation laid out
// twice is one row. One at a time lays out, in the order of the events: within a stream an undo must never get a place
// before what it undoes, and partners are sent what is owed in the order of these places. Each event is looked up by
// itself: the planner knows nothing of how many were taken, and would rather read the whole ledger.
const layOutSql = `
with turn as materialized (
  select pg_try_advisory_xact_lock(hashtext('ringback lay out owed')) as mine
), taken as (
  delete from owed where event_id in (select event_id from owed order by event_id limit $1) and (select mine from turn)
  returning event_id
)
insert into action (id, stream, version, tenant, partner, kind, target, input, due, until, standing, cancels)
select overlay(overlay(md5(concat_ws('/', 'action', event.id, owes.place, partner.place)) placing '8' from 13)
    placing '8' from 17)::uuid,
  event.stream, event.version, event.tenant, partner.slug,
  value ->> 'kind', value ->> 'target', value -> 'input',
  coalesce((value ->> 'due')::timestamptz, event.at), (value ->> 'until')::timestamptz,
  coalesce((value ->> 'standing')::boolean, false), (value ->> 'cancels')::uuid
from taken
cross join lateral (select * from event where event.id = taken.event_id limit 1) as event
cross join lateral jsonb_array_elements(event.owes) with ordinality as owes(value, place)
cross join lateral jsonb_array_elements_text(value -> 'partners') with ordinality as partner(slug, place)
order by event.id, owes.place, partner.place
on conflict (id) do nothing`

/** Lays out what up to `limit` events owe as rows of `action`; returns how many rows. Whoever finds another at it gets 0. */
export async function layOutOwed(db: Pick<pg.ClientBase | pg.Pool, 'query'>, limit = 200): Promise<number> {
  const { rowCount } = await db.query({ name: 'lay-out-owed', text: layOutSql, values: [limit] })
  return rowCount ?? 0
}
