import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { hasLapsed, levelOf, mayRelease, means, releaseLevel } from '#lib/proof'
import { theftCase } from '../case.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'
import { leftAtEnd, papersOf } from '../papers.ts'
import { refusals } from '../refusals.ts'
import { withdrawals } from '../vocabulary.ts'

/**
 * Takes a report back. Easy to stop, hard to start: as much must be shown of who it is as was shown to stop. What the report
 * owed may still be on its way out, so the undoing is owed by the reaction `undo-stops`, once all of it is laid out.
 */
export const withdrawReport = defineCommand('withdraw-report', {
  input: z.object({
    case: CaseId,
    why: z.enum(withdrawals),
    means: z.enum(means),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'proof-too-weak': {
      status: 403,
      says: 'To start the phone again, show who you are: go to your network’s shop with your identity card, or ask the person who reported it.',
    },
  },
  stream: (input) => `case/${input.case}`,
  state: folds(theftCase, papersOf, (theft, papers) => ({ ...theft, papers })),

  decide(withdrawal, { standing, ended, safeMode, papers }, { now }) {
    if (!standing) return refuse('no-case')
    if (ended) return refuse('case-ended')
    const enough = levelOf(withdrawal.means) >= releaseLevel(standing.level) || hasLapsed(standing, now)
    // Whom an abused person trusted once may be the one to fear now.
    const feared = safeMode && withdrawal.means === 'trusted-person'
    if (!mayRelease(withdrawal.means) || !enough || feared) return refuse('proof-too-weak')
    return [ReportWithdrawn.of(withdrawal), ...leftAtEnd(withdrawal.case, papers)]
  },
})
