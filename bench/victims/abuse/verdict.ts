import type { Database } from '#platform/database'

/** What the ledger says of one case, as far as somebody could be harmed by it. */
export type Verdict = {
  readonly hard: readonly string[]
  /** Minutes for which something soft was asked to hold, told once or again and again; what holds until it is ended counts a year. */
  readonly softMinutes: number
  /** Handsets that something soft is about, by IMEI key. */
  readonly softly: readonly string[]
  readonly conflicts: readonly string[]
  /** By a message of ours to whom the owner named before. */
  readonly told: boolean
  /** Their network is asked to tell its customer by a way of its own. */
  readonly customerTold: boolean
  /** Handsets that are to be blocked, by IMEI key. */
  readonly blocked: readonly string[]
}

const hardKinds = ['suspend-line', 'block-handset', 'freeze-account', 'wipe-handset', 'list-stolen']
const softKinds = ['lock-screen', 'hold-line-changes']

export async function verdicts({ pool }: Pick<Database, 'pool'>): Promise<Map<string, Verdict>> {
  const { rows } = await pool.query<Verdict & { theft: string }>(
    `with soft as (
       select e.stream, range_agg(tstzrange(e.at, greatest(e.at, coalesce((o ->> 'until')::timestamptz, e.at + interval '1 year')))) as held
       from event e, jsonb_array_elements(e.owes) o where e.stream like 'case/%' and o ->> 'kind' = any($2) group by e.stream)
     select substr(e.stream, 6) as theft,
       coalesce(array_agg(distinct o ->> 'kind') filter (where o ->> 'kind' = any($1) and jsonb_array_length(o -> 'partners') > 0), '{}') as hard,
       coalesce((select sum(extract(epoch from upper(one) - lower(one))) / 60
         from soft, unnest(soft.held) one where soft.stream = e.stream), 0)::float8 as "softMinutes",
       coalesce(array_agg(distinct e.data ->> 'conflict') filter (where e.type = 'reports.conflict-found'), '{}') as conflicts,
       bool_or(e.type = 'victims.message-owed' and e.data ->> 'channel' <> 'page') as told,
       coalesce(bool_or(o ->> 'kind' = 'tell-customer' and jsonb_array_length(o -> 'partners') > 0), false) as "customerTold",
       coalesce(array_agg(distinct key) filter (where o ->> 'kind' = 'block-handset'), '{}') as blocked,
       coalesce(array_agg(distinct key) filter (where o ->> 'kind' = any($2)), '{}') as softly
     from event e left join lateral jsonb_array_elements(e.owes) o on true
       left join lateral jsonb_array_elements_text(
         case when jsonb_typeof(o -> 'input' -> 'imeiKeys') = 'array' then o -> 'input' -> 'imeiKeys' else '[]' end) as key on true
     where e.stream like 'case/%' group by e.stream`,
    [hardKinds, softKinds],
  )
  return new Map(rows.map(({ theft, ...one }) => [theft, one]))
}
