import { type Kysely, sql } from 'kysely'
import { CaseId } from '#lib/ids'
import type { ImeiKey } from '#lib/imei/imei'
import { hasNewSim } from '#modules/register/public'
import type { VaultRef } from '#platform/vault-ref'
import type { OpenCase } from './views/open-case.ts'
import type { TheftCase } from './views/theft-case.ts'

type Db = Kysely<OpenCase & TheftCase>

/** How many cases of a day may lock a screen when nothing but the number is said (USERS 4: malicious block). */
const claimsADay = 2
const dayMs = 86_400_000

/**
 * The case that a phone is in, and by what it was found. `apart` when the handset is in a case of another number: one of the two is
 * wrong, and a person must say which.
 */
export type Found = { readonly case: CaseId; readonly by: 'number' | 'handset'; readonly apart: boolean }

/**
 * `open`: the case that takes this report. `before`: the number is in a case of an earlier theft, and has had a new SIM since: what is
 * stolen now is another phone, and the number goes over to its case.
 */
export type Places = { readonly open: Found | undefined; readonly before: CaseId | undefined }
export const nowhere: Places = { open: undefined, before: undefined }

/** Looks where a number or a handset is in a case that has not lapsed. The number counts before the handset. */
export async function openCaseOf(
  db: Db,
  line: VaultRef | undefined,
  keys: readonly ImeiKey[],
  now: Date,
): Promise<Places> {
  const subjects = [...(line ? [line] : []), ...keys]
  if (subjects.length === 0) return nowhere
  const rows = await db
    .selectFrom('open_case as o')
    .leftJoin('open_case as l', (join) =>
      join.onRef('l.case_id', '=', 'o.case_id').on('l.subject', 'like', sql.lit('v\\_%')),
    )
    .select(['o.subject', 'o.case_id', 'l.subject as line'])
    .select(({ ref }) => hasNewSim(ref('o.case_id')).as('restored'))
    .where('o.subject', 'in', subjects)
    .where(({ eb, or }) => or([eb('o.until', 'is', null), eb('o.until', '>', now.toISOString())]))
    .execute()
  const own = rows.find(({ subject }) => subject === line)
  const sameHandset = rows.some(({ subject, case_id }) => subject !== line && case_id === own?.case_id)
  const before = own?.restored && !sameHandset ? CaseId.parse(own.case_id) : undefined
  const row = (before === undefined ? own : undefined) ?? rows.find(({ subject }) => subject !== line)
  const lines = rows.filter(({ case_id }) => case_id === row?.case_id).flatMap(({ line: one }) => one ?? [])
  const apart = line !== undefined && lines.length > 0 && !lines.includes(line)
  const by = row?.subject === line ? 'number' : 'handset'
  return { open: row && { case: CaseId.parse(row.case_id), by, apart }, before }
}

/** What a report that joins needs to know of its case. It may lag by a moment; then the proof is shown once too often. */
export const caseRow = (db: Db, theft: string) =>
  db
    .selectFrom('theft_case')
    .select(['level', 'until', 'imei_keys', 'force', 'method'])
    .where('case_id', '=', theft)
    .executeTakeFirst()

/** Whether a bare number may still lock a screen today; else its latest case, which takes the report without new stops. */
export async function claimsLeft(
  db: Db,
  line: VaultRef,
  now: Date,
): Promise<{ readonly left: boolean; readonly latest?: CaseId }> {
  const rows = await db
    .selectFrom('theft_case')
    .select(['case_id', 'ended'])
    .where('line', '=', line)
    .where('level', '=', 0)
    .where('opened_at', '>', new Date(now.getTime() - dayMs).toISOString())
    .orderBy('opened_at', 'desc')
    .limit(20)
    .execute()
  const latest = rows.find(({ ended }) => ended === null)
  return { left: rows.length < claimsADay, ...(latest && { latest: CaseId.parse(latest.case_id) }) }
}
