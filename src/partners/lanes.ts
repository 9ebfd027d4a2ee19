import { type Kysely, sql } from 'kysely'

export type ActionTables = {
  action: {
    stream: string
    version: number
    partner: string
    kind: string
    state: 'owed' | 'acknowledged' | 'refused' | 'cancelled' | 'lapsed' | 'not-sent' | 'dead' | 'given-up'
    attempts: number
    due: string
    until: string | null
    position: string
    trying_since: string | null
    answered_at: string | null
    last_error: string | null
  }
}
export type PartnerTables = { partner: { slug: string }; organisation: { slug: string; sort: string } }

export type NamedLaneTables = ActionTables & { organisation: { slug: string; name: string } }

/** One partner's lane on a case: what it was asked, and how that stands in the words of the screens. */
export type Lane = {
  readonly partner: string
  readonly kind: string
  /** `lapsed`: its end came before an answer. `ended`: it was confirmed, and its end has come: it holds no more. */
  readonly state:
    | ('not-asked' | 'sent' | 'confirmed' | 'refused' | 'no-answer')
    | ('cancelled' | 'lapsed' | 'not-sent' | 'ended')
  readonly asked: string | null
  readonly answered: string | null
  /** When its partner lifts it by itself; null when it lasts until it is taken back. */
  readonly until: string | null
  /** Why it was refused, in one of our words. */
  readonly code?: string
}

export type ActionRow = Omit<ActionTables['action'], 'version'>

const words: Record<Exclude<ActionRow['state'], 'owed'>, Lane['state']> = {
  acknowledged: 'confirmed',
  refused: 'refused',
  cancelled: 'cancelled',
  lapsed: 'lapsed',
  'not-sent': 'not-sent',
  dead: 'no-answer',
  'given-up': 'no-answer',
}

/** `sent` only when it has gone out once; with a second try behind it there is no answer yet. */
function stateOf({ state, attempts }: ActionRow): Lane['state'] {
  if (state !== 'owed') return words[state]
  if (attempts === 0) return 'not-asked'
  return attempts === 1 ? 'sent' : 'no-answer'
}

/** A message and a question are done once: their end is only the end of trying. */
const holds = (kind: string) => !kind.startsWith('send-') && kind !== 'match-identity'

/** A partner lifts a stop by itself when its end has come, and nobody is told: so every reader counts the time. */
function asOf(state: Lane['state'], { kind, until }: ActionRow, now: Date): Lane['state'] {
  if (until === null || new Date(until) > now || !holds(kind)) return state
  if (state === 'confirmed') return 'ended'
  return state === 'not-asked' || state === 'sent' || state === 'no-answer' ? 'lapsed' : state
}

/** One action as a lane, as it stands at this time. */
export const laneOf = (row: ActionRow, now: Date): Lane => ({
  partner: row.partner,
  kind: row.kind,
  state: asOf(stateOf(row), row, now),
  asked: row.trying_since,
  answered: row.answered_at,
  until: row.until,
  ...(row.state === 'refused' && row.last_error !== null && { code: row.last_error }),
})

// By name: a statement of "all columns" is never prepared (platform/prepare.ts), and what was asked of a partner is long.
const columns = [
  ...(['stream', 'partner', 'kind', 'state', 'attempts', 'due', 'until', 'position'] as const),
  ...(['trying_since', 'answered_at', 'last_error'] as const),
]

/** The lanes of what one stream owes, in the order in which it was owed, as they stand at this time; `without` what some facts of it owe. */
export async function lanesOf(
  db: Kysely<ActionTables>,
  stream: string,
  now: Date,
  without: readonly number[] = [],
): Promise<Lane[]> {
  const rows = await db
    .selectFrom('action')
    .select(columns)
    .where('stream', '=', stream)
    .$if(without.length > 0, (query) => query.where('version', 'not in', without))
    .orderBy('position')
    .execute()
  return rows.map((row) => laneOf(row, now))
}

/** A lane with its partner's name, as people know it; of a question who somebody is, also where the vault keeps their claim. */
export type NamedLane = Lane & { readonly name: string; readonly claim: string | null }

/** The same with what a receipt says of them, in one look. */
export async function namedLanesOf(db: Kysely<NamedLaneTables>, stream: string, now: Date): Promise<NamedLane[]> {
  const rows = await db
    .selectFrom('action')
    .leftJoin('organisation', 'organisation.slug', 'action.partner')
    .select(columns.map((column) => `action.${column}` as const))
    .select(['organisation.name', sql<string | null>`action.input ->> 'claim'`.as('claim')])
    .where('stream', '=', stream)
    .orderBy('position')
    .execute()
  return rows.map((row) => ({ ...laneOf(row, now), name: row.name ?? row.partner, claim: row.claim }))
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
