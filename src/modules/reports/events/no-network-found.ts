import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'

/** Every network was asked, and none says that the line is its own. The victim and the unit are told so. */
export const NoNetworkFound = defineEvent('reports.no-network-found', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c' },
})
