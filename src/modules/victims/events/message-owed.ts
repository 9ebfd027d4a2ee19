import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { channels, templates } from '../vocabulary.ts'

/** The victim is told something. The message as a whole is in the vault; on `page` the case page alone says it. */
export const MessageOwed = defineEvent('victims.message-owed', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    channel: z.enum(channels),
    template: z.enum(templates),
    about: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/)
      .optional()
      .describe('what tells two updates of one template apart, such as a country'),
    message: VaultRef.optional(),
    contact: VaultRef.optional().describe('the contact of this case that it goes to'),
    instead: VaultRef.optional().describe('the message that it is posted for, because nothing else arrived'),
    next: z.iso.datetime().optional().describe('by when the victim is promised to hear again'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    channel: 'text',
    template: 'reported',
    message: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    next: '2026-11-27T10:00:00.000Z',
  },
})
