/** Chance that comes out the same for the same seed: sfc32 (C. Doty-Humphrey, PractRand), seeded by splitmix32. */
export type Chance = {
  /** From 0 to 1, 1 excluded. */
  readonly next: () => number
  readonly happens: (probability: number) => boolean
  readonly between: (least: number, most: number) => number
  readonly whole: (least: number, most: number) => number
  readonly one: <Thing>(things: readonly Thing[]) => Thing
  /** One of some things, each as likely as its weight says. */
  readonly weighted: <Thing>(things: readonly (readonly [Thing, number])[]) => Thing
  /** Log-normal with this median; `spread` is the standard deviation of the logarithm. */
  readonly around: (median: number, spread: number) => number
  /** Another chance that does not disturb this one. */
  readonly fork: (name: string) => Chance
}

export function chanceOf(seed: number): Chance {
  const next = sfc32(seed)
  const between = (least: number, most: number) => least + next() * (most - least)
  const whole = (least: number, most: number) => Math.floor(between(least, most + 1))
  const weighted = <Thing>(things: readonly (readonly [Thing, number])[]): Thing => {
    let left = next() * things.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [thing, weight] of things) {
      left -= weight
      if (left < 0) return thing
    }
    return lastOf(things)[0]
  }
  return {
    ...{ next, between, whole, weighted },
    happens: (probability) => next() < probability,
    one: (things) => things[whole(0, things.length - 1)] ?? lastOf(things),
    around: (median, spread) => median * Math.exp(spread * normal(next)),
    fork: (name) =>
      chanceOf([...name].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619), seed)),
  }
}

function lastOf<Thing>(things: readonly Thing[]): Thing {
  const last = things.at(-1)
  if (last === undefined) throw new RangeError('Nothing to choose from.')
  return last
}

// Box and Muller; 1 - x so that the logarithm of 0 is never asked for.
const normal = (next: () => number) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

function sfc32(seed: number): () => number {
  let mix = seed | 0
  const split = () => {
    mix = (mix + 0x9e3779b9) | 0
    let z = Math.imul(mix ^ (mix >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return z ^ (z >>> 15)
  }
  let [a, b, c, count] = [split(), split(), split(), 1]
  return () => {
    const sum = (((a + b) | 0) + count) | 0
    count = (count + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
}
