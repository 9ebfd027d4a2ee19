import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'

/** The number's operator has replaced the SIM: from now on the victim may be written to on it again (B51). */
export const LineRestored = defineEvent('victims.line-restored', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, by: Slug.describe('the operator that says so') }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', by: 'first-operator' },
})
