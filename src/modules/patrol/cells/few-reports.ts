import type { Hotspot } from './hotspots.ts'
import { fewest } from './kinds-told.ts'
import type { LookedAt } from './look.ts'

/** What a list or a file says of a square; what is undefined it does not say. */
export type Told = {
  readonly thefts: number | 'fewer than 3'
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
    ? { thefts: 'fewer than 3', weight: undefined, z: undefined, q: undefined }
    : { thefts, weight: score, z, q }
