import type { Kysely } from 'kysely'

export type ActionTables = {
  action: {
    stream: string
    partner: string
    kind: string
    state: 'owed' | 'acknowledged' | 'refused' | 'cancelled' | 'lapsed' | 'not-sent' | 'dead' | 'given-up'
    attempts: number
    due: string
    position: string
    trying_since: string | null
    answered_at: string | null
    last_error: string | null
  }
}
export type PartnerTables = { partner: { slug: string }; organisation: { slug: string; sort: string } }

/** One partner's lane on a case: what it was asked, and how that stands in the words of the screens. */
export type Lane = {
  readonly partner: string
  readonly kind: string
  readonly state: 'not-asked' | 'sent' | 'confirmed' | 'refused' | 'no-answer' | 'cancelled' | 'lapsed' | 'not-sent'
  readonly asked: string | null
  readonly answered: string | null
  /** Why it was refused, in one of our words. */
  readonly code?: string
}

type Row = ActionTables['action']

const words: Record<Exclude<Row['state'], 'owed'>, Lane['state']> = {
  acknowledged: 'confirmed',
  refused: 'refused',
  cancelled: 'cancelled',
  lapsed: 'lapsed',
  'not-sent': 'not-sent',
  dead: 'no-answer',
  'given-up': 'no-answer',
}

/** `sent` only when it has gone out once; with a second try behind it there is no answer yet. */
function stateOf({ state, attempts }: Row): Lane['state'] {
  if (state !== 'owed') return words[state]
  if (attempts === 0) return 'not-asked'
  return attempts === 1 ? 'sent' : 'no-answer'
}

/** The lanes of what one stream owes, in the order in which it was owed. */
export async function lanesOf(db: Kysely<ActionTables>, stream: string): Promise<Lane[]> {
  const rows = await db.selectFrom('action').selectAll().where('stream', '=', stream).orderBy('position').execute()
  return rows.map((row) => ({
    partner: row.partner,
    kind: row.kind,
    state: stateOf(row),
    asked: row.trying_since,
    answered: row.answered_at,
    ...(row.state === 'refused' && row.last_error !== null && { code: row.last_error }),
  }))
}

/** Every operator that we can reach: a stolen phone is stopped at all of them. */
export async function operators(db: Kysely<PartnerTables>): Promise<string[]> {
  const rows = await db
    .selectFrom('partner')
    .innerJoin('organisation', 'organisation.slug', 'partner.slug')
    .select('partner.slug')
    .where('organisation.sort', '=', 'operator')
    .orderBy('partner.slug')
    .execute()
  return rows.map(({ slug }) => slug)
}
