import { defineEvent } from '#ledger'
import { RecordedWorks } from '../places/recorded-works.ts'

/** A council changed lighting, cameras or layout at a place; before and after are counted from this day. */
export const WorksRecorded = defineEvent('patrol.works-recorded', {
  version: 1,
  stream: (d) => `street-works/${d.works}`,
  data: RecordedWorks,
  sample: {
    works: '5b0c2d9e-52c7-4a43-8f8e-0a5d2a6a1b11',
    kind: 'lighting',
    squares: [
      { easting: 529_050, northing: 181_950 },
      { easting: 529_200, northing: 181_950 },
    ],
    doneOn: '2026-03-02',
  },
})
