import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { ItemId } from '../clocks.ts'
import { deviationReasons } from '../vocabulary.ts'

/** Why something that was owed was not done by its time, as whoever answers for it says. It can be said anew. */
export const DeviationExplained = defineEvent('victims.deviation-explained', {
  version: 1,
  stream: (d) => (d.case === undefined ? d.item : `case/${d.case}`),
  data: z.object({
    case: CaseId.optional().describe('absent: an appeal against another register’s list'),
    item: ItemId.describe('what was late, as the queue names it'),
    due: z.iso.datetime(),
    reason: z.enum(deviationReasons),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    item: 'message/5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    due: '2026-11-28T10:00:00.000Z',
    reason: 'too-many-cases',
  },
})
