import { type Kysely, sql } from 'kysely'
import { CaseId } from '#lib/ids'
import type { ImeiKey } from '#lib/imei/imei'
import {
  type Restriction,
  type RestrictionRow,
  type RestrictionTables,
  restrictionRows,
  restrictionsIn,
} from '#modules/blocklist/public'
import { type ImeiStatus, type RegisterStatus, standingOf, withRestrictions } from '#modules/register/public'
import type { OpenCase } from '#modules/reports/public'
import type { HoneyTable } from './honey.ts'

export type HandsetCaseTables = OpenCase & ImeiStatus & RestrictionTables

/** What a check needs to know of one IMEI key. */
export type Facts = {
  /** The worst of all that networks act on: its cases, other registers' lists, rules. */
  readonly status: RegisterStatus
  /** What its cases alone say. Only by that does a case hear of a check. */
  readonly reported: RegisterStatus
  readonly restrictions: readonly Restriction[]
  /** The case that wants to know that it was asked about: the open one, else one by which it still counts as stolen. */
  readonly theft: CaseId | undefined
  /** No phone has this number. */
  readonly honey: boolean
}

type StatusRow = ImeiStatus['imei_status']
type CaseRow =
  | { from: 'status'; key: ImeiKey; says: StatusRow['status']; until: string | null; theft: string | null }
  | { from: 'case'; key: ImeiKey; says: null; until: string | null; theft: string }
type Row = CaseRow | { from: 'honey'; key: ImeiKey } | ({ from: 'held' } & RestrictionRow)

/** One statement, whatever the keys and whatever is known of them. */
export async function factsOf(
  db: Kysely<HandsetCaseTables & HoneyTable>,
  keys: readonly ImeiKey[],
  now: Date,
): Promise<(key: ImeiKey) => Facts> {
  const asked = [...new Set(keys)]
  const among = sql`any(${asked}::text[])`
  const { rows } = await sql<Row>`
    select 'status' as "from", imei_key as key, status as says, until, case_id as theft, null as source, null as about,
      null::timestamptz as since from imei_status where imei_key = ${among}
    union all
    select 'case', subject, null, until, case_id, null, null, null from open_case where subject = ${among}
    union all
    select 'honey', imei_key, null, null, null, null, null, null from honey_number where imei_key = ${among}
    union all
    select 'held', key, says, until, null, source, about, since from (${restrictionRows(asked)}) held`.execute(db)
  const restrictions = restrictionsIn(
    rows.filter((row) => row.from === 'held'),
    now,
  )
  const found = Map.groupBy(
    rows.filter((row) => row.from !== 'held'),
    ({ key }) => key,
  )
  return (key) => factsIn(found.get(key) ?? [], restrictions(key), now)
}

function factsIn(
  rows: readonly Exclude<Row, { from: 'held' }>[],
  restrictions: readonly Restriction[],
  now: Date,
): Facts {
  const at = now.toISOString()
  const ofCases = rows.filter((row) => row.from !== 'honey')
  const standing = ofCases.filter(({ until }) => until === null || until > at)
  const open = standing.find(({ from }) => from === 'case')
  const reported = standingOf(
    ofCases.flatMap((row) => (row.from === 'status' ? { status: row.says, until: row.until } : [])),
    now,
  )
  return {
    ...{ status: withRestrictions(reported, restrictions), reported, restrictions },
    theft: CaseId.optional().parse(open?.theft ?? heldBy(standing)),
    honey: rows.some(({ from }) => from === 'honey'),
  }
}

/** Of several cases that hold a handset the one that lapses last, or never. */
function heldBy(standing: readonly CaseRow[]): string | undefined {
  const holding = standing.filter((row) => row.from === 'status' && row.says !== 'clear' && row.theft !== null)
  const ends = (row: CaseRow) => row.until ?? '~' // after every date
  return holding.sort((a, b) => (ends(a) < ends(b) ? 1 : -1))[0]?.theft ?? undefined
}
