import type pg from 'pg'

// The id is made from the event and the place in its list: the same obligation laid out twice is one row.
const layOutSql = `
with taken as (
  delete from owed where event_id in (select event_id from owed order by event_id limit $1 for update skip locked)
  returning event_id
)
insert into action (id, stream, version, tenant, partner, kind, target, input, due, until, standing, cancels)
select md5(concat_ws('/', 'action', event.id, owes.place, partner.place))::uuid,
  event.stream, event.version, event.tenant, partner.slug,
  value ->> 'kind', value ->> 'target', value -> 'input',
  coalesce((value ->> 'due')::timestamptz, event.at), (value ->> 'until')::timestamptz,
  coalesce((value ->> 'standing')::boolean, false), (value ->> 'cancels')::uuid
from taken join event on event.id = taken.event_id
cross join lateral jsonb_array_elements(event.owes) with ordinality as owes(value, place)
cross join lateral jsonb_array_elements_text(value -> 'partners') with ordinality as partner(slug, place)
order by event.id, owes.place, partner.place
on conflict (id) do nothing`

/** Lays out what up to `limit` events owe as rows of `action`; returns how many rows. Any number may do so at once. */
export async function layOutOwed(db: Pick<pg.ClientBase | pg.Pool, 'query'>, limit = 200): Promise<number> {
  const { rowCount } = await db.query({ name: 'lay-out-owed', text: layOutSql, values: [limit] })
  return rowCount ?? 0
}
