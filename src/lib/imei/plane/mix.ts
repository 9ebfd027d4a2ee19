// A Feistel network: two halves of a number, each round adds a scramble of one half to the other. Whatever the scramble
// is, the rounds can be undone in reverse order, so no two numbers ever meet. It spreads the keys of one TAC, which follow
// each other, evenly over the tables. It hides nothing: anybody can undo it.

const RIGHT = 2 ** 24 // the size of the right half: 24 bits; the left one has 23
const RIGHT_MASK = RIGHT - 1

// Odd numbers without a pattern in their bits (from the fractions of the golden ratio and of the roots of 2, 3 and 5).
const ROUND = [0x9e3779b1, 0x6a09e667, 0xbb67ae85, 0x3c6ef373] as const

/** 32 bits of a half, best at the top: each bit of a product depends on all bits of the half below it. */
const scramble = (half: number, round: number): number => Math.imul(half ^ (half >>> 12), round)

/** Takes a whole number below 2^47 to another one, each to its own. */
export function mix(key: number): number {
  let right = key & RIGHT_MASK
  let left = (key / RIGHT) | 0
  left ^= scramble(right, ROUND[0]) >>> 9
  right ^= scramble(left, ROUND[1]) >>> 8
  left ^= scramble(right, ROUND[2]) >>> 9
  right ^= scramble(left, ROUND[3]) >>> 8
  return left * RIGHT + right
}

/** Takes what `mix` gave back to the number that `mix` was given. */
export function unmix(mixed: number): number {
  let right = mixed & RIGHT_MASK
  let left = (mixed / RIGHT) | 0
  right ^= scramble(left, ROUND[3]) >>> 8
  left ^= scramble(right, ROUND[2]) >>> 9
  right ^= scramble(left, ROUND[1]) >>> 8
  left ^= scramble(right, ROUND[0]) >>> 9
  return left * RIGHT + right
}
