import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { raised } from '#lib/proof'
import { OpenStops, stopsOwed, undoing } from '#modules/response/public'
import { theftCase } from '../case.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { ProofJudged } from '../events/proof-judged.ts'
import { ProofShown } from '../events/proof-shown.ts'
import { papersOf } from '../papers.ts'
import { refusals } from '../refusals.ts'
import { reviewOf } from '../review.ts'
import { openOr, situation } from '../situation.ts'
import { paperReasons } from '../vocabulary.ts'
import { PartiesInput } from './report-theft.ts'

const means = 'purchase-document'

/** What rests on a paper: the maker's own list. A wipe that is done cannot be taken back. */
const restsOnPaper: readonly string[] = ['list-stolen']

/**
 * A person decides whether a paper shows whose the phone is. If so the case is documented. Decided so before, it can be decided
 * the other way: then the maker takes the phone off its list, and a person looks at the case; the rest stays until they have.
 */
export const judgeProof = defineCommand('judge-proof', {
  input: z.object({
    case: CaseId,
    proof: z.uuid(),
    counts: z.boolean(),
    reason: z.enum(paperReasons),
    parties: PartiesInput,
    stops: OpenStops,
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'no-paper': { status: 404, says: 'There is no such paper.' },
    'paper-judged': { status: 409, says: 'Somebody has decided so already.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ parties: _, stops: __, ...judged }) => judged,
  state: folds(theftCase, papersOf, (theft, all) => ({ ...theft, papers: all })),

  decide({ parties, stops, ...judged }, { papers, ...known }, { now }) {
    const open = openOr(known)
    if ('refused' in open) return refuse(open.refused)
    const paper = papers.get(judged.proof)
    if (!paper) return refuse('no-paper')
    if (paper.counts === judged.counts) return refuse('paper-judged')
    const { case: theft, counts } = judged
    const fact = ProofJudged.of(judged)
    if (!counts) {
      const others = [...papers].some(([proof, one]) => proof !== judged.proof && one.counts)
      if (!paper.counts || others) return [fact]
      const conflict = 'paper-doubted'
      const doubt = open.conflicts.includes(conflict) ? [] : [ConflictFound.of({ case: theft, conflict })]
      return { events: [fact, ...doubt], owes: undoing(stops.filter(({ kind }) => restsOnPaper.includes(kind))) }
    }
    const standing = raised(open.standing, means, now)
    const lapse = standing.until === undefined ? {} : { until: standing.until }
    const { document, access } = paper
    const shown = {
      case: theft,
      means,
      document,
      access,
      imeis: [...open.imeis],
      ...lapse,
      reviewBy: reviewOf(now),
    } as const
    const owes = stopsOwed(situation(theft, open, parties), situation(theft, { ...open, standing }, parties), now)
    return { events: [fact, ProofShown.of(shown as never)], owes }
  },
})
