import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { ItemId, sorts } from '../clocks.ts'
import { desk, noteKey } from '../desk.ts'
import { ClockMissed } from '../events/clock-missed.ts'
import { ClockNear } from '../events/clock-near.ts'

/** Notes that something owed to a victim is nearly due, or has not been done by its time: once each. */
export const noteClock = defineCommand('note-clock', {
  input: z.object({
    ...{ case: CaseId.optional(), item: ItemId, sort: z.enum(sorts), due: z.iso.datetime() },
    is: z.enum(['near', 'missed']),
  }),
  refusals: { 'clock-noted': { status: 409, says: 'This has been noted.' } },
  stream: ({ case: theft, item }) => (theft === undefined ? item : `case/${theft}`),
  state: desk,

  decide({ is, ...clock }, { noted }) {
    if (noted.has(noteKey(is, clock.item, clock.due))) return refuse('clock-noted')
    return [is === 'near' ? ClockNear.of(clock) : ClockMissed.of(clock)]
  },
})
