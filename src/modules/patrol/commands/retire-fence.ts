import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { FenceRetired } from '../events/fence-retired.ts'
import { fenceState } from '../fences/fence-state.ts'
import { FenceId } from '../plan/planned-shift.ts'

/** Ends a geofence before its time. Those of a plan end with its shift. */
export const retireFence = defineCommand('retire-fence', {
  input: z.object({ fence: FenceId }),
  refusals: {
    'no-fence': { status: 404, says: 'There is no such fence.' },
    'fence-ended': { status: 409, says: 'This fence has ended.' },
  },
  stream: ({ fence }) => `fence/${fence}`,
  state: fenceState,

  decide({ fence }, state) {
    if (state === 'none') return refuse('no-fence')
    return state === 'retired' ? refuse('fence-ended') : [FenceRetired.of({ fence })]
  },
})
