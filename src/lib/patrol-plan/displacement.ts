import { type Fence, metresOutside } from './fences.ts'
import type { Places } from './travel.ts'

/** Rings around patrolled places: 0 is inside, 1 within the first distance, and so on; -1 is further than the last. */
export function ringsOf(
  points: Places,
  patrolled: readonly Fence[],
  metres: readonly number[] = [100, 200],
): Int32Array {
  return Int32Array.from(points.eastings, (easting, index) => {
    const northing = points.northings[index] as number
    const nearest = Math.min(...patrolled.map((fence) => metresOutside(fence, easting, northing)))
    return nearest <= 0 ? 0 : metres.findIndex((most) => nearest <= most) + 1 || -1
  })
}

/** Reports in one sort of area, before and after. */
type Counts = { readonly before: number; readonly after: number }

/** A change against control with its 95% interval. */
export type Change = { readonly is: number; readonly low: number; readonly high: number }

export type Displacement = {
  /** How the patrolled area changed against control; below 0 is success. */
  readonly success: Change
  /** How the buffer changed against control; above 0 some may have moved there. */
  readonly moved: Change
  /** moved / success; undefined where success is not shown, for then there is nothing that could have been displaced. */
  readonly quotient: number | undefined
  readonly verdict: 'too few' | 'no effect shown' | 'none shown' | 'displaced' | 'spread'
  readonly says: string
}

const sayings = {
  'too few': 'There are too few reports to tell.',
  'no effect shown': 'No effect was shown in the patrolled area, so nothing can be said about where it went.',
  'none shown': 'Nothing was shown to have moved next door: luck alone changes it as much.',
} as const

/**
 * The weighted displacement quotient of a buffer (Bowers and Johnson, J. Quant. Criminol. 19 (2003) 275): how the buffer's reports
 * changed against control, over how the patrolled area's did. Above 0 the good spread, below 0 some moved, below -1 more moved than
 * was prevented. Nothing is claimed unless both changes are beyond luck: intervals by the delta method for Poisson counts, which are
 * too narrow where reports come in bursts; nor with fewer than `atLeast` reports in any sum.
 */
export function displacementOf(
  patrolled: Counts,
  buffer: Counts,
  control: Counts,
  { atLeast = 20 }: { readonly atLeast?: number } = {},
): Displacement {
  const success = changeOf(patrolled, control)
  const moved = changeOf(buffer, control)
  const isFew = [patrolled, buffer, control].some(({ before, after }) => Math.min(before, after) < atLeast)
  const said = (verdict: keyof typeof sayings, quotient?: number): Displacement => ({
    ...{ success, moved, quotient, verdict, says: sayings[verdict] },
  })
  if (isFew) return said('too few')
  if (success.high >= 0) return said('no effect shown')
  const quotient = moved.is / success.is
  if (moved.low <= 0 && moved.high >= 0) return said('none shown', quotient)
  return { success, moved, quotient, verdict: quotient < 0 ? 'displaced' : 'spread', says: meaning(quotient) }
}

function changeOf(area: Counts, control: Counts): Change {
  const share = (count: number, beside: number) => {
    const is = count / beside
    return { is, variance: is ** 2 * (1 / count + 1 / beside) }
  }
  const [after, before] = [share(area.after, control.after), share(area.before, control.before)]
  const is = after.is - before.is
  const reach = 1.959964 * Math.sqrt(after.variance + before.variance)
  return { is, low: is - reach, high: is + reach }
}

function meaning(quotient: number): string {
  if (quotient < -1) return 'More moved next door than was prevented.'
  if (quotient < 0) return 'Some moved next door, fewer than were prevented.'
  return quotient <= 1 ? 'Next door improved too.' : 'Next door improved more than the patrolled area.'
}
