import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { Slug } from '#lib/slug'
import { MarkText } from '../vocabulary.ts'

/** An honest owner's SIM may use a handset that stays blocked for every other one (docs/adr/0019). */
export const SimPaired = defineEvent('blocklist.sim-paired', {
  version: 1,
  pseudonymous: 'reviewBy',
  // What no case stands behind is of the handset alone.
  stream: (d) => (d.case === undefined ? `handset/${d.appeal ?? ''}` : `case/${d.case}`),
  data: z.object({
    case: CaseId.optional().describe('what blocks the handset; absent: another register’s list, or a rule'),
    appeal: z
      .uuid()
      .optional()
      .describe('what was granted; absent: its network heard it in another phone under the same number'),
    operator: Slug.describe('whose SIM it is; told to nobody else'),
    sims: z
      .array(
        z.object({
          imei: Imei,
          mark: MarkText.describe('stands for the SIM; made with a key that only its operator has'),
        }),
      )
      .min(1)
      .max(4),
    keyCheck: MarkText.optional().describe('by which the operator’s nodes know whether they have that key'),
    reviewBy: z.iso.datetime(),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    appeal: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    operator: 'first-operator',
    sims: [{ imei: '490154203237518', mark: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    reviewBy: '2026-12-22T10:00:00.000Z',
  },
})
