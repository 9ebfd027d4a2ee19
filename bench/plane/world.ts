import type { KeyRange, Listing } from '#lib/imei/plane/base'
import { handsets, scattered, tacNumber } from './handsets.ts'

// How the registered handsets of the world lie over TACs. It is an assumption with reasons, not a count: nobody publishes
// one. A maker gets a TAC for one model and gives out its million serial numbers in order, from 000000 on; when it is used
// up, the next TAC. So a model that sells has full TACs and one that is being filled; of 5 billion handsets most are of
// models that sell. TACs of small makers, of trackers and modems, and of models that this register meets only as visitors
// show few and scattered serials: those cost 32 bits each and not 2, so they decide the size. A handset that was scrapped
// leaves a hole in a full TAC, which costs nothing.
//
//   4,200 TACs full                           4,200 M
//   1,400 TACs filled to a share of 0 to 1      700 M
//  60,000 TACs with 1,667 scattered serials     100 M    0.17% of each: far below the 5.7% at which a chunk is dense
//
// Of all, 10 million are blocked, singly: 8 million of full and partly filled TACs, 2 million of the scattered.

const TAC_SIZE = 1_000_000
const WHOLE = 5_000_000_000
const BLOCKED_EACH_MILLION = 1633 // of the handsets of full and partly filled TACs
const BLOCKED_OF_SCATTERED = 50 // one in so many

export type World = {
  readonly listing: Listing
  /** Serial numbers given out, by TAC; of the scattered none. */
  readonly filled: ReadonlyMap<number, number>
  readonly registered: number
  readonly tacs: { readonly full: number; readonly partly: number; readonly scattered: number }
}

/** The world at a size of about so many handsets. */
export function worldOf(registered: number): World {
  const scale = registered / WHOLE
  const [full, partly, scatteredTacs] = [4200, 1400, 60_000].map((tacs) =>
    Math.max(1, Math.round(tacs * scale)),
  ) as Three
  const filled = new Map<number, number>()
  for (let n = 0; n < full; n++) filled.set(tacNumber(n), TAC_SIZE)
  for (let n = 0; n < partly; n++) filled.set(tacNumber(full + n), Math.round(((n + 0.5) / partly) * TAC_SIZE))
  const singles = [blockedOf(filled), lone(full + partly, scatteredTacs)]
  const byRange = [...filled.values()].reduce((sum, many) => sum + many, 0)
  return {
    listing: { ...joined(singles), ranges: rangesOf(filled) },
    filled,
    registered: byRange + (singles[1]?.keys.length ?? 0),
    tacs: { full, partly, scattered: scatteredTacs },
  }
}

type Three = [number, number, number]
type Singles = { readonly keys: Float64Array; readonly statuses: Uint8Array }

/** Some of those that were given out in order, listed singly over their range. */
function blockedOf(filled: ReadonlyMap<number, number>): Singles {
  const keys = Float64Array.from(
    [...filled].flatMap(([tac, made]) => {
      const wanted = Array.from({ length: BLOCKED_EACH_MILLION }, (_, n) => scattered(tac, n))
      return wanted.filter((serial) => serial < made).map((serial) => tac * TAC_SIZE + serial)
    }),
  )
  return { keys, statuses: new Uint8Array(keys.length).fill(3) }
}

function lone(firstTac: number, tacs: number): Singles {
  const keys = handsets(tacs * 1667, tacs, firstTac)
  return { keys, statuses: Uint8Array.from(keys, (_key, n) => (n % BLOCKED_OF_SCATTERED === 0 ? 3 : 1)) }
}

function joined(parts: readonly Singles[]): Singles {
  const count = parts.reduce((sum, part) => sum + part.keys.length, 0)
  const all = { keys: new Float64Array(count), statuses: new Uint8Array(count) }
  let at = 0
  for (const { keys, statuses } of parts) {
    all.keys.set(keys, at)
    all.statuses.set(statuses, at)
    at += keys.length
  }
  return all
}

const rangesOf = (filled: ReadonlyMap<number, number>): KeyRange[] =>
  [...filled]
    .filter(([, made]) => made > 0)
    .map(([tac, made]) => ({ from: tac * TAC_SIZE, to: tac * TAC_SIZE + made - 1, status: 1 as const }))
    .sort((a, b) => a.from - b.from)
