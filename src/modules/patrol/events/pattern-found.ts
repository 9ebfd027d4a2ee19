import { defineEvent } from '#ledger'
import { RecordedFinding } from '../recorded-finding.ts'

/** Thefts make a pattern that chance does not explain. Where it is stands beside the ledger and not in it. */
export const PatternFound = defineEvent('patrol.pattern-found', {
  version: 1,
  stream: (d) => `pattern/${d.finding}`,
  data: RecordedFinding,
  sample: {
    ...{ finding: '7c0f3c54-52c7-4a43-8f8e-0a5d2a6a1b11', pattern: 'near-repeat' },
    ...{ from: '2026-11-24T18:00:00.000Z', to: '2026-11-26T06:00:00.000Z' },
    ...{ thefts: 6, expectedTenths: 14, chanceOneIn: 730 },
  },
})
