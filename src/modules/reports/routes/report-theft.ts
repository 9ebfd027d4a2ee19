import { z } from 'zod'
import { defineRoute, refusal } from '#http'
import { CaseId, HandsetId } from '#lib/ids'
import { ImeiToStop } from '#lib/imei/imei'
import { LineTyped } from '#lib/line'
import { reportTheft } from '../commands/report-theft.ts'
import { type ReportTables, takeReport } from '../take-report.ts'
import { methods } from '../vocabulary.ts'

/** A force's own system, or a call handler, reports a theft whose victim they have identified. */
export default defineRoute<ReportTables>()({
  method: 'POST',
  url: '/api/reports',
  summary: 'Report a theft by number, IMEIs or both; every operator is asked to block the handset at once',
  who: { act: 'change', record: 'theft-report' },
  status: 201,
  body: z.strictObject({
    case: CaseId.optional().describe('your own id for the case, so that a repeated request is one report'),
    handset: HandsetId.optional(),
    number: LineTyped.optional().describe('of the stolen phone, as people write it: 07700 900123 or +44 7700 900123'),
    imeis: z.array(ImeiToStop).min(1).max(4).optional(),
    method: z.enum(methods),
    place: z
      .strictObject({
        text: z.string().trim().min(1).max(200),
        lon: z.number().min(-180).max(180).optional(),
        lat: z.number().min(-90).max(90).optional(),
      })
      .optional(),
    description: z.string().trim().min(1).max(2000).optional().describe('of who took it, and which way they went'),
    safeMode: z.boolean().optional().describe('domestic abuse: no place and no contact is ever shown'),
  }),
  reply: z.object({
    case: CaseId.describe('the case of this theft: an earlier one when the phone is in one already'),
    joined: z.boolean().describe('the theft was reported before, and this report was added to it'),
    asked: z.int().describe('how many operators are asked to block it'),
  }),

  async handle({ number, place, ...said }, context) {
    const { lon, lat, text = '' } = place ?? {}
    const where = place && { text, ...(lon !== undefined && { lon }), ...(lat !== undefined && { lat }) }
    const shown = { means: 'police-handler', channel: 'force-system', force: context.tenant } as const
    const taken = await takeReport(context, { ...said, line: number, place: where, ...shown })
    if ('refused' in taken) return refusal(reportTheft, taken.refused)
    await context.audit('change', `case/${taken.case}`)
    return { case: taken.case, joined: taken.joined, asked: taken.asked }
  },
})
