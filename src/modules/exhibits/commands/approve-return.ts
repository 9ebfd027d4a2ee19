import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { hasLapsed, type Standing } from '#lib/proof'
import { caseOfExhibit } from '../case-of-exhibit.ts'
import { ReturnApproved } from '../events/return-approved.ts'
import { refusals } from '../refusals.ts'
import { ExhibitId, type OwnershipProof, proofNames, proofs } from '../vocabulary.ts'

/**
 * Decides on the case's own stream whether an exhibit may go to its owner: it is the one handset that police hold for this
 * case, nobody disputes the report, and the proof is enough.
 */
export const approveReturn = defineCommand('approve-return', {
  input: z.object({ case: CaseId, exhibit: ExhibitId, proof: z.enum(proofNames) }),
  refusals: {
    'other-case': refusals['other-case'],
    'case-taken-back': {
      status: 409,
      says: 'The report was taken back, or this phone was returned before. Ask the owner to report it first.',
    },
    'case-disputed': {
      status: 409,
      says: 'Something speaks against this report. A person must settle that before the phone can go.',
    },
    'two-phones-one-case': {
      status: 409,
      says: 'Police hold two phones for this case, and only one can be theirs. An examiner must look at both.',
    },
    'more-proof-needed': {
      status: 422,
      says: 'This proof is not enough by itself. Ask for the receipt, the box, or the owner’s account with the maker.',
    },
  },
  stream: (input) => `case/${input.case}`,
  state: caseOfExhibit,

  decide(approval, { theft, found }, { now }) {
    const { standing, ended, conflicts, closedFor } = theft
    if (!standing || !found.includes(approval.exhibit)) return refuse('other-case')
    if (ended && closedFor !== 'no-lead-left') return refuse('case-taken-back')
    if (conflicts.length > 0) return refuse('case-disputed')
    if (found.length > 1) return refuse('two-phones-one-case')
    if (!enough(approval.proof, standing, now)) return refuse('more-proof-needed')
    return [ReturnApproved.of(approval)]
  },
})

/** Code and word show only who reported: that counts when somebody had checked the reporter, and it still holds. */
const enough = (proof: OwnershipProof, standing: Standing, now: string) =>
  proofs[proof].document || (standing.level >= 2 && !hasLapsed(standing, now))
