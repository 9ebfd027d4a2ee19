import { refuse, wantWhole } from './wrong-input.ts'

/** A share of what was counted, with the interval that holds the true one in 95% of cases. */
export type Interval = { readonly share: number; readonly low: number; readonly high: number }

/** The 97.5th percentile of the normal curve. */
const z = 1.959963984540054

/**
 * The share `of` in `all` and its 95% interval, Wilson, JASA 22 (1927) 209: the shares that a score test would not reject. It stays
 * between 0 and 1 and holds for small counts and for none at all, where share ± 2 standard errors does not (Brown, Cai and
 * DasGupta, Statistical Science 16 (2001) 101).
 */
export function wilson(of: number, all: number): Interval {
  wantWhole('of', of, 0)
  wantWhole('all', all, 1)
  if (of > all) refuse(`of is ${of}; all is ${all}, and no part is more than all.`)
  const share = of / all
  const middle = (share + (z * z) / (2 * all)) / (1 + (z * z) / all)
  const reach = (z / (1 + (z * z) / all)) * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all))
  // Rounding would else leave 1e-17 where nothing is.
  return { share, low: of === 0 ? 0 : middle - reach, high: of === all ? 1 : middle + reach }
}
