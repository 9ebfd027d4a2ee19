import { z } from 'zod'
import { defineEvent } from '#ledger'
import { FenceId } from '../plan/planned-shift.ts'

/** A geofence ends before its time. */
export const FenceRetired = defineEvent('patrol.fence-retired', {
  version: 1,
  stream: (d) => `fence/${d.fence}`,
  data: z.object({ fence: FenceId }),
  sample: { fence: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b31' },
})
