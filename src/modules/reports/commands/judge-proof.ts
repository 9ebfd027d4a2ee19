import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Imei, keysOf } from '#lib/imei/imei'
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
 * the other way: then the maker takes the phone off its list, and a person looks at the case; the rest stays until they have. Where no
 * network knew which phone it is, what the person read on the paper says so, and it is blocked.
 */
export const judgeProof = defineCommand('judge-proof', {
  input: z.object({
    case: CaseId,
    proof: z.uuid(),
    counts: z.boolean(),
    reason: z.enum(paperReasons),
    imeis: z.array(Imei).max(4).default([]).describe('what the person read on it, such as on the box'),
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

  decide({ parties, stops, imeis: read, ...judged }, { papers, ...known }, { now }) {
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
    const { imeis, other } = handsetNow(open.imeis as Imei[], read)
    const doubts = other && !open.conflicts.includes(copied) ? [copied] : []
    const shown = {
      case: theft,
      means,
      document,
      access,
      imeis: [...imeis],
      ...lapse,
      reviewBy: reviewOf(now),
    } as const
    const after = { ...open, standing, imeis, conflicts: [...open.conflicts, ...doubts] }
    const owes = stopsOwed(situation(theft, open, parties), situation(theft, after, parties), now)
    const found = doubts.map((conflict) => ConflictFound.of({ case: theft, conflict, signs: ['other-handset'] }))
    return { events: [fact, ProofShown.of(shown as never), ...found], owes }
  },
})

const copied = 'suspected-clone' as const

/** What is known takes no other handset from a paper: a person looks at both. */
function handsetNow(known: readonly Imei[], read: readonly Imei[]) {
  const other = known.length > 0 && read.length > 0 && !keysOf(read).some((key) => keysOf(known).includes(key))
  return { imeis: other ? known : [...new Set([...known, ...read])].slice(0, 4), other }
}
