import { type Kysely, sql } from 'kysely'
import type { Line } from '#lib/line'
import { asksWhose, type PartyTables, partiesOf } from '#modules/response/public'
import type { LineNetwork } from './views/line-network.ts'

type Asked = {
  action: {
    id: string
    stream: string
    partner: string
    kind: string
    target: string
    input: Record<string, unknown>
    state: string
    last_error: string | null
    position: string
  }
}
export type NetworkTables = LineNetwork & Asked

/** The network that an earlier case found for a line, by the line's vault reference. */
export const networkOfLine = async (db: Kysely<LineNetwork>, line: string): Promise<string | undefined> =>
  (await db.selectFrom('line_network').select('network').where('line', '=', line).executeTakeFirst())?.network

/** The home operator of a number, for what is asked outside a case. */
export async function homeOfNumber(
  db: Kysely<LineNetwork & PartyTables>,
  number: Line | undefined,
  line: string | undefined,
): Promise<string[]> {
  const network = line === undefined ? undefined : await networkOfLine(db, line)
  return [...(await partiesOf(db, number, { operator: network, banks: [] })).home]
}

/** How one network answered whether the line is its own: by what became of the hold that it was owed. */
export type Hold = {
  readonly action: string
  readonly network: string
  readonly target: string
  readonly input: Record<string, unknown>
  readonly says: 'theirs' | 'not-theirs' | 'nothing-yet' | 'nothing'
}

/** What each network said last in a case. A hold that is asked for again, to last longer, takes no yes away. */
export async function holdsOf(db: Kysely<NetworkTables>, theft: string): Promise<Hold[]> {
  const rows = await db
    .selectFrom('action')
    .select(['id', 'partner', 'target', 'input', 'state', 'last_error'])
    .where('stream', '=', `case/${theft}`)
    .where('kind', '=', asksWhose)
    .orderBy('position')
    .execute()
  const last = new Map<string, Hold>()
  for (const { id: action, partner: network, state, last_error, target, input } of rows) {
    const says = saidBy(state, last_error)
    const keeps = last.get(network)?.says === 'theirs' && says !== 'not-theirs'
    if (!keeps) last.set(network, { action, network, target, input, says })
  }
  return [...last.values()]
}

function saidBy(state: string, code: string | null): Hold['says'] {
  if (state === 'acknowledged') return 'theirs'
  if (state === 'refused' && code === 'unknown-line') return 'not-theirs'
  return state === 'owed' ? 'nothing-yet' : 'nothing'
}

/** Who has the line of a case, as far as is known. `mayAsk`: it has said so, or has been asked and cannot say. */
export type Home = { readonly network: string | undefined; readonly mayAsk: boolean }

/**
 * The home operator of a case: the one that the line was found at, else the one that its first fact asked to hold it; and nobody
 * once that one has said that the line is not its own.
 */
export async function homeOfCase(db: Kysely<NetworkTables>, theft: string): Promise<Home> {
  const [first, holds] = await Promise.all([firstOfCase(db, theft), holdsOf(db, theft)])
  const asked = (first?.owes ?? []).filter(({ kind }) => kind === asksWhose).flatMap(({ partners }) => partners)
  return homeIn(holds, [...(first?.network ? [first.network] : []), ...asked])
}

type First = {
  readonly owes: readonly { readonly kind: string; readonly partners: readonly string[] }[] | null
  readonly network: string | null
}

/** What the first fact of a case owes, and where its line was found. */
async function firstOfCase(db: Kysely<NetworkTables>, theft: string): Promise<First | undefined> {
  const { rows } = await sql<First>`
    select e.owes, n.network from event e left join line_network n on n.line = e.data ->> 'line'
    where e.stream = ${`case/${theft}`} and e.version = 1`.execute(db)
  return rows[0]
}

/** Of those that may have the line, the likeliest first, the first that has not said that it is not its own. Pure. */
export function homeIn(holds: readonly Hold[], likely: readonly string[]): Home {
  const says = (network: string) => holds.find((one) => one.network === network)?.says
  const network = likely.find((one) => says(one) !== 'not-theirs')
  return { network, mayAsk: network !== undefined && !['nothing-yet', undefined].includes(says(network)) }
}

type Claim = { readonly number: Line; readonly line: string; readonly theft: string; readonly operator: string }

/**
 * Whether a line is this operator's own: for the counter that attests or takes back, and for whoever says that it replaced the SIM. It
 * is the one that the line was found at, else that of its number range, unless it said itself in this case that the line is not its
 * own. While every network that has answered has said so, one that was asked and has not answered yet may still be it.
 */
export async function isTheirs(
  db: Kysely<NetworkTables & PartyTables>,
  { number, line, theft, operator }: Claim,
): Promise<boolean> {
  const [home, holds] = await Promise.all([homeOfNumber(db, number, line), holdsOf(db, theft)])
  return hasLine(holds, home, operator)
}

/** The same of what is known. Pure. */
export function hasLine(holds: readonly Hold[], home: readonly string[], operator: string): boolean {
  const says = (one: string) => holds.find(({ network }) => network === one)?.says
  const own = says(operator)
  if (own === 'not-theirs') return false
  if (home.includes(operator)) return true
  const nobodyHas = holds.length > 0 && holds.every((one) => one.says !== 'theirs')
  return nobodyHas && home.every((one) => says(one) === 'not-theirs') && own === 'nothing-yet'
}
