import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { channels, methods } from '../vocabulary.ts'

/** The same theft was reported again, through the same or another channel: one case, not two (B07). */
export const ReportJoined = defineEvent('reports.report-joined', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    channel: z.enum(channels),
    method: z.enum(methods).optional().describe('how it was done, as this report says'),
    bare: z.boolean().optional().describe('its reporter said a number, and showed nothing more'),
    danger: z.boolean().optional().describe('they say that they are in danger or hurt'),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', channel: 'trusted-person' },
})
