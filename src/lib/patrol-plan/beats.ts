import type { Choice, Reach } from './cover/problem.ts'
import type { PlanCells, Unit } from './input.ts'

/** Only so many cells are weighed as posts, and so many in each area at least: a city has tens of thousands, most of them quiet. */
const posts = { most: 2000, inArea: 20 } as const

/**
 * Cells that may be a post: those with most risk within reach, and in each area its own best. Ascending. One without any risk is a
 * post only where its area has too few others.
 */
export function postsIn({ risk, area }: PlanCells, reach: Reach): number[] {
  const near = new Float64Array(risk.length)
  for (let cell = 0; cell < risk.length; cell++)
    for (let at = reach.from[cell] as number; at < (reach.from[cell + 1] as number); at++)
      near[cell] = (near[cell] as number) + (risk[reach.cells[at] as number] as number)
  const isQuiet = (cell: number) => Number((risk[cell] as number) === 0)
  const best = [...risk.keys()].sort(
    (a, b) => isQuiet(a) - isQuiet(b) || (near[b] as number) - (near[a] as number) || a - b,
  )
  const inArea = new Map<number, number>()
  const isBest = (cell: number, rank: number) => {
    const place = area[cell] as number
    const before = inArea.get(place) ?? 0
    inArea.set(place, before + 1)
    return (rank < posts.most && !isQuiet(cell)) || before < posts.inArea
  }
  return best.filter(isBest).sort((a, b) => a - b)
}

/** Rows of a reach, for some of its posts; cells without risk are left out, for they add nothing to what is covered. */
export function coveredFrom({ from, cells }: Reach, chosen: readonly number[], risk: Float64Array): Reach {
  const rows = chosen.map((post) =>
    cells.subarray(from[post], from[post + 1]).filter((cell) => (risk[cell] as number) > 0),
  )
  const ends = new Int32Array(chosen.length + 1)
  for (const [row, { length }] of rows.entries()) ends[row + 1] = (ends[row] as number) + length
  const all = new Int32Array(ends[chosen.length] as number)
  for (const [row, part] of rows.entries()) all.set(part, ends[row])
  return { from: ends, cells: all }
}

/** A unit, its post, and the cells that it may visit. */
export type Beat = {
  readonly unit: Unit
  readonly post: number
  readonly heldIn: number
  readonly cells: readonly number[]
}

type Posted = {
  readonly choice: Choice
  readonly candidates: readonly number[]
  readonly reach: Reach
  readonly least: Int32Array
}

/** Gives each unit the post that is nearest to where it comes from; what keeps a floor stays in its area. */
export function beatsOf(
  cells: PlanCells,
  units: readonly Unit[],
  { choice, candidates, reach, least }: Posted,
): Beat[] {
  const free = choice.posts.map((post) => candidates[post] as number)
  const owed = least.slice()
  return assigned(cells, units, free).map(({ unit, post }) => {
    const place = cells.area[post] as number
    const isOwed = (owed[place] as number) > 0
    if (isOwed) owed[place] = (owed[place] as number) - 1
    const near = [...reach.cells.subarray(reach.from[post], reach.from[post + 1])]
    return {
      ...{ unit, post, heldIn: isOwed ? place : -1 },
      cells: isOwed ? near.filter((cell) => cells.area[cell] === place) : near,
    }
  })
}

/** Nearest pairs first; units that come from nowhere take what is left. In the order of the units. */
function assigned({ eastings, northings }: PlanCells, units: readonly Unit[], posts: readonly number[]) {
  const pairs = units.flatMap(({ from }, unit) =>
    posts.map((post) => ({
      ...{ unit, post },
      metres: from
        ? Math.hypot(from.easting - (eastings[post] as number), from.northing - (northings[post] as number))
        : Number.POSITIVE_INFINITY,
    })),
  )
  const of = new Map<number, number>()
  const taken = new Set<number>()
  for (const { unit, post } of pairs.sort((a, b) => (a.metres === b.metres ? 0 : a.metres - b.metres))) {
    if (of.has(unit) || taken.has(post)) continue
    of.set(unit, post)
    taken.add(post)
  }
  return units.map((unit, index) => ({ unit, post: of.get(index) as number }))
}
