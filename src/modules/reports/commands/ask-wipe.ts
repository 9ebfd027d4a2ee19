import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { stopsOwed } from '#modules/response/public'
import { theftCase } from '../case.ts'
import { WipeAsked } from '../events/wipe-asked.ts'
import { refusals } from '../refusals.ts'
import { openOr, situation } from '../situation.ts'
import { PartiesInput } from './report-theft.ts'

/** The owner asks for a wipe, having seen when the last backup was made (B67). Goes out at level 3, never before. */
export const askWipe = defineCommand('ask-wipe', {
  input: z.object({ case: CaseId, backup: z.enum(['seen', 'none']), parties: PartiesInput }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'wipe-needs-documents': {
      status: 422,
      says: 'A wipe cannot be undone. Show a receipt, the box or your maker account first.',
    },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ parties: _, ...asked }) => asked,
  state: theftCase,

  decide({ parties, ...asked }, known, { now }) {
    const open = openOr(known)
    if ('refused' in open) return open
    if (open.standing.level < 3) return refuse('wipe-needs-documents')
    const before = situation(asked.case, open, parties)
    const after = situation(asked.case, { ...open, mayWipe: true }, parties)
    return { events: [WipeAsked.of(asked)], owes: stopsOwed(before, after, now) }
  },
})
