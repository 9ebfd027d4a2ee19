import { refuse, wantPositive, wantWhole } from './wrong-input.ts'

/**
 * How likely `now` events or more are in one period if its rate is that of `times` earlier periods with `before` events in all.
 *
 * The exact conditional test of two Poisson rates, Przyborowski and Wilenski, Biometrika 31 (1940) 313: of now + before events
 * each falls into the one period with chance 1 / (times + 1), so `now` is binomial. A Poisson tail with before / times as its mean
 * would take the luck of the earlier periods for knowledge, and alarm too often where they held few.
 */
export function sameRate(now: number, before: number, times: number): number {
  wantWhole('now', now, 0)
  wantWhole('before', before, 0)
  wantWhole('times', times, 1)
  if (now === 0) return 1
  const all = now + before
  if (all > 1e7) refuse(`now and before are ${all} events; at most 10,000,000 are counted out.`)
  // From the term of `now` up, each from the one before: C(all, k) · times^(all − k) / (times + 1)^all.
  let term = Math.exp(logChoose(all, now) + before * Math.log(times) - all * Math.log(times + 1))
  let sum = 0
  for (let k = now; k <= all && term > sum * 1e-17; k++) {
    sum += term
    term *= (all - k) / ((k + 1) * times)
  }
  // Below the expected count the first terms grow: they may begin at 0 in doubles, and the tail is 1 then.
  return now * (times + 1) <= all && sum === 0 ? 1 : Math.min(1, sum)
}

/**
 * The same where `before` is a weighted count and one period stands against `times` earlier ones, neither of them whole: the
 * upper tail of a negative binomial, P(X ≥ now) with shape before + 1 and mean (before + 1) / times, which is the tail of the
 * binomial above where both are whole: I_θ(now, before + 1), θ = 1 / (times + 1).
 */
export function sameWeightedRate(now: number, before: number, times: number): number {
  wantWhole('now', now, 0)
  wantPositive('times', times)
  if (!(before >= 0 && Number.isFinite(before))) refuse(`before is ${before}; it is a count from 0.`)
  return overdispersedTail(now, before + 1, (before + 1) / times)
}

/** P(X ≥ now) of a negative binomial: a Poisson count whose mean is itself not known for sure, but gamma with this mean and shape. */
export function overdispersedTail(now: number, shape: number, mean: number): number {
  wantWhole('now', now, 0)
  wantPositive('shape', shape)
  wantPositive('mean', mean)
  if (now <= mean) return 1 // as many as are expected are no rise: the rest of the tail is not needed
  const odds = mean / shape
  let term = -shape * Math.log1p(odds) + now * Math.log(odds / (1 + odds))
  for (let k = 0; k < now; k++) term += Math.log((shape + k) / (k + 1))
  term = Math.exp(term)
  let sum = 0
  for (let k = now; term > sum * 1e-17; k++) {
    sum += term
    term *= ((shape + k) * odds) / ((k + 1) * (1 + odds))
  }
  return Math.min(1, sum)
}

function logChoose(all: number, of: number): number {
  let log = 0
  for (let k = 1; k <= Math.min(of, all - of); k++) log += Math.log((all - k + 1) / k)
  return log
}
