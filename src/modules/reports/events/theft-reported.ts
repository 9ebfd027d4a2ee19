import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId, HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { type Means, means } from '#lib/proof'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { channels, methods } from '../vocabulary.ts'

const oldMeans: Record<'operator' | 'bank' | 'police', Means> = {
  operator: 'operator-counter',
  bank: 'bank',
  police: 'police-handler',
}

const first = z.object({
  case: CaseId,
  handset: HandsetId.optional(),
  imeis: z.array(Imei).min(1).max(4),
  method: z.enum(methods),
  attestedBy: z.enum(['operator', 'bank', 'police']),
  reviewBy: z.iso.datetime(),
})

/** A theft is reported. What the reporter could show decides what is done (docs/adr/0016). */
export const TheftReported = defineEvent('reports.theft-reported', {
  version: 2,
  pseudonymous: 'reviewBy',
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    channel: z.enum(channels),
    means: z.enum(means).describe('what the reporter could show'),
    line: VaultRef.optional().describe('the stolen number; the same number always has the same reference'),
    handset: HandsetId.optional(), // absent when the handset is not in the register
    imeis: z.array(Imei).max(4), // pseudonymous; case streams only; empty while nobody has told them
    method: z.enum(methods),
    place: VaultRef.optional(),
    description: VaultRef.optional().describe('of who took it and which way they went'),
    safeMode: z.boolean().describe('domestic abuse: no place and no contact is ever shown'),
    danger: z.boolean().optional().describe('they say that they are in danger or hurt'),
    before: CaseId.optional().describe(
      'the case of an earlier theft of this number, which has a new SIM since: the number leaves it',
    ),
    apart: CaseId.optional().describe(
      'the case that this report had joined by itself, before a person gave it its own',
    ),
    mayLocate: z.boolean().describe('the owner agreed before the theft that the maker locates the handset'),
    force: Slug.optional().describe('the force that handles the case'),
    foundByPatrol: z
      .boolean()
      .optional()
      .describe('an officer on patrol saw it happen: left out of every map and forecast that sends patrols'),
    readBack: z.boolean().optional().describe('a number that was told by voice was taken down twice, and alike'),
    lineProvedAt: z.iso.datetime().optional().describe('when the reporter’s owner proved that the line is theirs'),
    until: z.iso.datetime().optional().describe('when what this proof allows lapses unless raised'),
    reviewBy: z.iso.datetime().describe('when a person must look again at whether these numbers are still needed'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    channel: 'force-system',
    means: 'police-handler',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    imeis: ['490154203237518'],
    method: 'snatch',
    place: 'v_BBBBBBBBBBBBBBBBBBBBBA',
    description: 'v_CCCCCCCCCCCCCCCCCCCCCA',
    safeMode: false,
    mayLocate: false,
    force: 'first-force',
    until: '2026-11-27T10:00:00.000Z',
    reviewBy: '2026-12-22T10:00:00.000Z',
  },
  upcast: {
    1: {
      data: first,
      up: ({ attestedBy, ...old }: z.output<typeof first>) => ({
        ...old,
        channel: 'force-system',
        means: oldMeans[attestedBy],
        safeMode: false,
        mayLocate: false,
      }),
    },
  },
})
