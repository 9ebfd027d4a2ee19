import { type Kysely, sql } from 'kysely'
import { CaseId } from '#lib/ids'
import type { ImeiKey } from '#lib/imei/imei'
import { type ImeiStatus, type RegisterStatus, standingOf } from '#modules/register/public'
import type { OpenCase } from '#modules/reports/public'
import type { HoneyTable } from './honey.ts'

export type HandsetCaseTables = OpenCase & ImeiStatus

/** What a check needs to know of one IMEI key. */
export type Facts = {
  readonly status: RegisterStatus
  /** The case that wants to know that it was asked about: the open one, else one by which it still counts as stolen. */
  readonly theft: CaseId | undefined
  /** No phone has this number. */
  readonly honey: boolean
}

type StatusRow = ImeiStatus['imei_status']
type Row =
  | { from: 'status'; key: ImeiKey; status: StatusRow['status']; until: string | null; theft: string | null }
  | { from: 'case'; key: ImeiKey; status: null; until: string | null; theft: string }
  | { from: 'honey'; key: ImeiKey; status: null; until: null; theft: null }

const none: Facts = { status: 'unknown', theft: undefined, honey: false }

/** One statement, whatever the keys and whatever is known of them. */
export async function factsOf(
  db: Kysely<HandsetCaseTables & HoneyTable>,
  keys: readonly ImeiKey[],
  now: Date,
): Promise<(key: ImeiKey) => Facts> {
  const among = sql`any(${[...new Set(keys)]}::text[])`
  const { rows } = await sql<Row>`
    select 'status' as "from", imei_key as key, status, until, case_id as theft from imei_status where imei_key = ${among}
    union all
    select 'case', subject, null, until, case_id from open_case where subject = ${among}
    union all
    select 'honey', imei_key, null, null, null from honey_number where imei_key = ${among}`.execute(db)
  const found = Map.groupBy(rows, ({ key }) => key)
  return (key) => {
    const mine = found.get(key)
    return mine ? factsIn(mine, now) : none
  }
}

function factsIn(rows: readonly Row[], now: Date): Facts {
  const at = now.toISOString()
  const standing = rows.filter(({ until }) => until === null || until > at)
  const open = standing.find(({ from }) => from === 'case')
  return {
    status: standingOf(
      rows.filter((row) => row.from === 'status'),
      now,
    ),
    theft: CaseId.optional().parse(open?.theft ?? heldBy(standing)),
    honey: rows.some(({ from }) => from === 'honey'),
  }
}

/** Of several cases that hold a handset the one that lapses last, or never. */
function heldBy(standing: readonly Row[]): string | undefined {
  const holding = standing.filter((row) => row.from === 'status' && row.status !== 'clear' && row.theft !== null)
  const ends = (row: Row) => row.until ?? '~' // after every date
  return holding.sort((a, b) => (ends(a) < ends(b) ? 1 : -1))[0]?.theft ?? undefined
}
