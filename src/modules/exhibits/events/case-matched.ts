import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { ExhibitId, finders } from '../vocabulary.ts'

/** A handset that was seized before anybody knew whose it is belongs to a case after all. The last match counts. */
export const CaseMatched = defineEvent('exhibits.case-matched', {
  version: 1,
  stream: (d) => `exhibit/${d.exhibit}`,
  data: z.object({ exhibit: ExhibitId, case: CaseId, by: z.enum(finders), seizedAt: z.iso.datetime() }),
  sample: {
    exhibit: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    by: 'later-report',
    seizedAt: '2026-11-26T14:02:00.000Z',
  },
})
