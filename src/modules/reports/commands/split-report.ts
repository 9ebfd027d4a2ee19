import { z } from 'zod'
import { defineCommand, type Fold, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { type Imei, keysOf } from '#lib/imei/imei'
import { stopsOwed, undoOf } from '#modules/response/public'
import { type Case, hidesReporter, theftCase } from '../case.ts'
import { numberGoes, ReportSplit } from '../events/report-split.ts'
import { factsOf, type JoinedReport, joinedReports } from '../joined-reports.ts'
import { linkRefusals } from '../linking.ts'
import { refusals } from '../refusals.ts'
import { reviewOf } from '../review.ts'
import { openOr, situation } from '../situation.ts'
import { PartiesInput } from './report-theft.ts'

type Splitting = {
  readonly known: Case
  readonly reports: readonly JoinedReport[]
  /** The case as it would stand without one of them. */
  readonly without: (report: CaseId) => Case
}

const splitting: Fold<Splitting> = {
  initial: { known: theftCase.initial, reports: [], without: () => theftCase.initial },
  types: theftCase.types,
  run: (events) => {
    const all = [...events]
    return {
      known: theftCase.run(all),
      reports: joinedReports(all),
      without: (report) => {
        const gone = new Set(factsOf(all, report))
        return theftCase.run(all.filter((event) => !gone.has(event)))
      },
    }
  },
}

/**
 * A person found that a report that had joined by itself tells of another theft. What this case shows without it is said, and asked for
 * once more, so that it holds by itself; the new case begins, and what the report alone had stopped is taken back, once that is sealed
 * (`split-report`, the reaction). A wipe is asked for by its owner alone.
 */
export const splitReport = defineCommand('split-report', {
  input: z.object({
    case: CaseId,
    report: CaseId,
    number: z.enum(numberGoes),
    /** Whoever made it wrote, or sent a paper, and has no answer: that would be out of sight. */
    waits: z.boolean(),
    parties: PartiesInput,
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'in-safe-mode': linkRefusals['in-safe-mode'],
    'no-such-report': {
      status: 404,
      says: 'No such report joined this case by itself, or it did before that was kept.',
    },
    'apart-already': { status: 409, says: 'This report has a case of its own already.' },
    'report-waits': {
      status: 409,
      says: 'Whoever made this report waits for an answer, or a paper of theirs waits to be looked at. Do that first.',
    },
    'nothing-of-its-own': {
      status: 422,
      says: 'This report told no other number and no other handset. Say that the number goes with it, or take a new report.',
    },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ parties: _, waits: __, ...split }) => split,
  state: splitting,

  decide({ case: theft, report, number, waits, parties }, { known, reports, without }, { now }) {
    const open = openOr(known)
    if ('refused' in open) return refuse(open.refused)
    // Which of the two is the one to fear only a trained person can see.
    if (hidesReporter(known)) return refuse('in-safe-mode')
    const split = reports.find((one) => one.report === report)
    if (!split) return refuse('no-such-report')
    if (split.apart) return refuse('apart-already')
    if (waits) return refuse('report-waits')
    const own = openOr(without(report))
    if ('refused' in own) return refuse(own.refused)
    const begins = whatItHolds(split, own, number)
    if (!begins.line && begins.imeis.length === 0) return refuse('nothing-of-its-own')
    const goes = begins.line !== undefined && begins.line === own.line
    const left = goes ? { ...own, line: undefined } : own
    const { means, until } = own.standing
    const fact = ReportSplit.of({
      ...{ case: theft, report, number: goes ? 'goes' : 'stays', means, ...(until && { until }) },
      ...{ imeis: [...own.imeis] as Imei[], conflicts: [...own.conflicts], safeMode: own.safeMode },
      reviewBy: reviewOf(now),
    })
    const owes = stopsOwed(undefined, situation(theft, left, parties), now)
    return { events: [fact], owes: owes.filter(({ kind }) => undoOf[kind] !== undefined && kind !== 'wipe-handset') }
  },
})

/** What its own case begins with: the handset that the first case names stays there, and so does the number unless it goes. */
export function whatItHolds({ line, imeis }: JoinedReport, own: Case, number: (typeof numberGoes)[number]) {
  const kept = keysOf(own.imeis as readonly Imei[])
  return {
    line: line !== own.line || number === 'goes' ? line : undefined,
    imeis: imeis.filter((one) => !keysOf([one]).some((key) => kept.includes(key))),
  }
}
