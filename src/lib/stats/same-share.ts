import { logGamma } from './log-gamma.ts'
import { refuse, wantWhole } from './wrong-input.ts'

/**
 * How likely a place has `now` or more of a period's `of` events if its share is what it was earlier, when it had `before` events
 * and all other places had `others`. How much happens in all may be quite another number now: growth, a season, a wet Saturday
 * change nothing, as long as they are everywhere alike.
 *
 * Fisher's exact test of the two-by-two table, one-sided (Fisher 1934; conditioning on both margins leaves no level to guess),
 * written as the tail of a beta-binomial of `of` with before + 1 and `others`: that is the same sum where all four are whole,
 * and takes earlier counts that are weighted, and so are not.
 */
export function sameShare(now: number, of: number, before: number, others: number): number {
  wantWhole('now', now, 0)
  wantWhole('of', of, now)
  for (const [name, count] of Object.entries({ before, others }))
    if (!(count >= 0 && Number.isFinite(count))) refuse(`${name} is ${count}; it is a count from 0.`)
  const share = before + 1
  // As many as are expected are no rise; and of a city of one place nobody can say what its share was.
  if (now * (share + others) <= of * share || others === 0) return 1
  const ways = logGamma(of + 1) - logGamma(now + 1) - logGamma(of - now + 1)
  let term = Math.exp(ways + logBeta(now + share, of - now + others) - logBeta(share, others))
  let sum = 0
  for (let k = now; k <= of && term > sum * 1e-17; k++) {
    sum += term
    term *= ((of - k) / (k + 1)) * ((k + share) / (of - k - 1 + others))
  }
  return Math.min(1, sum)
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)
