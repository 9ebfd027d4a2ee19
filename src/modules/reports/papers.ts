import { fold, type NewEvent } from '#ledger'
import type { CaseId } from '#lib/ids'
import type { VaultRef } from '#platform/vault-ref'
import { CaseReopened } from './events/case-reopened.ts'
import { PapersLeft } from './events/papers-left.ts'
import { ProofJudged } from './events/proof-judged.ts'
import { ProofOffered } from './events/proof-offered.ts'
import { ofOwn } from './joined-reports.ts'

/** One paper that a victim sent. `counts`: undefined until a person has looked. */
export type Paper = {
  readonly document: VaultRef
  readonly access: VaultRef
  readonly counts: boolean | undefined
  /** The case ended first, and its victim was told so. */
  readonly left: boolean
}

/** The papers of a case, as its stream tells them. */
const everything = fold<ReadonlyMap<string, Paper>>(new Map(), (on) => [
  on(
    ProofOffered,
    (all, { proof, document, access }) =>
      new Map([...all, [proof, { document, access, counts: undefined, left: false }]]),
  ),
  on(ProofJudged, (all, { proof, counts }) => {
    const paper = all.get(proof)
    return paper ? new Map([...all, [proof, { ...paper, counts }]]) : all
  }),
  on(PapersLeft, (all, { proofs }) => marked(all, (proof, one) => one.left || proofs.includes(proof))),
  on(CaseReopened, (all) => marked(all, () => false)),
])

export const papersOf = ofOwn(everything)

const marked = (all: ReadonlyMap<string, Paper>, left: (proof: string, one: Paper) => boolean) =>
  new Map([...all].map(([proof, one]) => [proof, { ...one, left: left(proof, one) }]))

/** Papers that wait for a person. */
export const waitingPapers = (all: ReadonlyMap<string, Paper>): string[] =>
  [...all].filter(([, { counts, left }]) => counts === undefined && !left).map(([proof]) => proof)

/** What the end of a case says of papers that nobody has looked at: they are never silently gone. */
export function leftAtEnd(theft: CaseId, all: ReadonlyMap<string, Paper>): NewEvent[] {
  const proofs = waitingPapers(all)
  return proofs.length > 0 ? [PapersLeft.of({ case: theft, proofs })] : []
}
