import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { hasLapsed, levelOf, type Means, mayRelease, means, releaseLevel } from '#lib/proof'
import { isGuarded, theftCase } from '../case.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'
import { leftAtEnd, papersOf } from '../papers.ts'
import { refusals } from '../refusals.ts'
import { withdrawals } from '../vocabulary.ts'

/**
 * In safe mode only police take a report back, who look at whoever asks and hear whom they fear: whom an abused person trusted once may
 * be the one to fear now, and so may whoever pays for the phone, whom its network and their own bank know.
 */
const looked: readonly Means[] = ['police-handler', 'officer-present']

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
      says: 'To start the phone again, show who you are: go to your network’s shop with photo ID, or ask the person who reported it.',
    },
  },
  stream: (input) => `case/${input.case}`,
  state: folds(theftCase, papersOf, (theft, papers) => ({ ...theft, papers })),

  decide(withdrawal, { papers, ...known }, { now }) {
    const { standing, ended, conflicts, settled } = known
    if (!standing) return refuse('no-case')
    if (ended) return refuse('case-ended')
    const enough = levelOf(withdrawal.means) >= releaseLevel(standing) || hasLapsed(standing, now)
    const feared = isGuarded(known) && !looked.includes(withdrawal.means)
    if (!mayRelease(withdrawal.means) || !enough || feared) return refuse('proof-too-weak')
    // A person is told that two have claimed one line by turns: one of them knows the other.
    const isContest = withdrawal.why === 'not-me' && standing.means === 'operator-knowledge'
    const told = isContest && ![...conflicts, ...settled].includes('second-claimant')
    return [
      ...(told ? [ConflictFound.of({ case: withdrawal.case, conflict: 'second-claimant' })] : []),
      ReportWithdrawn.of(withdrawal),
      ...leftAtEnd(withdrawal.case, papers),
    ]
  },
})
