import { fold } from '#ledger'
import type { VaultRef } from '#platform/vault-ref'
import { ProofJudged } from './events/proof-judged.ts'
import { ProofOffered } from './events/proof-offered.ts'

/** One paper that a victim sent. `counts`: undefined until a person has looked. */
export type Paper = {
  readonly document: VaultRef
  readonly access: VaultRef
  readonly counts: boolean | undefined
}

/** The papers of a case, as its stream tells them. */
export const papersOf = fold<ReadonlyMap<string, Paper>>(new Map(), (on) => [
  on(
    ProofOffered,
    (all, { proof, document, access }) => new Map([...all, [proof, { document, access, counts: undefined }]]),
  ),
  on(ProofJudged, (all, { proof, counts }) => {
    const paper = all.get(proof)
    return paper ? new Map([...all, [proof, { ...paper, counts }]]) : all
  }),
])
