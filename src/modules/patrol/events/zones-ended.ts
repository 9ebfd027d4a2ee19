import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { ZonesId } from '../fences/moved-zones.ts'

/** Geofences that followed a list of hotspots end before their time. */
export const ZonesEnded = defineEvent('patrol.zones-ended', {
  version: 1,
  stream: (d) => `zones/${d.zones}`,
  data: z.object({ zones: ZonesId, force: Slug }),
  sample: { zones: '5d0f3c54-52c7-4a43-8f8e-0a5d2a6a1b51', force: 'demo-met' },
})
