import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'

/** Who contests a report, put to the line's own network later than they said it: until then nobody had said whose line it is. */
export const ContestAsked = defineEvent('reports.contest-asked', {
  version: 1,
  stream: (d) => `contest/${d.contest}`,
  data: z.object({ contest: z.uuid(), case: CaseId, network: Slug }),
  sample: {
    contest: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    network: 'second-operator',
  },
})
