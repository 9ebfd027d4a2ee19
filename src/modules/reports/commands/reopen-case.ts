import { z } from 'zod'
import { defineCommand, type NewEvent, type Refusal, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import type { Imei } from '#lib/imei/imei'
import { type Case, theftCase } from '../case.ts'
import { CaseReopened } from '../events/case-reopened.ts'
import { refusals } from '../refusals.ts'
import { reviewOf } from '../review.ts'
import { type openings, reopenings } from '../vocabulary.ts'

type Reopening = { readonly case: CaseId; readonly why: (typeof openings)[number] }

/** What opens a closed case again, for every command that may. Only where nothing was lifted: else it must be reported with its proof. */
export function reopening(
  { case: theft, why }: Reopening,
  { standing, ended, closedFor, line, imeis }: Case,
  now: string,
): NewEvent | Refusal<'no-case' | 'not-closed' | 'stops-lifted'> {
  if (!standing) return refuse('no-case')
  if (!ended) return refuse('not-closed')
  if (closedFor !== (why === 'apart' ? 'duplicate' : 'no-lead-left')) return refuse('stops-lifted')
  const holds = { line, imeis: [...imeis] as Imei[], ...(standing.until && { until: standing.until }) }
  return CaseReopened.of({ case: theft, why, ...holds, reviewBy: reviewOf(now) })
}

/** Opens a closed case again, because there is something new to follow. */
export const reopenCase = defineCommand('reopen-case', {
  input: z.object({ case: CaseId, why: z.enum(reopenings) }),
  refusals: {
    'no-case': refusals['no-case'],
    'not-closed': refusals['not-closed'],
    'stops-lifted': refusals['stops-lifted'],
  },
  stream: (input) => `case/${input.case}`,
  state: theftCase,

  decide(input, known, { now }) {
    const event = reopening(input, known, now)
    return 'refused' in event ? event : [event]
  },
})
