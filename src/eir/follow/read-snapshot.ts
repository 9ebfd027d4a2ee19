import { createHash } from 'node:crypto'
import type { Holds } from '#lib/feed/holds'
import { linesOf } from '#lib/lines'
import { type Expected, type Fault, isHolds, isKey, type Place, parsed, statementIn } from './judge-batch.ts'

export type Snapshot = { readonly place: Place; readonly count: number; readonly at: number }

/**
 * Reads a whole list, a line at a time, whatever its size. `put` is called before all of it is known to be right: give it a list
 * that nobody answers from yet, and throw that away when there is a fault.
 */
export async function readSnapshot(
  chunks: AsyncIterable<string>,
  expected: Expected,
  put: (key: string, holds: Holds) => void,
): Promise<Snapshot | { readonly fault: Fault }> {
  const body = createHash('sha256')
  let first: { readonly no: number; readonly hash: string; readonly count: number } | undefined
  let keys = 0
  let before: string | undefined
  for await (const line of linesOf(chunks)) {
    // The last line is not of the body, and only the next one tells that this was not the last.
    if (before !== undefined) {
      body.update(`${before}\n`)
      if (!first) {
        first = headIn(before)
        if (!first) return { fault: 'form' }
      } else {
        const { key, holds } = parsed(before) ?? {}
        if (!isKey(key) || !isHolds(holds)) return { fault: 'form' }
        put(key, holds)
        keys += 1
      }
    }
    before = line
  }
  if (!first || before === undefined) return { fault: 'form' }
  const said = statementIn(before, expected)
  if ('fault' in said) return said
  if (said.kind !== 'snapshot' || said.last !== first.no) return { fault: 'other-place' }
  if (body.digest('base64') !== said.body) return { fault: 'body' }
  if (said.count !== keys || first.count !== keys) return { fault: 'count' }
  const hash = Buffer.from(said.hash, 'base64')
  if (hash.toString('hex') !== first.hash) return { fault: 'running-hash' }
  return { place: { no: said.last, hash }, count: keys, at: Date.parse(said.at) }
}

function headIn(line: string) {
  const { no, hash, count } = parsed(line) ?? {}
  if (!Number.isSafeInteger(no) || !Number.isSafeInteger(count) || typeof hash !== 'string') return undefined
  return { no: Number(no), hash, count: Number(count) }
}
