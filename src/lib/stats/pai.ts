import { cellsOf, eachTopGroup, type Ranking, ranking } from './top-share.ts'
import { wantCounts, wantLength } from './wrong-input.ts'

/** One value for each area share asked for; not a number where nothing happened anywhere. */
export type Accuracy = { readonly hit: Float64Array; readonly pai: Float64Array; readonly pei: Float64Array }

/**
 * How well scores foretold counts, over cells of equal area, when the best-scored share of the area is watched:
 *
 * - `hit`: the share of all that happened which lies in that area (hit rate);
 * - `pai` = hit / area share, the predictive accuracy index: Chainey, Tompson and Uhlig, "The utility of hotspot mapping for
 *   predicting spatial patterns of crime", Security Journal 21 (2008);
 * - `pei` = hit / the best hit possible in as much area (cells ranked by what happened): Hunt, "Do crime hot spots move?"
 *   (2016).
 *
 * The area is exact: with 0.2% of 70,881 cells, 141.762 cells are watched, the last by a fraction. Cells whose scores tie for
 * the last places share them in equal parts: the mean over all ways to break the tie, so that neither the order of the cells
 * nor luck counts. PAI rewards a small area: compare it at the same area only.
 */
export function accuracy(scores: Float64Array, counts: Float64Array, areas: readonly number[]): Accuracy {
  wantLength('counts', counts, scores.length, 'the scores')
  wantCounts('counts', counts)
  const [foretold, best] = [curve(ranking(scores), counts), curve(ranking(counts), counts)]
  const total = best.sums.at(-1) ?? 0
  const at = (share: number) => cellsOf(share, scores.length)
  const hit = Float64Array.from(areas, (share) => caught(foretold, at(share)) / total)
  return {
    hit,
    pai: hit.map((hit, n) => hit / (areas[n] as number)),
    pei: Float64Array.from(areas, (share) => caught(foretold, at(share)) / caught(best, at(share))),
  }
}

/** The hit rate alone, at half the price: for methods that are tried many times. */
export function hitRates(scores: Float64Array, counts: Float64Array, areas: readonly number[]): number[] {
  const foretold = curve(ranking(scores), counts)
  const total = foretold.sums.at(-1) ?? 0
  return areas.map((share) => caught(foretold, cellsOf(share, scores.length)) / total)
}

/** What lies in the first cells of a ranking, at the end of each group of equal scores. */
type Curve = { readonly ranked: Ranking; readonly sums: Float64Array }

function curve(ranked: Ranking, counts: Float64Array): Curve {
  let [rank, sum] = [0, 0]
  const sums = Float64Array.from(ranked.groups, (end) => {
    for (; rank < end; rank++) sum += counts[ranked.order[rank] as number] as number
    return sum
  })
  return { ranked, sums }
}

function caught({ ranked, sums }: Curve, most: number): number {
  let [sum, before, group] = [0, 0, 0]
  eachTopGroup(ranked, most, (_from, _to, part) => {
    const until = sums[group++] as number
    sum += part * (until - before)
    before = until
  })
  return sum
}
