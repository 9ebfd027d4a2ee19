import type { Random } from '../stats/random.ts'

/** Between these shares of patrol time goes to cells drawn by chance from all within reach of a post: also where nothing is expected. */
export const chanceShare = { least: 0.05, most: 0.1 } as const
/** The same as a sergeant types it. */
export const chancePercent = { least: 100 * chanceShare.least, most: 100 * chanceShare.most } as const

/**
 * How many of so many stops are drawn by chance. Where a whole number lies between the two shares, the one nearest to `share`;
 * a plan too small for that gets the number below or above by chance, so that it is right over many shifts.
 */
export function chanceStops(stops: number, share: number, random: Random): number {
  const nearest = Math.round(stops * share)
  const least = Math.ceil(stops * chanceShare.least - 1e-9)
  const most = Math.floor(stops * chanceShare.most + 1e-9)
  if (least <= most && most > 0) return Math.min(most, Math.max(least, nearest))
  const below = Math.floor(stops * share)
  return below + (random.next() < stops * share - below ? 1 : 0)
}

/** What was drawn, each of the population with the same probability: what a later estimate divides by. */
export type Draw = { readonly cells: readonly number[]; readonly probability: number }

/** Draws without replacement (Fisher and Yates). */
export function drawCells(population: readonly number[], many: number, random: Random): Draw {
  const pool = [...population]
  const drawn = Math.min(many, pool.length)
  for (let at = 0; at < drawn; at++) {
    const other = at + random.below(pool.length - at)
    ;[pool[at], pool[other]] = [pool[other] as number, pool[at] as number]
  }
  return { cells: pool.slice(0, drawn).sort((a, b) => a - b), probability: pool.length > 0 ? drawn / pool.length : 0 }
}
