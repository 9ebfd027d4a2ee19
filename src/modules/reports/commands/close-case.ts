import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { OpenStops, undoing } from '#modules/response/public'
import { theftCase } from '../case.ts'
import { CaseClosed, lifts } from '../events/case-closed.ts'
import { leftAtEnd, papersOf } from '../papers.ts'
import { refusals } from '../refusals.ts'
import { becauses, closures } from '../vocabulary.ts'

/** Closes a case for a reason that its page can say. A handset that is back with its owner is started again. */
export const closeCase = defineCommand('close-case', {
  input: z.object({
    case: CaseId,
    reason: z.enum(closures),
    because: z.enum(becauses).optional(),
    stops: OpenStops,
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ stops: _, ...closing }) => closing,
  state: folds(theftCase, papersOf, (theft, papers) => ({ ...theft, papers })),

  decide({ stops, ...closing }, { standing, ended, closedFor, papers }) {
    if (!standing) return refuse('no-case')
    const turnedUp = closing.reason === 'returned' && closedFor === 'no-lead-left'
    const withFirst = lifts(closing.reason) && closedFor === 'duplicate'
    if (ended && !turnedUp && !withFirst) return refuse('case-ended')
    const events = [CaseClosed.of(closing), ...leftAtEnd(closing.case, papers)]
    return { events, owes: lifts(closing.reason) ? undoing(stops) : [] }
  },
})
