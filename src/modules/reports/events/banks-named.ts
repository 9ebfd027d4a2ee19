import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'

/** The victim says which banks have an app on the stolen phone; they are asked like the banks of an enrolled owner. */
export const BanksNamed = defineEvent('reports.banks-named', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, banks: z.array(Slug).min(1).max(20) }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', banks: ['first-bank'] },
})
