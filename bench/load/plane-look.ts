// Looks keys up in one structure, for bench/plane, in a process of its own, so that no other one's memory or code is in the
// way. One NDJSON line: bytes that it takes, how long it took to make (ms), and what looking up costs.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { buildBase } from '#lib/imei/plane/base'
import { newPlane } from '#lib/imei/plane/plane'
import { handsets, questions } from '../plane/handsets.ts'
import { timeLooks } from '../plane/looks.ts'

type Input = { what: keyof typeof structures; listed: number; tacs: number; looks: number }
type Made = { readonly bytes: number; readonly look: (question: number) => number }
type Make = (keys: Float64Array, asked: Float64Array) => Made

const { what, listed, tacs, looks } = JSON.parse(process.argv[2] ?? '{}') as Input

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heapOf<Thing>(make: () => Thing): { thing: Thing; bytes: number } {
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  const thing = make()
  collectGarbage()
  return { thing, bytes: process.memoryUsage().heapUsed - before }
}

const plane: Make = (keys, asked) => {
  const made = newPlane(buildBase({ keys, statuses: new Uint8Array(keys.length).fill(3) }))
  return { bytes: made.bytes, look: (at) => made.statusOf(asked[at] as number) }
}

const map: Make = (keys, asked) => {
  const { thing, bytes } = heapOf(() => {
    const made = new Map<number, number>()
    for (const key of keys) made.set(key, 3)
    return made
  })
  return { bytes, look: (at) => thing.get(asked[at] as number) ?? 0 }
}

const set: Make = (keys, asked) => {
  const { thing, bytes } = heapOf(() => {
    const made = new Set<number>()
    for (const key of keys) made.add(key)
    return made
  })
  return { bytes, look: (at) => (thing.has(asked[at] as number) ? 3 : 0) }
}

/** The questions are made 64-bit numbers beforehand: only the search is timed. */
const sorted: Make = (keys, asked) => {
  const list = BigUint64Array.from(keys, BigInt).sort()
  const wanted = BigUint64Array.from(asked, BigInt)
  const look = (at: number) => {
    const key = wanted[at] as bigint
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((list[middle] as bigint) < key) low = middle + 1
      else high = middle
    }
    return list[low] === key ? 3 : 0
  }
  return { bytes: list.byteLength, look }
}

const structures = { plane, map, set, sorted }

const keys = handsets(listed, tacs)
const asked = questions(looks, keys, tacs)
const began = performance.now()
const { bytes, look } = structures[what](keys, asked)
const madeMs = performance.now() - began
console.log(JSON.stringify({ what, at: Date.now(), listed, bytes, madeMs, ...timeLooks(look, looks) }))
