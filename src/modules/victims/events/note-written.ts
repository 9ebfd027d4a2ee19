import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'

/** One officer tells the next how a case stands. No victim is ever shown it. */
export const NoteWritten = defineEvent('victims.note-written', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, words: VaultRef }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', words: 'v_AAAAAAAAAAAAAAAAAAAAAA' },
})
