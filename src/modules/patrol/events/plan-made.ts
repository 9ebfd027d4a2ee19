import { defineEvent } from '#ledger'
import { PlanId, PlannedShift } from '../plan/planned-shift.ts'

/** The visible patrols of a shift were planned. Its squares are geofences while it lasts. */
export const PlanMade = defineEvent('patrol.plan-made', {
  version: 1,
  stream: (d) => `shift-plan/${d.plan}`,
  data: PlannedShift.extend({ plan: PlanId }),
  sample: {
    plan: '3d2f0c11-52c7-4a43-8f8e-0a5d2a6a1b11',
    source: 'published',
    begins: '2026-11-27T14:00:00.000Z',
    ends: '2026-11-27T22:00:00.000Z',
    dwell: { least: 12, most: 15 },
    ...{ gap: 60, lotPermille: 75, lotChance: 0.0125, seed: 4, expectedTenths: 31, coveredPercent: 78 },
    squares: [
      { fence: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b12', easting: 529_050, northing: 181_200 },
      { fence: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b13', easting: 529_350, northing: 181_050 },
    ],
    tours: [
      {
        by: 'foot',
        stops: [
          { square: 0, starts: 300, leaves: 1200, lot: false },
          { square: 1, starts: 1600, leaves: 2400, lot: true },
        ],
      },
    ],
  },
})
