import type { Kysely } from 'kysely'
import { CaseId } from '#lib/ids'
import { type EnrolmentTable, enrolmentOf } from '#modules/register/public'
import { type PartyTables, partiesOf } from '#modules/response/public'
import type { OpenCase } from './views/open-case.ts'

export type LineTables = OpenCase & PartyTables & EnrolmentTable & Answered
type Answered = { action: { stream: string; partner: string; kind: string; state: string } }

/** The case that a line is in; `line` is the reference of its number. */
export async function caseOfLine(db: Kysely<OpenCase>, line: string): Promise<CaseId | undefined> {
  const row = await db.selectFrom('open_case').select('case_id').where('subject', '=', line).executeTakeFirst()
  return row && CaseId.parse(row.case_id)
}

type Claim = { number: string; line: string; theft: string; operator: string }

/** The operator of the number range or of the enrolment; for a ported number, the one that knew the line in this case. */
export async function isTheirs(db: Kysely<LineTables>, { number, line, theft, operator }: Claim): Promise<boolean> {
  const enrolled = await enrolmentOf(db, line)
  const { home } = await partiesOf(db, number, { operator: enrolled?.operator ?? undefined, banks: [] })
  if (home.includes(operator)) return true
  const answered = await db
    .selectFrom('action')
    .select('partner')
    .where('stream', '=', `case/${theft}`)
    .where('partner', '=', operator)
    .where('kind', 'in', ['match-identity', 'find-handset', 'suspend-line'])
    .where('state', '=', 'acknowledged')
    .executeTakeFirst()
  return answered !== undefined
}
