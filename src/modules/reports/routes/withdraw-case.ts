import { z } from 'zod'
import { defineRoute, problem, refusal } from '#http'
import { CaseId } from '#lib/ids'
import { withdrawReport } from '../commands/withdraw-report.ts'
import { ownerOfCase, type TheftCase } from '../public.ts'
import type { EventTables } from '../tenant.ts'
import { ownWithdrawals } from '../vocabulary.ts'

/** A force takes a report back whose reporter it has identified: every stop is undone at every partner. */
export default defineRoute<EventTables & TheftCase>()({
  method: 'POST',
  url: '/api/cases/:case/withdrawals',
  summary: 'Take back a report whose reporter you have identified; every stop is undone',
  who: { act: 'change', record: 'theft-report' },
  status: 201,
  params: z.strictObject({ case: CaseId }),
  body: z.strictObject({ why: z.enum([...ownWithdrawals, 'false-report']) }),
  reply: z.object({ case: CaseId }),

  async handle({ case: theft, why }, { db, audit, execute }) {
    const stream = `case/${theft}`
    const owner = await ownerOfCase(db, theft)
    if (owner === undefined) return problem('not-found')
    await audit('change', stream, owner)
    const outcome = await execute(withdrawReport, { case: theft, why, means: 'police-handler' })
    return outcome.ok ? { case: theft } : refusal(withdrawReport, outcome.refused)
  },
})
