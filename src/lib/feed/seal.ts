import { parseCheckpoint } from '../checkpoint.ts'
import { splitHashes } from '../merkle/hash.ts'
import { rootOfJoint } from '../merkle/joint.ts'
import { type NoteVerifier, openNote } from '../note.ts'

/**
 * That the entries from which the changes of a batch came stand in the ledger, all in one proof: their leaf hashes by number, and
 * the roots that lead from them to the head beside it, each as one hash after the other, base64.
 */
export type SealProof = { readonly leaves: string; readonly path: string }

/** `no-seal`: a batch came without. `head`: the ledger's key did not sign its head. `not-sealed`: the proof leads elsewhere. */
export type SealFault = 'no-seal' | 'head' | 'not-sealed'

/** What the last line of a batch says of it. Nothing of it has been checked. */
export type SealSaid = { readonly head?: unknown; readonly seal?: unknown }

/** Judges the proof for the changes of a batch by the ledger's key. Undefined when it holds: each came from an entry of that ledger. */
export function judgeSeal(
  { head, seal }: SealSaid,
  changes: readonly { readonly seq: number }[],
  ledger: NoteVerifier,
): SealFault | undefined {
  if (changes.length === 0) return undefined
  if (typeof head !== 'string' || !isProof(seal)) return 'no-seal'
  const opened = openNote(head, [ledger])
  const said = 'wrong' in opened ? undefined : parseCheckpoint(opened.text)
  if (said?.origin !== ledger.name) return 'head'
  const leaves = [...new Set(changes.map(({ seq }) => seq))].sort((a, b) => a - b)
  const [hashes, path] = [seal.leaves, seal.path].map(hashesIn)
  const root = hashes && path && rootOfJoint({ size: said.size, leaves, hashes, path })
  return root?.equals(said.root) ? undefined : 'not-sealed'
}

const isProof = (seal: unknown): seal is SealProof =>
  typeof seal === 'object' &&
  seal !== null &&
  ['leaves', 'path'].every((part) => typeof (seal as Record<string, unknown>)[part] === 'string')

const hashesIn = (base64: string) => splitHashes(Buffer.from(base64, 'base64'))
