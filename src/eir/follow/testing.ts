import { createHash } from 'node:crypto'
import { checkpointText } from '#lib/checkpoint'
import { type Change, type Holds, lineOf } from '#lib/feed/holds'
import { afterPiece, noChanges, pieceSize } from '#lib/feed/running-hash'
import { statementText } from '#lib/feed/statement'
import { rootOfLeaves } from '#lib/merkle/frontier'
import { hashLeaf } from '#lib/merkle/hash'
import { jointPath } from '#lib/merkle/joint'
import { noteSigner, signNote } from '#lib/note'
import type { Place } from './judge-batch.ts'

export const signer = noteSigner('ringback.test/ledger/feed', Buffer.alloc(32, 5))
export const expected = { verifier: signer, operator: 'north' }
export const begin: Place = { no: 0, hash: noChanges }
export const at = '2026-11-27T10:00:00.000Z'

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64')

/** A batch as the centre writes it, over changes of sealed entries, each entry a list of keys and what is held. */
export function batchOf(entries: readonly (readonly (readonly [string, Holds])[])[], from = begin, operator = 'north') {
  const changes: Change[] = []
  let hash = from.hash
  for (const [entry, keys] of entries.entries()) {
    const own = keys.map(([key, holds], place) => ({
      no: from.no + changes.length + place + 1,
      key,
      holds,
      seq: 100 + from.no + entry,
    }))
    changes.push(...own)
    for (let piece = 0; piece < own.length; piece += pieceSize)
      hash = afterPiece(
        hash,
        own
          .slice(piece, piece + pieceSize)
          .map(lineOf)
          .join(''),
      )
  }
  const last = from.no + changes.length
  const body = changes.map((change) => `${JSON.stringify(change)}\n`).join('')
  const said = {
    kind: 'changes',
    origin: signer.name,
    operator,
    first: from.no + 1,
    last,
    body: sha256(body),
    at,
  } as const
  const note = signNote(statementText({ ...said, hash: hash.toString('base64') }), signer)
  return {
    bytes: Buffer.from(`${body}${JSON.stringify({ note, head: '', proofs: [] })}\n`),
    place: { no: last, hash },
    changes,
  }
}

export const ledger = noteSigner('ringback.test/ledger', Buffer.alloc(32, 6))

/** The same batch with the proof that its entries stand in a ledger of so many, whose head this key signs. */
export function sealed(
  { bytes, changes }: Pick<ReturnType<typeof batchOf>, 'bytes' | 'changes'>,
  { key = ledger, size = 200 } = {},
): Buffer {
  const leaves = Array.from({ length: size }, (_, n) => hashLeaf(Buffer.from(`entry ${n}`)))
  const seqs = [...new Set(changes.map(({ seq }) => seq))]
  const path = jointPath(seqs, size).map(({ start, end }) => rootOfLeaves(leaves.slice(start, end)))
  const head = signNote(checkpointText({ origin: key.name, size, root: rootOfLeaves(leaves) }), key)
  const proof = {
    leaves: Buffer.concat(seqs.map((seq) => leaves[seq] ?? Buffer.alloc(32))).toString('base64'),
    path: Buffer.concat(path).toString('base64'),
  }
  return withTail(bytes, (tail) => ({ ...tail, head, seal: proof }))
}

/** A batch with another last line. */
export function withTail(bytes: Buffer, change: (tail: Record<string, unknown>) => object): Buffer {
  const end = bytes.lastIndexOf(10, bytes.length - 2) + 1
  const tail = JSON.parse(bytes.toString('utf8', end)) as Record<string, unknown>
  return Buffer.concat([bytes.subarray(0, end), Buffer.from(`${JSON.stringify(change(tail))}\n`)])
}

/** A whole list as the centre writes it. */
export function listOf(keys: ReadonlyMap<string, Holds>, { no, hash }: Place = begin): string {
  const head = `${JSON.stringify({ no, hash: hash.toString('hex'), count: keys.size })}\n`
  const body = head + [...keys].map(([key, holds]) => `${JSON.stringify({ key, holds })}\n`).join('')
  const said = { kind: 'snapshot', origin: signer.name, operator: 'north', last: no, count: keys.size, at } as const
  const note = signNote(statementText({ ...said, body: sha256(body), hash: hash.toString('base64') }), signer)
  return `${body}${JSON.stringify({ note, head: '' })}\n`
}
