import { z } from 'zod'
import { defineCommand, type Obligation, refuse } from '#ledger'
import { CaseId, HandsetId } from '#lib/ids'
import { Imei, keysOf } from '#lib/imei/imei'
import { theftCase } from '../case.ts'
import { TheftReported } from '../events/theft-reported.ts'

/** A block at level 2 is looked at again after 28 days (proof ladder); it does not lapse by itself. */
const reviewDays = 28
const daysAfter = (now: string, days: number) => new Date(Date.parse(now) + days * 86_400_000).toISOString()

/** Reports a theft whose reporter an operator, a bank or the police has identified. Owes a block at every operator. */
export const reportTheft = defineCommand('report-theft', {
  input: z.object({
    case: CaseId,
    handset: HandsetId.optional(),
    imeis: z.array(Imei).min(1).max(4),
    method: z.enum(['snatch', 'pickpocket', 'table', 'robbery', 'distraction', 'other']),
    attestedBy: z.enum(['operator', 'bank', 'police']),
    operators: z.array(z.string()).max(500), // every operator we know: a stolen phone is stopped at all, not at one
  }),
  refusals: {
    'already-reported': { status: 409, says: 'This theft has been reported. Open the case to see what was done.' },
  },
  stream: (input) => `case/${input.case}`,
  begins: true,
  keyed: ({ operators: _, ...report }) => report, // an operator may join between a request and its repetition
  state: theftCase,

  decide({ operators, ...report }, { reported }, { now }) {
    if (reported) return refuse('already-reported')
    const target = report.handset ? `handset/${report.handset}` : `case/${report.case}`
    const owes = [block(operators, target, report.imeis)]
    return { events: [TheftReported.of({ ...report, reviewBy: daysAfter(now, reviewDays) })], owes }
  },
})

const block = (partners: readonly string[], handset: string, imeis: readonly Imei[]): Obligation => ({
  partners,
  kind: 'block-handset',
  target: handset,
  input: { imeiKeys: keysOf(imeis), reason: 'stolen' },
})
