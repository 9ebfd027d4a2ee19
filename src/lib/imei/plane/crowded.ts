import { chunkOf, DENSE_FROM } from './dense.ts'
import { KEY_BITS } from './key.ts'
import { mix } from './mix.ts'
import type { Walk } from './walk.ts'

const MOST_COUNTERS = 2 ** 27
const HIGHEST = 255 // a counter is one byte, and stays there; DENSE_FROM lies below

/**
 * The numbers (ascending) of all chunks in which at least DENSE_FROM of the keys lie that `walk` visits. A chunk's counter is
 * shared with a few others, so it says only who may be crowded. Most often nobody may, and we are done after one pass; else
 * those few are counted exactly. Takes half a byte to a byte a key, and 8 bytes for each key of a chunk that may be crowded.
 */
export function crowdedChunks(count: number, walk: Walk): Float64Array {
  if (count < DENSE_FROM) return new Float64Array()
  const counters = new Uint8Array(countersFor(count))
  const counterOf = counters.length / 2 ** KEY_BITS
  let crowded = false
  walk(({ keys, length }) => {
    for (let n = 0; n < length; n++) {
      const at = (mix(chunkOf(keys[n] as number)) * counterOf) | 0
      const many = counters[at] as number
      if (many < HIGHEST) counters[at] = many + 1
      if (many + 1 >= DENSE_FROM) crowded = true
    }
  })
  if (!crowded) return new Float64Array()
  return oftenIn(chunksThatMayBe(counters, walk))
}

function countersFor(count: number): number {
  let counters = 1
  while (counters < count / 2 && counters < MOST_COUNTERS) counters *= 2
  return counters
}

/** The chunk of each key whose counter is over the mark, ascending, so one as often as it has keys. */
function chunksThatMayBe(counters: Uint8Array, walk: Walk): Float64Array {
  const counterOf = counters.length / 2 ** KEY_BITS
  const mayBe = (chunk: number) => (counters[(mix(chunk) * counterOf) | 0] as number) >= DENSE_FROM
  let many = 0
  walk(({ keys, length }) => {
    for (let n = 0; n < length; n++) if (mayBe(chunkOf(keys[n] as number))) many++
  })
  const chunks = new Float64Array(many)
  walk(({ keys, length }) => {
    for (let n = 0; n < length; n++) {
      const chunk = chunkOf(keys[n] as number)
      if (mayBe(chunk)) chunks[--many] = chunk
    }
  })
  return chunks.sort()
}

/** Those that stand at least DENSE_FROM times in an ascending list, each once. */
function oftenIn(chunks: Float64Array): Float64Array {
  const often: number[] = []
  for (let start = 0, at = 1; at <= chunks.length; at++) {
    if (at < chunks.length && chunks[at] === chunks[start]) continue
    if (at - start >= DENSE_FROM) often.push(chunks[start] as number)
    start = at
  }
  return Float64Array.from(often)
}

/** All numbers of several lists, ascending, each once. */
export function eachOnce(...lists: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const list of lists) {
    all.set(list, at)
    at += list.length
  }
  return all.sort().filter((number, place, sorted) => number !== sorted[place - 1])
}
