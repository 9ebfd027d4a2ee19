import { refuse, wantFinite } from './wrong-input.ts'

/** Cells from the highest score to the lowest; `groups` are the ends of runs of equal scores, the last being all cells. */
export type Ranking = { readonly order: Uint32Array; readonly groups: Uint32Array }

export function ranking(scores: Float64Array): Ranking {
  wantFinite('scores', scores)
  // On most maps most cells have nothing: they stand last as they are, and only the others are sorted.
  const least = scores.reduce((low, score) => Math.min(low, score), Number.POSITIVE_INFINITY)
  const cells = Uint32Array.from(scores, (_, cell) => cell)
  const above = cells.filter((cell) => scores[cell] !== least)
  const order = new Uint32Array(cells.length)
  order.set(above.sort((a, b) => (scores[b] as number) - (scores[a] as number)))
  order.set(
    cells.filter((cell) => scores[cell] === least),
    above.length,
  )
  const ends: number[] = []
  for (let rank = 1; rank <= order.length; rank++)
    if (rank === order.length || scores[order[rank] as number] !== scores[order[rank - 1] as number]) ends.push(rank)
  return { order, groups: Uint32Array.from(ends) }
}

/** How many cells an area share is; a fraction of a cell counts as a fraction. */
export function cellsOf(share: number, cells: number): number {
  if (!(share > 0 && share <= 1))
    refuse(`areas has ${share}; an area is a share of all cells: above 0, at most 1 (0.01 is 1%).`)
  const exact = share * cells
  return Math.abs(exact - Math.round(exact)) < 1e-9 * cells ? Math.round(exact) : exact
}

/**
 * Walks over whole groups of equal scores until `most` cells are used: `visit(from, to, part)` for the ranks of each group and
 * the part of every cell of it that belongs to the top. It is 1 but for the last group, whose cells share what is left.
 */
export function eachTopGroup(
  { groups }: Ranking,
  most: number,
  visit: (from: number, to: number, part: number) => void,
): void {
  for (let [n, from] = [0, 0]; n < groups.length && from < most; n++) {
    const to = groups[n] as number
    visit(from, to, Math.min(1, (most - from) / (to - from)))
    from = to
  }
}

/**
 * How much of each cell belongs to the top `share` of all cells by score: 1, 0, and a fraction for cells that tie for the last
 * places. The fraction is the chance of each when ties are broken by lot, so that no order of the cells is favoured.
 */
export const topShare = (scores: Float64Array, share: number): Float64Array =>
  topShares(scores, [share])[0] as Float64Array

/** The same at each of some shares. */
export function topShares(scores: Float64Array, shares: readonly number[]): Float64Array[] {
  const ranked = ranking(scores)
  return shares.map((share) => {
    const belongs = new Float64Array(scores.length)
    eachTopGroup(ranked, cellsOf(share, scores.length), (from, to, part) => {
      for (let rank = from; rank < to; rank++) belongs[ranked.order[rank] as number] = part
    })
    return belongs
  })
}
