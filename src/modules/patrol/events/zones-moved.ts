import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { MovedZones } from '../fences/moved-zones.ts'

/** Geofences on the first squares of a borough's hotspots begin, or follow their list: some begin, some end. */
export const ZonesMoved = defineEvent('patrol.zones-moved', {
  version: 1,
  stream: (d) => `zones/${d.zones}`,
  data: MovedZones.extend({ force: Slug }),
  sample: {
    zones: '5d0f3c54-52c7-4a43-8f8e-0a5d2a6a1b51',
    force: 'demo-met',
    ...{ borough: 'westminster', first: 2, until: '2026-12-04T14:00:00.000Z' },
    begun: [{ fence: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b52', easting: 529_050, northing: 181_200 }],
    ended: ['7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b53'],
  },
})
