import { checkpointText } from '#lib/checkpoint'
import { judgeSeal, type SealSaid } from '#lib/feed/seal'
import { type Hash, hashLeaf, hashNode } from '#lib/merkle/hash'
import { jointPath } from '#lib/merkle/joint'
import { noteSigner, signNote } from '#lib/note'
import { atMost, defineBench, type Figure, recorded } from './frame.ts'

const height = 20
const size = 2 ** height
const changes = 100_000
const inBatch = 4000
const ledger = noteSigner('ringback.bench/ledger', Buffer.alloc(32, 6))

/** Every node of a full tree: its leaves, then each level above. */
function treeOf(leaves: Hash[]): Hash[][] {
  const levels = [leaves]
  for (let below = leaves; below.length > 1; below = levels.at(-1) ?? [])
    levels.push(
      Array.from({ length: below.length / 2 }, (_, n) => hashNode(below[2 * n] as Hash, below[2 * n + 1] as Hash)),
    )
  return levels
}

type Batch = { readonly line: string; readonly seqs: readonly { readonly seq: number }[] }

/** Batches whose entries stand `apart` in the ledger: 1 is one after the other, as in an import or a rush of reports. */
function batchesOf(levels: Hash[][], head: string, apart: number): Batch[] {
  const joined = (hashes: (Hash | undefined)[]) => Buffer.concat(hashes.map((one) => one as Hash)).toString('base64')
  return Array.from({ length: changes / inBatch }, (_, batch) => {
    const leaves = Array.from({ length: inBatch }, (_, n) => (batch * inBatch + n) * apart)
    const path = jointPath(leaves, size).map(
      ({ start, end }) => levels[Math.log2(end - start)]?.[start / (end - start)],
    )
    const seal = { leaves: joined(leaves.map((leaf) => levels[0]?.[leaf])), path: joined(path) }
    return { line: JSON.stringify({ note: '', head, seal }), seqs: leaves.map((seq) => ({ seq })) }
  })
}

function measure(name: string, batches: readonly Batch[]): Figure[] {
  const before = process.cpuUsage()
  for (const { line, seqs } of batches) {
    const fault = judgeSeal(JSON.parse(line) as SealSaid, seqs, ledger)
    if (fault) throw new Error(`a proof that is right was not believed: ${fault}`)
  }
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1_000_000 // of a processor, whatever else the machine does
  const bytes = batches.reduce((all, { line }) => all + line.length, 0)
  return [
    recorded(`a change, ${name}`, (seconds * 1_000_000) / changes, 'µs'),
    recorded(`bytes a change, ${name}`, bytes / changes, 'bytes'),
    atMost(`100,000 changes, ${name}`, seconds, 's of a processor', 2),
  ]
}

export default defineBench({
  name: 'feed-seal',
  claim: 'A node checks of every change that it was sealed, and 100,000 missed ones are still caught up in seconds.',
  async run({ say }) {
    say(`a ledger of ${size} entries`)
    const levels = treeOf(Array.from({ length: size }, (_, n) => hashLeaf(Buffer.from(`entry ${n}`))))
    const root = levels.at(-1)?.[0] as Hash
    const head = signNote(checkpointText({ origin: ledger.name, size, root }), ledger)
    return [
      ['entries one after the other', 1],
      ['one entry in ten is a change', 10],
    ].flatMap(([name, apart]) => {
      const batches = batchesOf(levels, head, Number(apart))
      measure(String(name), batches) // so that the compiler has seen it
      return measure(String(name), batches)
    })
  },
})
