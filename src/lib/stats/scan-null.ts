import type { Random } from './random.ts'

/** Fills `sums` with the counts of each place on its last 1, 2, … days in a world where nothing is going on. */
export type Null = (sums: Float64Array) => void

/** Adds up each place's days, the newest first: from counts by day to counts of the last 1, 2, … days. */
export function addUp(days: Float64Array, durations: number): Float64Array {
  for (let at = 0; at < days.length; at++)
    if (at % durations !== 0) days[at] = (days[at] as number) + (days[at - 1] as number)
  return days
}

/** A Poisson count for each place and day. `means` by place, its newest day first. */
export function poissonNull(means: Float64Array, durations: number, random: Random): Null {
  const zeros = means.map((mean) => Math.exp(-mean))
  return (sums) => {
    for (let at = 0; at < means.length; at++) {
      const mean = means[at] as number
      sums[at] = mean > mostByInversion ? largePoisson(mean, random) : smallPoisson(mean, zeros[at] as number, random)
    }
    addUp(sums, durations)
  }
}

const mostByInversion = 12

/** By inversion: goes up from 0 until the chances add up to the draw. `zero` is the chance of 0. */
function smallPoisson(mean: number, zero: number, { next }: Random): number {
  let [left, chance, count] = [next(), zero, 0]
  // The second condition ends the walk where rounding lets the chances add up to a hair less than 1.
  while (left > chance && chance > 1e-18) {
    left -= chance
    chance *= mean / ++count
  }
  return count
}

/** Transformed rejection, Hörmann, "The transformed rejection method for generating Poisson random variables" (1993), PTRS. */
function largePoisson(mean: number, { next }: Random): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const [inverse, kept] = [1.1239 + 1.1328 / (b - 3.4), 0.9277 - 3.6224 / (b - 2)]
  for (;;) {
    const u = next() - 0.5
    const v = next()
    const us = 0.5 - Math.abs(u)
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= kept) return count
    if (count < 0 || (us < 0.013 && v > us)) continue
    if (Math.log((v * inverse) / (a / (us * us) + b)) <= count * Math.log(mean) - mean - logFactorial(count))
      return count
  }
}

const factorials = Float64Array.from({ length: 32 }, (_, n) => {
  let log = 0
  for (let k = 2; k <= n; k++) log += Math.log(k)
  return log
})

/** Stirling's series beyond the table: 1e-12 there. */
function logFactorial(n: number): number {
  if (n < factorials.length) return factorials[n] as number
  return (
    (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5)
  )
}

/**
 * The days of all events are dealt out anew among their places. Only the events of the last days are dealt: the first so many
 * of a shuffle, which goes on from where the last one ended. `counts` by place, its newest day first, for all days there are.
 */
export function permutationNull(counts: Float64Array, days: number, durations: number, { below }: Random): Null {
  const [placeOf, recent]: [number[], number[]] = [[], []]
  for (const [at, count] of counts.entries()) {
    const day = at % days
    for (let n = 0; n < count; n++) {
      placeOf.push(Math.floor(at / days))
      if (day < durations) recent.push(day)
    }
  }
  const [places, ages] = [Int32Array.from(placeOf), Int32Array.from(recent)]
  return (sums) => {
    sums.fill(0)
    for (let n = 0; n < ages.length; n++) {
      const day = ages[n] as number
      const other = n + below(places.length - n)
      const place = places[other] as number
      places[other] = places[n] as number
      places[n] = place
      sums[place * durations + day] = (sums[place * durations + day] as number) + 1
    }
    addUp(sums, durations)
  }
}
