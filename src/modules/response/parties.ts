import { type Kysely, sql } from 'kysely'
import type { Parties } from './ladder.ts'

export type PartyTables = {
  partner: { slug: string; config: unknown }
  organisation: { slug: string; sort: string }
}

/** What the register knows of a victim's own partners; each is empty where it knows nothing. */
export type Own = {
  readonly operator?: string | undefined
  readonly maker?: string | undefined
  readonly banks: readonly string[]
  readonly mail?: readonly string[] | undefined
  readonly exchanges?: readonly string[] | undefined
  readonly identities?: readonly string[] | undefined
}

type Row = { slug: string; sort: string; ranges: string[] | null; unplaced: boolean | null }

/**
 * Who can be asked in a case. The home operator is the one that an earlier case found, else the one whose number range the number
 * begins with (E.164). Whether a number was ported it says itself: then the others are asked (docs/adr/0034).
 */
export async function partiesOf(
  db: Kysely<PartyTables>,
  number: string | undefined,
  known: Own | Promise<Own>,
): Promise<Parties> {
  const [rows, own] = await Promise.all([readParties(db), known])
  const of = (sort: string) => rows.filter((row) => row.sort === sort).map(({ slug }) => slug)
  const asked = (slugs: readonly string[], sort: string) => slugs.filter((slug) => of(sort).includes(slug))
  const home = own.operator ?? (number === undefined ? undefined : byRange(rows, number))
  return {
    operators: of('operator'),
    home: asked(home === undefined ? [] : [home], 'operator'),
    makers: own.maker === undefined ? of('maker') : asked([own.maker], 'maker'),
    banks: asked(own.banks, 'bank'),
    mail: asked(own.mail ?? [], 'mail-provider'),
    exchanges: asked(own.exchanges ?? [], 'exchange'),
    identities: asked(own.identities ?? [], 'identity-issuer'),
    forces: byUnplaced(rows.filter(({ sort }) => sort === 'force')).map(({ slug }) => slug),
  }
}

type Listed = { readonly version: string; readonly rows: readonly Row[] }
const listed = new WeakMap<object, Listed>()

/** The partners as they are now: read again only where something has changed since they were read here (db/migrations/0078). */
async function readParties(db: Kysely<PartyTables>): Promise<readonly Row[]> {
  const { adapter } = db.getExecutor() // the same inside a transaction
  const before = listed.get(adapter)
  const { rows } = await sql<Listed>`
    select version, (
      select coalesce(json_agg(json_build_object('slug', slug, 'sort', sort, 'ranges', config -> 'numberRanges',
        'unplaced', config -> 'recordsUnplaced') order by slug), '[]')
      from partner join organisation using (slug)
    ) as rows from party_version where version is distinct from ${before?.version ?? null}::bigint`.execute(db)
  const [now = before] = rows
  if (!now) throw new Error('The database has no version of the list of partners: table party_version is empty.')
  listed.set(adapter, now)
  return now.rows
}

/** The longest range counts: a virtual operator's range lies within its host's. */
function byRange(rows: readonly Row[], number: string): string | undefined {
  const hits = rows.flatMap(({ slug, ranges }) =>
    (ranges ?? []).filter((range) => number.startsWith(range)).map((range) => ({ slug, length: range.length })),
  )
  return hits.sort((a, b) => b.length - a.length)[0]?.slug
}

/** First the force that records what nobody can place yet: of a bare number it is not known whose ground it was on. */
const byUnplaced = (forces: readonly Row[]) => forces.toSorted((a, b) => Number(b.unplaced) - Number(a.unplaced))
