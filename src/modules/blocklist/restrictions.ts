import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type Rule, readException } from '#lib/feed/exceptions'
import { type ImeiKey, isDummy, tacOf } from '#lib/imei/imei'
import type { Blocklist } from './views/blocklist.ts'
import type { Exceptions } from './views/exceptions.ts'

export type RestrictionTables = Pick<Blocklist, 'listing'> & Exceptions

/** Why networks refuse or watch a handset although no case here says so: a list that somebody else keeps, or a rule. */
export type Restriction = {
  readonly status: 'blocked' | 'tracked'
  readonly from: 'list' | 'rule'
  /** Who keeps the list, or who decided the rule. */
  readonly by: string
  /** Of a rule: its reason. */
  readonly why?: string
  readonly since: string
}

/** `key`: what the list says of one handset, by whatever source; without it a rule, which says what it is `about`. */
export type RestrictionRow = {
  readonly key: ImeiKey | null
  readonly source: string
  readonly about: string | null
  readonly says: string
  readonly until: string | null
  readonly since: string
}

/** Of one handset; a few registers and a few cases speak of it. Fixed, so that the planner looks up each key by the index. */
const mostSources = 50

/**
 * Part of a look at handsets: each key is one look-up however long the list is. Rules are few (docs/adr/0019): those about the
 * keys' TACs are found among all.
 */
export const restrictionRows = (keys: readonly ImeiKey[]): RawBuilder<RestrictionRow> => sql<RestrictionRow>`
  select asked.key, said.source, null as about, said.status as says, said.until, said.at as since
  from unnest(${keys}::text[]) as asked(key) cross join lateral (
    select source, status, until, at from listing where imei_key = asked.key::bigint limit ${sql.lit(mostSources)}) said
  union all
  select null, 'rule', about, says, null,
    (select event.at from sealed join event on event.id = sealed.event_id where sealed.seq = told.seq)
  from (
    select distinct on (about) about, says, seq from list_exception
    where source = 'rule' and left(split_part(about, '/', 2), 8) = any(${[...new Set(keys.map(tacOf))]}::text[])
    order by about, no desc) told
  where says <> ''`

/**
 * What follows from them for one handset, the worst first, in the order in which a node decides: a test number never; what is
 * said of the handset itself; and a rule only where nothing is. A SIM that is paired may use it all the same.
 */
export function restrictionsIn(rows: readonly RestrictionRow[], now: Date): (key: ImeiKey) => readonly Restriction[] {
  const at = now.toISOString()
  const said = Map.groupBy(
    rows.filter(({ until }) => until === null || until > at),
    ({ key }) => key,
  )
  const rules = (said.get(null) ?? []).flatMap((row) => ruleIn(row, now))
  return (key) => {
    if (isDummy(key)) return []
    const own = said.get(key) ?? []
    const all = own.length > 0 ? own.flatMap(listIn) : rules.filter(covers(Number(key))).map(({ says }) => says)
    return all.toSorted((a, b) => (a.status + a.since < b.status + b.since ? -1 : 1)) // "blocked" before "tracked"
  }
}

/** A case is told of by whoever asks about cases. */
function listIn({ source, says, since }: RestrictionRow): Restriction[] {
  const [, by] = /^list\/(.+)$/.exec(source) ?? []
  return by ? [{ status: says as Restriction['status'], from: 'list', by, since }] : []
}

function ruleIn({ about, says, since }: RestrictionRow, now: Date): { rule: Rule; says: Restriction }[] {
  const read = readException({ about: about ?? '', says })
  if (read?.kind !== 'rule' || !read.is) return []
  const { status, by, why, until } = read.is
  if (until !== undefined && until <= now.getTime()) return []
  return [{ rule: read.is, says: { status, from: 'rule', by, why, since } }]
}

const covers =
  (key: number) =>
  ({ rule: { from, to } }: { readonly rule: Rule }) =>
    from <= key && key <= to

/** The same in a question of its own, for a few handsets. */
export async function restrictionsOf(
  db: Kysely<RestrictionTables>,
  keys: readonly ImeiKey[],
  now: Date,
): Promise<readonly Restriction[]> {
  const { rows } = await restrictionRows(keys).execute(db)
  return keys.flatMap(restrictionsIn(rows, now))
}

/** Whether networks refuse one of these numbers by somebody else's list or a rule. */
export const networksRefuse = async (
  db: Kysely<RestrictionTables>,
  keys: readonly ImeiKey[],
  now: Date,
): Promise<boolean> => (await restrictionsOf(db, keys, now)).some(({ status }) => status === 'blocked')

/** Who stops a phone by a list or a rule. `isForce`: police that work here. */
export type Keeper = { readonly slug: string; readonly name: string; readonly isForce: boolean }

/**
 * Who else's list or rule makes networks refuse these handsets, by name where it is an organisation that we know: somebody whose phone is
 * refused must learn whom to ask. Why, since when, and what is only watched is for officers.
 */
export async function keepersOf(
  db: Kysely<RestrictionTables & { organisation: { slug: string; name: string; sort: string } }>,
  keys: readonly ImeiKey[],
  now: Date,
): Promise<readonly Keeper[]> {
  const on = db as unknown as Kysely<RestrictionTables>
  const refused = (await restrictionsOf(on, keys, now)).filter(({ status }) => status === 'blocked')
  const slugs = [...new Set(refused.map(({ by }) => by))]
  if (slugs.length === 0) return []
  const known = await db
    .selectFrom('organisation')
    .select(['slug', 'name', 'sort'])
    .where('slug', 'in', slugs)
    .execute()
  return slugs.map((slug) => {
    const one = known.find((other) => other.slug === slug)
    return { slug, name: one?.name ?? slug, isForce: one?.sort === 'force' || one?.sort === 'transport' }
  })
}
