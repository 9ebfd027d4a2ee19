import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { hasLapsed } from '#lib/proof'
import { theftCase } from '../case.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'
import { refusals } from '../refusals.ts'

/**
 * The operator knows whoever contests a report, by name and birth date. A thief with the wallet knows these too, so what rests on a
 * number alone is taken back, and nothing that was ever proved (docs/adr/0024): there a person looks, unless one has looked
 * already who reported.
 */
export const answerContest = defineCommand('answer-contest', {
  input: z.object({ case: CaseId }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'reporter-known': {
      status: 409,
      says: 'Somebody has checked who reported this phone. Ask the police to look again.',
    },
    'conflict-known': { status: 409, says: 'This is known already; a person looks at it.' },
  },
  stream: (input) => `case/${input.case}`,
  state: theftCase,

  decide({ case: theft }, { standing, ended, conflicts, settled }, { now }) {
    if (!standing) return refuse('no-case')
    if (ended) return refuse('case-ended')
    if (standing.level === 0 || hasLapsed(standing, now))
      return [ReportWithdrawn.of({ case: theft, why: 'not-me', means: 'operator-knowledge' })]
    if (standing.until === undefined) return refuse('reporter-known')
    const conflict = 'second-claimant'
    if ([...conflicts, ...settled].includes(conflict)) return refuse('conflict-known')
    return [ConflictFound.of({ case: theft, conflict })]
  },
})
