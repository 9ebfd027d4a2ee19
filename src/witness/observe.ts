import { type Checkpoint, parseCheckpoint } from '#lib/checkpoint'
import { addLeaf, copyFrontier, emptyFrontier, rootOfFrontier } from '#lib/merkle/frontier'
import type { Hash } from '#lib/merkle/hash'
import { addSignature, type NoteVerifier, openNote } from '#lib/note'
import { fetchCheckpoint, fetchLeaves } from './fetch-log.ts'
import type { Refusal, WitnessStore } from './store.ts'

/** What one look at the log came to. `refused` is for good, `doubtful` until the next look. */
export type Observation =
  | { outcome: 'cosigned'; size: number }
  | { outcome: 'unchanged'; size: number }
  | { outcome: 'doubtful'; says: string }
  | { outcome: 'refused'; refusal: Refusal }

type Options = { log: string; verifier: NoteVerifier; store: WitnessStore; now: () => number }

/**
 * Looks at the log once: checks the signature of its head, grows the own tree by the new leaves, cosigns when the roots
 * agree. A smaller or another tree than the one cosigned before is refused, its evidence kept, and never cosigned again.
 */
export async function observe({ log, verifier, store, now }: Options): Promise<Observation> {
  if (store.refusal) return { outcome: 'refused', refusal: store.refusal }
  const note = await fetchCheckpoint(log)
  const head = readHead(note, verifier)
  if ('says' in head) return { outcome: 'doubtful', says: head.says }

  const { size } = store.frontier
  if (head.size === size) {
    if (size === 0 || rootOfFrontier(store.frontier).equals(head.root)) return { outcome: 'unchanged', size }
    return refuse(store, note, now, { says: `The log signed two different trees of ${size} events.` })
  }
  if (head.size < size) {
    return refuse(store, note, now, {
      says: `The log shrank from ${size} to ${head.size} events: its tail was cut off.`,
    })
  }
  const added = await collect(fetchLeaves(log, size, head.size))
  const grown = copyFrontier(store.frontier)
  for (const leaf of added) addLeaf(grown, leaf)
  if (!rootOfFrontier(grown).equals(head.root)) return explainFork({ log, verifier, store, now }, head, note)
  await store.keep(added, grown, addSignature(note, store.signer, now()))
  return { outcome: 'cosigned', size: head.size }
}

function readHead(note: string, verifier: NoteVerifier): Checkpoint | { says: string } {
  const opened = openNote(note, [verifier])
  if ('wrong' in opened) return { says: `The head is not one of ${verifier.name}: ${opened.wrong}.` }
  const head = parseCheckpoint(opened.text)
  if (!head || head.origin !== verifier.name) return { says: `The head is not a checkpoint of ${verifier.name}.` }
  return head
}

/** The new leaves do not continue our tree. Served from the start, do they make the tree that was signed? Then it is a fork. */
async function explainFork({ log, store, now }: Options, head: Checkpoint, note: string): Promise<Observation> {
  const theirs = emptyFrontier()
  let seq: number | undefined
  for await (const leaves of fetchLeaves(log, 0, head.size)) {
    for (const leaf of leaves) {
      const at = theirs.size
      if (seq === undefined && at < store.frontier.size && !leaf.equals(await store.leafAt(at))) seq = at
      addLeaf(theirs, leaf)
    }
  }
  if (seq === undefined || !rootOfFrontier(theirs).equals(head.root)) {
    return { outcome: 'doubtful', says: 'The tiles of the log do not make the tree of its head.' }
  }
  const says = `The log was rewritten: number ${seq} is not the event that was there when ${store.frontier.size} were cosigned.`
  return refuse(store, note, now, { says, seq })
}

async function refuse(
  store: WitnessStore,
  theirs: string,
  now: () => number,
  why: { says: string; seq?: number },
): Promise<Observation> {
  const refusal = { at: new Date(now()).toISOString(), ...why, ours: store.newest ?? '', theirs }
  await store.refuse(refusal)
  return { outcome: 'refused', refusal }
}

async function collect(parts: AsyncIterable<Hash[]>): Promise<Hash[]> {
  const all: Hash[] = []
  for await (const part of parts) all.push(...part)
  return all
}
