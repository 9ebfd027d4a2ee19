import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { ReportJoined } from '../events/report-joined.ts'
import { TheftReported } from '../events/theft-reported.ts'
import { refusals } from '../refusals.ts'
import { channels, methods } from '../vocabulary.ts'

/** So many are written down of one case; a flood of the same report must not make the case slow to read. */
const mostJoined = 20

const joins = fold({ reported: false, joined: 0 }, (on) => [
  on(TheftReported, (state) => ({ ...state, reported: true })),
  on(ReportJoined, (state) => ({ ...state, joined: state.joined + 1 })),
])

/** Adds one more report of a theft that has a case: same phone, another channel or another try (B07). */
export const joinReport = defineCommand('join-report', {
  input: z.object({
    case: CaseId,
    channel: z.enum(channels),
    method: z.enum(methods).optional(),
    danger: z.boolean().optional(),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'joined-often': {
      status: 409,
      says: 'This theft was reported many times. It is known, and nothing more is needed.',
    },
  },
  stream: (input) => `case/${input.case}`,
  state: joins,

  decide(report, { reported, joined }) {
    if (!reported) return refuse('no-case')
    return joined < mostJoined ? [ReportJoined.of(report)] : refuse('joined-often')
  },
})
