import fc from 'fast-check'
import type { KeyRange, Listing } from '#lib/imei/plane/base'
import { CHUNK, DENSE_FROM } from '#lib/imei/plane/dense'
import { type Known, TAC_SIZE } from '#lib/imei/plane/key'
import type { StatusCode } from '#lib/imei/plane/status'

/** What the status plane is compared with: the obvious way to keep the same. Unknown keys are not in it. */
export type Oracle = Map<number, Known>

export const oracleOf = ({ ranges, entries }: Drawn): Oracle => {
  const oracle: Oracle = new Map()
  for (const { from, to, status } of ranges) for (let key = from; key <= to; key++) oracle.set(key, status)
  for (const [key, status] of entries) oracle.set(key, status)
  return oracle
}

export function setIn(oracle: Oracle, key: number, status: StatusCode): void {
  if (status === 0) oracle.delete(key)
  else oracle.set(key, status)
}

export const listingOf = (entries: Iterable<readonly [number, Known]>, ranges: readonly KeyRange[] = []): Listing => {
  const all = [...entries]
  return {
    ranges,
    keys: Float64Array.from(all, ([key]) => key),
    statuses: Uint8Array.from(all, ([, status]) => status),
  }
}

export const known: fc.Arbitrary<Known> = fc.constantFrom(1, 2, 3)
export const anyStatus: fc.Arbitrary<StatusCode> = fc.constantFrom(0, 1, 2, 3)

// A few places at which much happens, so that layers meet: the first and last chunk of all, neighbours within a TAC,
// and the last of one TAC beside the first of the next.
const busyChunks = [0, 1, 8_750_000_249, 8_750_000_250, 24_999_999_999]

const anywhere = fc.tuple(fc.nat(99_999_999), fc.nat(TAC_SIZE - 1)).map(([tac, serial]) => tac * TAC_SIZE + serial)
const atAnEdge = fc.oneof(
  fc.constantFrom(0, 10 ** 14 - 1),
  fc.nat(99_999_999).map((tac) => tac * TAC_SIZE),
  fc.nat(99_999_999).map((tac) => tac * TAC_SIZE + TAC_SIZE - 1),
  fc.constantFrom(...busyChunks).map((chunk) => chunk * CHUNK),
  fc.constantFrom(...busyChunks).map((chunk) => chunk * CHUNK + CHUNK - 1),
)
const inABusyChunk = fc
  .tuple(fc.constantFrom(...busyChunks), fc.nat(CHUNK - 1))
  .map(([chunk, serial]) => chunk * CHUNK + serial)

export const anyKey: fc.Arbitrary<number> = fc.oneof(anywhere, atAnEdge, inABusyChunk)

/** Some keys of one chunk, often just as many as make it dense, or one less. */
export const crowd: fc.Arbitrary<number[]> = fc
  .record({
    chunk: fc.constantFrom(...busyChunks),
    many: fc.oneof(fc.integer({ min: DENSE_FROM - 1, max: DENSE_FROM + 1 }), fc.nat(CHUNK)),
    first: fc.nat(CHUNK - 1),
    step: fc.constantFrom(1, 3, 1237, 3999), // no factor in common with 4,000, so that no serial comes twice
  })
  .map(({ chunk, many, first, step }) =>
    Array.from({ length: many }, (_, n) => chunk * CHUNK + ((first + n * step) % CHUNK)),
  )

const crowdOf = fc.tuple(crowd, known).map(([keys, status]) => keys.map((key) => [key, status] as const))

/** Each key once; the last status drawn for it stays. */
const entries: fc.Arbitrary<(readonly [number, Known])[]> = fc
  .tuple(fc.array(crowdOf, { maxLength: 3 }), fc.array(fc.tuple(anyKey, known), { maxLength: 40 }))
  .map(([crowds, singles]) => [...new Map([...crowds.flat(), ...singles])])

const ranges: fc.Arbitrary<KeyRange[]> = fc
  .array(fc.record({ from: anyKey, length: fc.nat(10_000), status: known }), { maxLength: 3 })
  .map((drawn) =>
    drawn
      .map(({ from, length, status }) => ({ from, to: Math.min(from + length, 10 ** 14 - 1), status }))
      .sort((a, b) => a.from - b.from)
      .filter(({ from }, at, all) => all.slice(0, at).every(({ to }) => to < from)),
  )

export type Drawn = { ranges: KeyRange[]; entries: (readonly [number, Known])[] }
export const drawn: fc.Arbitrary<Drawn> = fc.record({ ranges, entries })

/** Keys worth asking about: those of the oracle, their neighbours, and the edges of all. */
export function* askedOf(oracle: Oracle): Generator<number> {
  for (const key of oracle.keys()) {
    yield key
    if (key > 0) yield key - 1
    if (key < 10 ** 14 - 1) yield key + 1
  }
  for (const chunk of busyChunks) yield* [chunk * CHUNK, chunk * CHUNK + CHUNK - 1]
}
