import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { ItemId, sorts } from '../clocks.ts'

/** Something that is owed to a victim has not been done, and its time is nearly up: a person is warned. */
export const ClockNear = defineEvent('victims.clock-near', {
  version: 1,
  // What no case stands behind is of its own stream, by which the queue names it.
  stream: (d) => (d.case === undefined ? d.item : `case/${d.case}`),
  data: z.object({
    case: CaseId.optional().describe('absent: an appeal against another register’s list'),
    item: ItemId.describe('what waits, as the queue names it'),
    sort: z.enum(sorts),
    due: z.iso.datetime(),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    item: 'message/5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    sort: 'message',
    due: '2026-11-28T10:00:00.000Z',
  },
})
