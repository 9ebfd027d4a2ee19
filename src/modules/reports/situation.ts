import { type Imei, keysOf } from '#lib/imei/imei'
import type { Conflict, Standing } from '#lib/proof'
import type { Parties, Situation } from '#modules/response/public'
import { both, type Case, isGuarded, type OpenCaseState } from './case.ts'

/** A case as the ladder looks at it: what its stream says, and who can be asked. */
export const situation = (
  theft: string,
  { standing, line, imeis, mayLocate, mayWipe, conflicts, banks, accounts, force, ...known }: OpenCaseState,
  parties: Parties,
): Situation => ({
  ...{ standing, conflicted: conflicts.some((one) => holdsBack(one, standing)) },
  subject: {
    case: theft,
    line,
    imeiKeys: mayAct(conflicts) ? keysOf(imeis as readonly Imei[]) : [],
    mayLocate,
    mayWipe,
    lost: known.lost,
    safeMode: isGuarded({ ...known, standing }),
    lineProvedAt: known.lineProvedAt,
    heard: known.heard,
  },
  parties: {
    ...parties,
    banks: both(parties.banks, banks),
    mail: both(parties.mail, accounts.mail),
    exchanges: both(parties.exchanges, accounts.exchanges),
    identities: both(parties.identities, accounts.identities),
    forces: parties.forces.filter((one) => one === force), // one theft is one crime record: the handling force's
  },
})

/**
 * Whether nothing more is done until a person has looked. Possible abuse holds back only what lapses by itself: of the rest
 * somebody has looked already who it is that asks. A clone holds back what acts on the handset, and nothing else.
 */
const holdsBack = (one: Conflict, { until }: Standing): boolean =>
  one !== 'suspected-clone' && (one !== 'domestic-abuse' || until !== undefined)

/** A clone's number is not acted on before a person has looked: it may be somebody else's phone. The line is the victim's all the same. */
const mayAct = (conflicts: readonly Conflict[]) => !conflicts.includes('suspected-clone')

/** Why nothing can be done on a case any more, or its state with the standing that an open case has. */
export function openOr(known: Case): OpenCaseState | { readonly refused: 'no-case' | 'case-ended' } {
  const { standing } = known
  if (!standing) return { refused: 'no-case' }
  if (known.ended) return { refused: 'case-ended' }
  return { ...known, standing }
}
