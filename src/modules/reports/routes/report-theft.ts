import { z } from 'zod'
import { defineRoute, refusal } from '#http'
import { CaseId, HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { operators, type PartnerTables } from '#partners'
import { reportTheft } from '../commands/report-theft.ts'

/** A force's own system, or a call handler, reports a theft whose victim they have identified. */
export default defineRoute<PartnerTables>()({
  method: 'POST',
  url: '/api/reports',
  summary: 'Report a theft; every operator is asked to block the handset at once',
  who: { act: 'change', record: 'theft-report' },
  status: 201,
  body: z.strictObject({
    case: CaseId.optional().describe('your own id for the case, so that a repeated request is one report'),
    handset: HandsetId.optional(),
    imeis: z.array(Imei).min(1).max(4),
    method: z.enum(['snatch', 'pickpocket', 'table', 'robbery', 'distraction', 'other']),
  }),
  reply: z.object({ case: CaseId, asked: z.int().describe('how many operators are asked to block it') }),

  async handle({ case: given, ...report }, { db, audit, execute, newId }) {
    const theft = given ?? CaseId.parse(newId())
    const asked = await operators(db)
    await audit('change', `case/${theft}`)
    const outcome = await execute(reportTheft, { ...report, case: theft, attestedBy: 'police', operators: asked })
    if (!outcome.ok) return refusal(reportTheft, outcome.refused)
    return { case: theft, asked: asked.length }
  },
})
