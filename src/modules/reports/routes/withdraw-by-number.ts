import type { Kysely } from 'kysely'
import { z } from 'zod'
import { defineRoute, problem, refusal } from '#http'
import { CaseId } from '#lib/ids'
import { LineTyped } from '#lib/line'
import { type EnrolmentTable, enrolmentOf } from '#modules/register/public'
import { type PartyTables, partiesOf } from '#modules/response/public'
import { withdrawReport } from '../commands/withdraw-report.ts'
import type { OpenCase } from '../views/open-case.ts'
import { ownWithdrawals } from '../vocabulary.ts'

type Tables = OpenCase & PartyTables & EnrolmentTable & Answered
type Answered = { action: { stream: string; partner: string; kind: string; state: string } }

/** An operator's counter has seen the identity document of a line's holder, who takes the report back (USERS 4, undo). */
export default defineRoute<Tables>()({
  method: 'POST',
  url: '/api/withdrawals',
  summary: 'The holder of a line was identified at your counter and takes the report back',
  who: { act: 'change', record: 'line-state' },
  status: 201,
  body: z.strictObject({
    line: LineTyped.describe('the number, as written anywhere'),
    why: z.enum(ownWithdrawals),
  }),
  reply: z.object({ case: CaseId }),

  async handle({ line: number, why }, { db, audit, execute, tenant, vault }) {
    const [kept] = await vault.find('number', number)
    await audit('change', kept ? kept.ref : 'line/unknown')
    const theft = kept && (await caseOfLine(db, kept.ref))
    if (!theft) return refusal(withdrawReport, 'no-case')
    if (!(await isTheirs(db, { number, line: kept.ref, theft, operator: tenant }))) return problem('other-organisation')
    const outcome = await execute(withdrawReport, { case: theft, why, means: 'operator-counter' })
    return outcome.ok ? { case: theft } : refusal(withdrawReport, outcome.refused)
  },
})

async function caseOfLine(db: Kysely<OpenCase>, line: string): Promise<CaseId | undefined> {
  const row = await db.selectFrom('open_case').select('case_id').where('subject', '=', line).executeTakeFirst()
  return row && CaseId.parse(row.case_id)
}

type Claim = { number: string; line: string; theft: string; operator: string }

/** The operator of the number range or of the enrolment; for a ported number, the one that knew the line in this case. */
async function isTheirs(db: Kysely<Tables>, { number, line, theft, operator }: Claim): Promise<boolean> {
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
