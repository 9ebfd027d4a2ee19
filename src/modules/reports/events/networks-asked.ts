import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'

/**
 * The network that the number's beginning points to says that the line is not its own (the number was ported), cannot be asked, or is silent. Every
 * other network is owed the hold: whoever takes it has the line (docs/adr/0034).
 */
export const NetworksAsked = defineEvent('reports.networks-asked', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    not: Slug.optional().describe('that network; absent where none is known for the number'),
    asked: z.array(Slug).max(500),
    until: z.iso.datetime().optional().describe('when the hold ends that was asked for'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    not: 'first-operator',
    asked: ['second-operator'],
    until: '2026-01-01T11:00:00.000Z',
  },
})
