import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { type Imei, ImeiKey, keysOf } from '#lib/imei/imei'
import { hasLapsed, type Standing } from '#lib/proof'
import { caseOfExhibit } from '../case-of-exhibit.ts'
import { ReturnApproved } from '../events/return-approved.ts'
import { refusals } from '../refusals.ts'
import { type Crime, crimes, ExhibitId, type OwnershipProof, proofNames, proofs } from '../vocabulary.ts'

/**
 * Decides on the case's own stream whether an exhibit may go to its owner: it is the one handset that police hold for this
 * case, it is nobody else's, nobody disputes the report, and the proof is enough (docs/adr/0017). What stands elsewhere is
 * looked up at this moment: what the force says (`crime`), whose the exhibit is by its own stream (`known`) and by everything
 * that names its numbers (`owners`), and these numbers with those that a shop sold in one phone with them (`numbers`).
 */
export const approveReturn = defineCommand('approve-return', {
  input: z.object({
    ...{ case: CaseId, exhibit: ExhibitId, proof: z.enum(proofNames), crime: z.enum(crimes) },
    known: CaseId.optional(),
    owners: z.array(CaseId).max(100),
    numbers: z.array(ImeiKey).max(100),
  }),
  refusals: {
    'other-case': refusals['other-case'],
    'not-one-owner': refusals['not-one-owner'],
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
    'crime-not-answered': {
      status: 409,
      says: 'The force was asked for a crime reference and has not answered. Try again in a minute.',
    },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ crime: _, known: __, owners: ___, numbers: ____, ...approval }) => approval,
  state: caseOfExhibit,

  decide({ crime, known, owners, numbers, ...approval }, { theft, found }, { now }) {
    const { standing, ended, conflicts, closedFor } = theft
    if (!standing || known !== approval.case || !found.includes(approval.exhibit)) return refuse('other-case')
    if (ended && closedFor !== 'no-lead-left') return refuse('case-taken-back')
    if (conflicts.length > 0) return refuse('case-disputed')
    if (found.length > 1) return refuse('two-phones-one-case')
    if (owners.length !== 1 || owners[0] !== approval.case) return refuse('not-one-owner')
    const names = keysOf(theft.imeis as Imei[]).some((key) => numbers.includes(key))
    const missing = lacking(approval.proof, names, standing, crime, now)
    return missing ? refuse(missing) : [ReturnApproved.of(approval)]
  },
})

/**
 * The right to return is level 4, the recorded crime (MISSION). Without it only what names this very handset will do, and
 * only once the force has answered: code and word, or a name, show who reported and not whose it is. The same where the
 * case knows no number of this handset (`names`): a recorded crime says that they were robbed, and not of this one.
 */
function lacking(proof: OwnershipProof, names: boolean, standing: Standing, crime: Crime, now: string) {
  const recorded = standing.level === 4 && !hasLapsed(standing, now)
  if (!proofs[proof].document) return recorded && names ? undefined : 'more-proof-needed'
  return !recorded && crime === 'asked' ? 'crime-not-answered' : undefined
}
