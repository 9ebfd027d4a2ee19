import { refuse } from '../stats/wrong-input.ts'

type Owed = {
  /** The least share of all posted units that each area is to have over time; 0 to 1, together at most 1. */
  readonly shares: Float64Array
  /** Units to post in this shift. */
  readonly units: number
  /** Units that each area was given in the shifts before. */
  readonly given: Float64Array
}

/**
 * The outer-borough floor: how many of this shift's units each area is owed, so that over the shifts each has at least its share
 * and the West End does not eat every patrol. A shift is too small to give thirty boroughs one unit each, so the debt is carried
 * on: the area whose next unit falls due first comes first (earliest deadline; Liu and Layland 1973), and what an area got for its
 * risk counts. Over time no area falls behind its share by more than one unit, when its given units are counted truly.
 */
export function leastUnits({ shares, units, given }: Owed): Int32Array {
  const wanted = shares.reduce((sum, each) => sum + each, 0)
  if (wanted > 1 + 1e-9) refuse('The shares of the areas add up to more than 1.')
  const after = given.reduce((sum, each) => sum + each, 0) + units
  const least = new Int32Array(shares.length)
  const kept = Math.min(units, Math.ceil(units * wanted - 1e-9))
  for (let unit = 0; unit < kept; unit++) {
    const next = firstDue(shares, (area) => (given[area] as number) + (least[area] as number), after)
    if (next < 0) break
    least[next] = (least[next] as number) + 1
  }
  return least
}

/** The area that is behind its share and whose next unit is due first; -1 when none is behind. */
function firstDue(shares: Float64Array, had: (area: number) => number, after: number): number {
  let first = -1
  let due = Number.POSITIVE_INFINITY
  for (const [area, share] of shares.entries()) {
    if (had(area) >= share * after - 1e-9) continue
    const when = (had(area) + 1) / share
    if (when < due) [first, due] = [area, when]
  }
  return first
}
