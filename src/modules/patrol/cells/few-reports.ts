import type { Hotspot, Look } from './hotspots.ts'
import { fewest } from './kinds-told.ts'
import type { LookedAt, Source } from './look.ts'

/** What stands in the place of a count of one or two. */
export const few = 'fewer than 3'
export type Few = typeof few

/** What a list or a file says of a square; what is undefined it does not say. */
export type Told = {
  readonly thefts: number | Few
  readonly weight: number | undefined
  readonly z: number | undefined
  readonly q: number | undefined
}

/**
 * Fewer than three exact reports are one or two victims, and no list says how many. Nor does it say their weight, off which one could
 * read the day, or what their neighbours sum to. Published thefts are public as they are.
 */
export const toldOf = ({ source }: Pick<LookedAt, 'source'>, { thefts, score, z, q }: Hotspot): Told =>
  source === 'reports' && thefts < fewest
    ? { thefts: few, weight: undefined, z: undefined, q: undefined }
    : { thefts, weight: score, z, q }

/** A look at thefts; without a source they are published ones. */
export type Sourced = Look & { readonly source?: Source }

/** What a list may say of a count of thefts in one place. That there are none may be said. */
export const countTold = ({ source }: Pick<Sourced, 'source'>, thefts: number): number | Few =>
  source === 'reports' && thefts > 0 && thefts < fewest ? few : thefts

/**
 * What a list may say that some squares have together. The list of squares says what those with three or more have: what is left is
 * that of the others. It is left out where all of these would have one, or two, for then that says which.
 */
export function sumTold({ source }: Pick<Sourced, 'source'>, thefts: Iterable<number>): number {
  let [told, left, squares] = [0, 0, 0]
  for (const count of thefts)
    if (count >= fewest || source !== 'reports') told += count
    else if (count > 0) {
      left += count
      squares += 1
    }
  return left > squares && left < (fewest - 1) * squares ? told + left : told
}

const fewestSquares = 10

/** The hours of few squares would be those of one: of exact reports a dial is there from ten squares on that have three or more. */
export function hidesHours({ source, counts, london }: Sourced, borough?: string): boolean {
  if (source !== 'reports') return false
  const wanted = borough === undefined ? undefined : london.boroughs.indexOf(borough)
  const isTold = (count: number, cell: number) =>
    count >= fewest && (wanted === undefined || london.boroughOf[cell] === wanted)
  return counts.counts.filter(isTold).length < fewestSquares
}
