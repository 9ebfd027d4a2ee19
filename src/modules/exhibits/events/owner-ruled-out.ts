import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { ExhibitId } from '../vocabulary.ts'

/** The case learns that an exhibit was not its handset: it belongs to another case. Its victim is told, and nothing else ends. */
export const OwnerRuledOut = defineEvent('exhibits.owner-ruled-out', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, exhibit: ExhibitId }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    exhibit: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  },
})
