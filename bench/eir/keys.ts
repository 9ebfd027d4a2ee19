/** Blocked handset number n: thousands of models, a million serial numbers each, as a national list has them. */
export const blockedKey = (n: number): number =>
  (35_000_000 + (n % models)) * 1e6 + ((Math.floor(n / models) * 35_499 + n) % 1e6)

const models = 5000

/** A handset of the same models that is on no list of fewer than two and a half thousand million. */
export const freeKey = (n: number): number => blockedKey(500_000 * models + n)
