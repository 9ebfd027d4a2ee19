// Keys for bench/plane, the same ones each time: from a seed, and distinct without having to remember any.

const TAC_SIZE = 1_000_000

/** Whole numbers below `limit`, as if by chance (mulberry32). */
export function dice(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let word = Math.imul(state ^ (state >>> 15), state | 1)
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61)
    return Math.floor((((word ^ (word >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}

/** TACs of the two largest reporting bodies, 35 and 86, in turn, each number once. */
export const tacNumber = (n: number): number =>
  (n % 2 === 0 ? 35_000_000 : 86_000_000) + (((n >> 1) * 7919) % 1_000_000)

/** The nth of up to a million serial numbers, each once: 618,033 and a million have no factor in common. */
export const scattered = (tac: number, n: number): number => ((tac % 1000) * 991 + n * 618_033) % TAC_SIZE

/** So many keys, in equal parts of so many TACs, in the order of a list that came in over the years: none. */
export function handsets(count: number, tacs: number, firstTac = 0): Float64Array {
  const keys = new Float64Array(count)
  for (let n = 0; n < count; n++) {
    const tac = tacNumber(firstTac + (n % tacs))
    keys[n] = tac * TAC_SIZE + scattered(tac, Math.floor(n / tacs))
  }
  return keys
}

/** Keys to ask for: one in a thousand is listed, the others are of the same TACs and nearly all not. */
export function questions(count: number, listed: Float64Array, tacs: number): Float64Array {
  const throwing = dice(20_261_127)
  return Float64Array.from({ length: count }, () =>
    throwing(1000) === 0
      ? (listed[throwing(listed.length)] as number)
      : tacNumber(throwing(tacs)) * TAC_SIZE + throwing(TAC_SIZE),
  )
}
