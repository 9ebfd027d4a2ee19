import { centreOf, type Grid } from '#lib/cells/grid'
import { ringsOf } from '#lib/patrol-plan/displacement'
import { squareFence } from '#lib/patrol-plan/fences'
import { seeded } from '#lib/stats/random'

/** How many controls each patrolled square has: more say a little more, and are less alike. */
export const controlsEach = 3
/** Metres around a patrolled square: what moved next door is looked for in them, and no control lies in them. */
export const ringMetres = [100, 200] as const

/** For each square that is near a patrolled one its ring: 0 patrolled, 1 and 2 the rings; others are in no entry. */
export function ringsAround(grid: Grid, patrolled: readonly number[]): Map<number, number> {
  const fences = patrolled.map((cell) => squareFence(...centreOf(grid, cell), grid.cell))
  const near = new Set<number>()
  const reach = Math.ceil((ringMetres[1] + grid.cell) / grid.cell)
  for (const cell of patrolled)
    for (let row = -reach; row <= reach; row++)
      for (let column = -reach; column <= reach; column++) {
        const [c, r] = [(cell % grid.cols) + column, Math.floor(cell / grid.cols) + row]
        if (c >= 0 && c < grid.cols && r >= 0 && r < grid.rows) near.add(r * grid.cols + c)
      }
  const cells = [...near].sort((a, b) => a - b)
  const middles = cells.map((cell) => centreOf(grid, cell))
  const points = {
    eastings: Float64Array.from(middles, ([easting]) => easting),
    northings: Float64Array.from(middles, ([, northing]) => northing),
  }
  const rings = ringsOf(points, fences, ringMetres)
  return new Map(
    cells.flatMap((cell, at) => ((rings[at] as number) >= 0 ? [[cell, rings[at] as number] as const] : [])),
  )
}

export type Matched = {
  readonly patrolled: readonly number[]
  readonly controls: readonly number[]
  /** Patrolled squares that no other was like: they are left out, and said. */
  readonly unlike: readonly number[]
}

/**
 * Squares that had as high a score, for each patrolled one `controlsEach`. Alike is within a tenth, or one theft.
 * Of squares that are equally near, chance takes one: the same seed gives the same.
 */
export function matchControls(
  patrolled: readonly number[],
  candidates: readonly number[],
  scores: ReadonlyMap<number, number>,
  seed: number,
): Matched {
  const random = seeded(seed)
  const of = (cell: number) => scores.get(cell) ?? 0
  const pool = candidates
    .map((cell) => ({ cell, had: of(cell), lot: random.next() }))
    .sort((a, b) => a.had - b.had || a.lot - b.lot)
  const taken = new Uint8Array(pool.length)
  const matched: number[] = []
  const controls: number[] = []
  const unlike: number[] = []
  // Those with the highest choose first: there are fewest like them.
  for (const cell of [...patrolled].sort((a, b) => of(b) - of(a) || a - b)) {
    const near = nearest(pool, taken, of(cell))
    if (near.length < controlsEach) unlike.push(cell)
    else {
      matched.push(cell)
      for (const at of near) {
        taken[at] = 1
        controls.push((pool[at] as (typeof pool)[number]).cell)
      }
    }
  }
  return { patrolled: matched, controls, unlike }
}

function nearest(pool: readonly { readonly had: number }[], taken: Uint8Array, wanted: number): number[] {
  const apart = Math.max(1, wanted / 10)
  let above = lowerBound(pool, wanted)
  let below = above - 1
  const found: number[] = []
  while (found.length < controlsEach) {
    while (above < pool.length && taken[above]) above++
    while (below >= 0 && taken[below]) below--
    const up = above < pool.length ? (pool[above]?.had ?? 0) - wanted : Number.POSITIVE_INFINITY
    const down = below >= 0 ? wanted - (pool[below]?.had ?? 0) : Number.POSITIVE_INFINITY
    if (Math.min(up, down) > apart) return found
    found.push(up <= down ? above++ : below--)
  }
  return found
}

function lowerBound(pool: readonly { readonly had: number }[], wanted: number): number {
  let [low, high] = [0, pool.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pool[middle]?.had ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
