import { z } from 'zod'
import { defineEvent } from '#ledger'
import { FenceShape } from '../fences/fence-shape.ts'
import { FenceId } from '../plan/planned-shift.ts'

/** A geofence begins: time that patrols spend in it is counted. */
export const FenceDrawn = defineEvent('patrol.fence-drawn', {
  version: 1,
  stream: (d) => `fence/${d.fence}`,
  data: z.object({ fence: FenceId, shape: FenceShape, until: z.iso.datetime().describe('it ends by itself') }),
  sample: {
    fence: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b31',
    shape: { kind: 'circle', easting: 529_125, northing: 181_275, radius: 200 },
    until: '2026-12-04T14:00:00.000Z',
  },
})
