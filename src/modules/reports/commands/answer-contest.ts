import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { hasLapsed } from '#lib/proof'
import { type Case, isGuarded, theftCase } from '../case.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'
import { refusals } from '../refusals.ts'

/**
 * The operator knows whoever contests a report, by name and birth date. A thief with the wallet knows these too, so what rests on a
 * number alone is taken back. Of what was ever proved only that which rests on name and birth date alone is, and only by who says
 * the owner's stop word as well, which is in no wallet and on no phone: they show more than who reported (docs/adr/0024). Else a
 * person looks, unless one has looked already who reported.
 */
export const answerContest = defineCommand('answer-contest', {
  input: z.object({ case: CaseId, word: z.boolean().default(false) }),
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

  decide({ case: theft, word }, known, { now }) {
    const { standing, ended, conflicts, settled } = known
    if (!standing) return refuse('no-case')
    if (ended) return refuse('case-ended')
    const conflict = 'second-claimant'
    const isNew = ![...conflicts, ...settled].includes(conflict)
    const called = isNew ? [ConflictFound.of({ case: theft, conflict })] : []
    if (standing.level === 0 || hasLapsed(standing, now)) return [takenBack(theft)]
    // A person is told, and need not be waited for.
    if (word && restsOnKnowledge(known)) return [...called, takenBack(theft)]
    if (standing.until === undefined) return refuse('reporter-known')
    return isNew ? called : refuse('conflict-known')
  },
})

const takenBack = (theft: CaseId) => ReportWithdrawn.of({ case: theft, why: 'not-me', means: 'operator-knowledge' })

/** Nothing was ever shown but the number and its holder's name. In safe mode the holder may be whom the victim fears. */
const restsOnKnowledge = (known: Case): boolean =>
  !isGuarded(known) && known.shown.every((one) => one === 'number' || one === 'operator-knowledge')
