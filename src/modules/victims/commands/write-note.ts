import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { desk } from '../desk.ts'
import { NoteWritten } from '../events/note-written.ts'
import { refusals } from '../refusals.ts'

/** Leaves a note for whoever takes over. */
export const writeNote = defineCommand('write-note', {
  input: z.object({ case: CaseId, words: VaultRef }),
  refusals: { 'no-case': refusals['no-case'] },
  stream: (input) => `case/${input.case}`,
  keyed: ({ case: theft }) => theft,
  state: desk,

  decide: (note, { reported }) => (reported ? [NoteWritten.of(note)] : refuse('no-case')),
})
