import type { Random } from '#lib/stats/random'

/** A draw from a normal distribution (Box and Muller). */
const normal = ({ next }: Random) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())

export type Town = { readonly clusters: number; readonly spread: number; readonly metres: number }

/** Points of which half lie anywhere in a square, half around the middles of clusters; to the centimetre. */
export function pointsIn({ clusters, spread, metres }: Town, count: number, random: Random): [number, number][] {
  const middles = Array.from({ length: clusters }, () => [random.next() * metres, random.next() * metres] as const)
  const round = (value: number) => Math.round(value * 100) / 100
  return Array.from({ length: count }, (_, n) => {
    const [x, y] = middles[random.below(clusters)] as readonly [number, number]
    if (n % 2 === 0) return [round(random.next() * metres), round(random.next() * metres)]
    return [round(x + spread * normal(random)), round(y + spread * normal(random))]
  })
}

/** Squares side by side: the coordinates of their middles. */
export const squares = (side: number, metres: number): [number, number][] =>
  Array.from({ length: side * side }, (_, n) => [(n % side) * metres, Math.floor(n / side) * metres])
