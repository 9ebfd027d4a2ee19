import { type Expected, judgeBatch, type Put, type Standing } from './judge-batch.ts'

/**
 * Takes batches, one after the other, as far as they go on from where the list stands, and passes over those that it has
 * already: one that could not be taken at once may have been kept twice. `end`: the byte after the last.
 */
export function replay(
  bytes: Buffer,
  expected: Expected,
  from: Standing,
  put: Put,
): { standing: Standing; end: number } {
  let [standing, end] = [from, 0]
  for (let next = endOfBatch(bytes, 0); next > 0; next = endOfBatch(bytes, end)) {
    const batch = judgeBatch(bytes.subarray(end, next), expected, standing.place)
    if ('fault' in batch) {
      if ((batch.last ?? Number.POSITIVE_INFINITY) > standing.place.no) break
    } else {
      for (const { key, holds } of batch.changes) put(key, holds)
      standing = { place: batch.place, at: batch.at }
    }
    end = next
  }
  return { standing, end }
}

const noteBegins = Buffer.from('{"note":')

/** Where the batch ends that begins at `from`; 0 when it is not whole. */
export function endOfBatch(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; ) {
    const newline = bytes.indexOf(10, at)
    if (newline < 0) return 0
    if (bytes.subarray(at, at + noteBegins.length).equals(noteBegins)) return newline + 1
    at = newline + 1
  }
  return 0
}
