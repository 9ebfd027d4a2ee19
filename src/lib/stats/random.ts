import { wantWhole } from './wrong-input.ts'

/** Chance that comes out the same for the same seed. */
export type Random = {
  /** 32 bits. */
  readonly bits: () => number
  /** From 0 to 1, 1 excluded, with 53 bits. */
  readonly next: () => number
  /** A whole number from 0, below `end`, each as likely as the other. */
  readonly below: (end: number) => number
}

const two32 = 2 ** 32

/**
 * xoshiro128** 1.1 (D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021) 36),
 * its state filled from the seed by splitmix32. No method of this folder draws from anything else.
 */
export function seeded(seed: number): Random {
  wantWhole('seed', seed, 0)
  // A seed of more than 32 bits counts with all of them.
  const words = splitmix32((seed >>> 0) ^ Math.imul(Math.floor(seed / two32), 0x85ebca6b))
  return xoshiro128(words(), words(), words(), words())
}

export function xoshiro128(a: number, b: number, c: number, d: number): Random {
  const bits = () => {
    const times5 = Math.imul(b, 5)
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result >>> 0
  }
  return {
    bits,
    next: () => ((bits() >>> 5) * 67_108_864 + (bits() >>> 6)) / 2 ** 53,
    below: (end) => {
      const fair = two32 - (two32 % end) // what lies above would make the first few more likely
      let drawn = bits()
      while (drawn >= fair) drawn = bits()
      return drawn % end
    },
  }
}

function splitmix32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let word = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97)
    return (word ^ (word >>> 15)) >>> 0
  }
}

/** Puts the values in a random order, in place (R. Durstenfeld, CACM 7 (1964) 420). */
export function shuffle(values: { [at: number]: number; readonly length: number }, { below }: Random): void {
  for (let end = values.length - 1; end > 0; end--) {
    const other = below(end + 1)
    const kept = values[end] as number
    values[end] = values[other] as number
    values[other] = kept
  }
}

/** The first `most` places of each draw without replacement from `size`, one draw a row: random[draw * most + place]. */
export function drawsWithout(size: number, most: number, draws: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: size }, (_, at) => at)
  const drawn = new Int32Array(draws * most)
  // The order left behind by one draw is as good a beginning for the next as any other.
  for (let draw = 0; draw < draws; draw++)
    for (let place = 0; place < most; place++) {
      const other = place + random.below(size - place)
      const taken = order[other] as number
      order[other] = order[place] as number
      order[place] = taken
      drawn[draw * most + place] = taken
    }
  return drawn
}

/** A Poisson count (D. Knuth, TAOCP 2, 3.4.1), in parts so that a large mean does not underflow. */
export function poisson(mean: number, { next }: Random): number {
  let count = 0
  for (let left = mean; left > 0; left -= 30) {
    const end = Math.exp(-Math.min(left, 30))
    for (let product = next(); product > end; product *= next()) count++
  }
  return count
}
