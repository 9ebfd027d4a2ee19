import { twoSided, upperTail } from './normal.ts'
import type { Place } from './permutations.ts'

/** What is asked: is it other than chance, on either side; or only, is it more? */
export type Alternative = 'two-sided' | 'greater'

export const pOfNormal = (z: number, alternative: Alternative): number =>
  alternative === 'greater' ? upperTail(z) : twoSided(z)

/** Of two exact tails: twice the smaller, at most 1. */
export const pOfTails = (atLeast: number, atMost: number, alternative: Alternative): number =>
  alternative === 'greater' ? atLeast : Math.min(1, 2 * Math.min(atLeast, atMost))

/** What was seen counts as one of the permutations (B. Phipson and G. Smyth, 2010), so that p is never 0. */
export const pOfPlace = ({ atLeast, atMost }: Place, permutations: number, alternative: Alternative): number =>
  pOfTails((atLeast + 1) / (permutations + 1), (atMost + 1) / (permutations + 1), alternative)
