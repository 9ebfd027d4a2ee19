import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { VaultRef } from '#platform/vault-ref'
import { openings } from '../vocabulary.ts'

/** A case that was closed is open again. What was stopped stayed stopped; what it holds is said again, for others may have taken it. */
export const CaseReopened = defineEvent('reports.case-reopened', {
  version: 1,
  pseudonymous: 'reviewBy',
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    why: z.enum(openings),
    line: VaultRef.optional(),
    imeis: z.array(Imei).max(4),
    until: z.iso.datetime().optional().describe('when what its proof allows lapses'),
    reviewBy: z.iso.datetime(),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    why: 'challenged',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    imeis: ['490154203237518'],
    reviewBy: '2026-12-22T10:00:00.000Z',
  },
})
