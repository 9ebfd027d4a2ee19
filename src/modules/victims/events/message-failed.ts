import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { failures, others, sentChannels } from '../vocabulary.ts'

/** A message of ours did not arrive: a person looks. */
export const MessageFailed = defineEvent('victims.message-failed', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    action: z.uuid(),
    channel: z.enum(sentChannels),
    how: z.enum(failures),
    to: z.enum(others).optional().describe('absent: the victim, or whom they trust'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    action: '0b6c3f9e-7a51-4f0e-9d3c-5f2a8f6f1c11',
    channel: 'text',
    how: 'permanent-failure',
  },
})
