import { topShare } from './top-share.ts'
import { wantLength } from './wrong-input.ts'

/**
 * How alike two sets of cells are: cells in both / cells in either, from 0 to 1; two empty sets are alike (1).
 * Jaccard, "Étude comparative de la distribution florale", Bull. Soc. Vaudoise Sci. Nat. 37 (1901).
 */
export function jaccard(one: Iterable<number>, other: Iterable<number>): number {
  const [first, second] = [new Set(one), new Set(other)]
  const both = [...first].filter((cell) => second.has(cell)).length
  const either = first.size + second.size - both
  return either === 0 ? 1 : both / either
}

/**
 * How alike the lists of two periods are when each names the top `share` of the area: Jaccard's index, with cells that tie for
 * the last places in by equal parts (as in pai.ts): Σ min / Σ max. Police who get a new list every week need to know how
 * much of it is the old one; a list that changes for no reason is noise.
 */
export function consistency(before: Float64Array, after: Float64Array, share: number): number {
  wantLength('after', after, before.length, 'the scores before')
  return inCommon(topShare(before, share), topShare(after, share))
}

/** Of two lists to which each cell belongs by a part from 0 to 1. */
export function inCommon(one: Float64Array, other: Float64Array): number {
  let [both, either] = [0, 0]
  for (let cell = 0; cell < one.length; cell++) {
    both += Math.min(one[cell] as number, other[cell] as number)
    either += Math.max(one[cell] as number, other[cell] as number)
  }
  return both / either
}
