import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { ExhibitId, finders } from '../vocabulary.ts'

/** The case learns that police have the handset: its owner is told, and nobody locates it any more. */
export const OwnerFound = defineEvent('exhibits.owner-found', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    exhibit: ExhibitId,
    by: z.enum(finders),
    seizedAt: z.iso.datetime(),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    exhibit: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    by: 'tray',
    seizedAt: '2026-11-26T14:02:00.000Z',
  },
})
