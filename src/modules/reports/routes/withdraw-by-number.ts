import { z } from 'zod'
import { defineRoute, refusal } from '#http'
import { CaseId } from '#lib/ids'
import { LineTyped } from '#lib/line'
import type { PartyTables } from '#modules/response/public'
import { caseOfLine } from '../case-of-line.ts'
import { withdrawReport } from '../commands/withdraw-report.ts'
import { keptSafe } from '../kept-safe.ts'
import { isTheirs, type NetworkTables } from '../network-of-line.ts'
import type { OpenCase } from '../views/open-case.ts'
import { ownWithdrawals } from '../vocabulary.ts'

/** An operator's counter has seen the identity document of a line's holder, who takes the report back (USERS 4, undo). */
export default defineRoute<NetworkTables & OpenCase & PartyTables>()({
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
    // Whose line it is not hears what it hears of a number without a report: else any network could ask who was robbed.
    if (!theft || !(await isTheirs(db, { number, line: kept.ref, theft, operator: tenant })))
      return refusal(withdrawReport, 'no-case')
    const outcome = await execute(withdrawReport, { case: theft, why, means: 'operator-counter' })
    if (!outcome.ok && outcome.refused === 'proof-too-weak') return keptSafe({ db, execute }, theft)
    return outcome.ok ? { case: theft } : refusal(withdrawReport, outcome.refused)
  },
})
