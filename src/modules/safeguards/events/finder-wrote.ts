import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { finds } from '../vocabulary.ts'

/** Somebody who read the lock-screen card of a reported phone left its owner a message. Who they are is not known. */
export const FinderWrote = defineEvent('safeguards.finder-wrote', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    card: VaultRef,
    what: z.enum(finds),
    words: VaultRef.optional().describe('what they wrote, without addresses and numbers'),
    reply: VaultRef.optional().describe('the code with which they read an answer; it opens nothing else'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    card: 'v_BBBBBBBBBBBBBBBBBBBBBA',
    what: 'handed-in',
    words: 'v_CCCCCCCCCCCCCCCCCCCCCA',
  },
})
