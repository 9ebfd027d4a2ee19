import type { Kysely } from 'kysely'
import { z } from 'zod'
import { defineRoute, problem, refusal } from '#http'
import { CaseId } from '#lib/ids'
import { type EventTables, ownerOfCase, type TheftCase } from '#modules/reports/public'
import { recordDecision } from '../commands/record-decision.ts'
import { decisions } from '../vocabulary.ts'

/** A force's own system says what was decided in a case: an arrest, a charge. The victim is told at once. */
export default defineRoute<TheftCase>()({
  method: 'POST',
  url: '/api/cases/:case/decisions',
  summary: 'Record a decision of the police that the victim of the case is told',
  who: { act: 'change', record: 'theft-report' },
  status: 202,
  params: z.strictObject({ case: CaseId }),
  body: z.strictObject({
    decision: z.enum(decisions),
    decidedAt: z.iso.datetime(),
    enhanced: z.boolean().default(false),
  }),
  reply: z.object({ taken: z.literal(true) }),

  async handle({ case: theft, ...made }, { db, audit, execute, tenant }) {
    const owner = await ownerOfCase(db as unknown as Kysely<EventTables & TheftCase>, theft)
    if (owner === undefined) return problem('not-found')
    await audit('change', `case/${theft}`, owner)
    if (owner !== tenant) return problem('not-found')
    const outcome = await execute(recordDecision, { case: theft, ...made })
    // Sent again, it is taken already.
    if (!outcome.ok && outcome.refused !== 'decision-known') return refusal(recordDecision, outcome.refused)
    return { taken: true as const }
  },
})
