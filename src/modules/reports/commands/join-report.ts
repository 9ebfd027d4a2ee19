import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { means } from '#lib/proof'
import { VaultRef } from '#platform/vault-ref'
import { ReportJoined } from '../events/report-joined.ts'
import { TheftReported } from '../events/theft-reported.ts'
import { refusals } from '../refusals.ts'
import { reviewOf } from '../review.ts'
import { channels, joinReasons, methods } from '../vocabulary.ts'

/**
 * So many are written down of one case, of those who showed something and of those who said a number alone: a flood of the same report
 * must not make the case slow to read, and what anybody can send must not keep out who has a card.
 */
const mostJoined = 20

const joins = fold({ reported: false, bare: 0, shown: 0, danger: false }, (on) => [
  on(TheftReported, (state) => ({ ...state, reported: true })),
  on(ReportJoined, (state, { bare, danger = false }) => ({
    ...state,
    ...(bare ? { bare: state.bare + 1 } : { shown: state.shown + 1 }),
    danger: state.danger || danger,
  })),
])

/** Adds one more report of a theft that has a case: same phone, another channel or another try (B07). */
export const joinReport = defineCommand('join-report', {
  input: z.object({
    case: CaseId,
    why: z.enum(joinReasons),
    report: CaseId,
    channel: z.enum(channels),
    means: z.enum(means),
    method: z.enum(methods).optional(),
    line: VaultRef.optional(),
    imeis: z.array(Imei).max(4).optional(),
    hearsay: z.boolean().optional(),
    bare: z.boolean().optional(),
    danger: z.boolean().optional(),
    safeMode: z.boolean().optional(),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'joined-often': {
      status: 409,
      says: 'This theft was reported many times. It is known, and nothing more is needed.',
    },
  },
  stream: (input) => `case/${input.case}`,
  // What was in which case may change between a request and its repetition.
  keyed: ({ case: theft, channel, means: shown }) => ({ theft, channel, shown }),
  state: joins,

  decide(report, { reported, danger, ...joined }, { now }) {
    if (!reported) return refuse('no-case')
    // That somebody is in danger is written down whatever came before it.
    const isNew = report.danger === true && !danger
    const many = report.bare ? joined.bare : joined.shown
    if (!isNew && many >= mostJoined) return refuse('joined-often')
    return [ReportJoined.of({ ...report, reviewBy: reviewOf(now) })]
  },
})
