import { z } from 'zod'
import { defineRoute, refusal } from '#http'
import { CaseId, HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { type PartyTables, partiesOf } from '#modules/response/public'
import { reportTheft } from '../commands/report-theft.ts'
import { methods } from '../vocabulary.ts'

/** A force's own system, or a call handler, reports a theft whose victim they have identified. */
export default defineRoute<PartyTables>()({
  method: 'POST',
  url: '/api/reports',
  summary: 'Report a theft; every operator is asked to block the handset at once',
  who: { act: 'change', record: 'theft-report' },
  status: 201,
  body: z.strictObject({
    case: CaseId.optional().describe('your own id for the case, so that a repeated request is one report'),
    handset: HandsetId.optional(),
    imeis: z.array(Imei).min(1).max(4),
    method: z.enum(methods),
  }),
  reply: z.object({ case: CaseId, asked: z.int().describe('how many operators are asked to block it') }),

  async handle({ case: given, ...report }, { db, audit, execute, newId }) {
    const theft = given ?? CaseId.parse(newId())
    const parties = { ...(await partiesOf(db, undefined, { banks: [] })), forces: [] } // the force has its own record
    await audit('change', `case/${theft}`)
    const shown = { channel: 'force-system', means: 'police-handler' } as const
    const outcome = await execute(reportTheft, { ...report, ...shown, case: theft, parties })
    if (!outcome.ok) return refusal(reportTheft, outcome.refused)
    return { case: theft, asked: parties.operators.length }
  },
})
