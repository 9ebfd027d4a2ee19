import { z } from 'zod'
import { defineCommand, fold, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { IdentityClaimed } from '#modules/reports/events/identity-claimed'
import { ReportSplit } from '#modules/reports/events/report-split'
import { refusals } from '#modules/reports/public'
import { VaultRef } from '#platform/vault-ref'
import { accesses } from '../accesses.ts'
import { AccessGiven } from '../events/access-given.ts'

/** Several people may need one: who reported, the owner, whom an officer helped. */
const mostGiven = 10
/** Who reports what has a case uses up none of these; a flood of them must not make the case slow to read. */
const mostJoined = 20

/** Who anybody said they are. */
const claims = fold<readonly string[]>([], (on) => [on(IdentityClaimed, (all, { claim }) => [...all, claim])])

/** Reports that had joined it and have a case of their own by now. */
const apart = fold<readonly CaseId[]>([], (on) => [on(ReportSplit, (all, { report }) => [...all, report])])

/** Records that a code and a word for a case were given. */
export const giveAccessTo = defineCommand('give-access', {
  input: z.object({
    case: CaseId,
    access: VaultRef,
    claim: VaultRef.optional(),
    checked: z.boolean().optional(),
    shown: z.boolean().optional(),
    joined: z.boolean().optional(),
    /** The report that joined the case, for which it is given. */
    report: CaseId.optional(),
  }),
  refusals: {
    'no-case': { status: 404, says: 'There is no such case.' },
    'asked-apart': refusals['asked-apart'],
    'access-often': { status: 409, says: 'Many codes were given for this case. Use one of them, or ask the police.' },
    'holder-known': {
      status: 409,
      says: 'Somebody has shown that the phone is theirs. Say who you are, so that you can open the case too.',
    },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ access: _, report: __, ...who }) => who,
  state: folds(
    folds(accesses, claims, (given, made) => ({ ...given, made })),
    apart,
    (given, gone) => ({ ...given, gone }),
  ),

  decide({ claim, ...said }, { reported, all, found, holderKnown, made, gone }) {
    if (!reported) return refuse('no-case')
    if (said.report && gone.includes(said.report)) return refuse('asked-apart')
    // A claim that is made at the same moment may have been refused: then nobody said who they are.
    const given = { ...said, ...(claim && made.includes(claim) && { claim }) }
    const known = given.checked || (given.claim !== undefined && found.includes(given.claim))
    const isJoined = given.joined === true && !known
    if (holderKnown && !known && !isJoined) return refuse('holder-known')
    // What ended makes room: whoever knew only the number must not use up the codes.
    const standing = [...all.values()].filter(({ ended, joined }) => !ended && joined === isJoined)
    return standing.length < (isJoined ? mostJoined : mostGiven) ? [AccessGiven.of(given)] : refuse('access-often')
  },
})
