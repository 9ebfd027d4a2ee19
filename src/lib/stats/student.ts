import { upperTail } from './normal.ts'
import { refuse, wantPositive } from './wrong-input.ts'

/**
 * How far from 0 a value of Student's t must be so that chance goes as far, on either side, with probability p.
 *
 * G. W. Hill, "Algorithm 396: Student's t-quantiles", Communications of the ACM 13 (1970) 619, to six digits from three degrees
 * of freedom on; one and two have closed forms.
 */
export function studentQuantile(p: number, freedom: number): number {
  if (!(p > 0 && p < 1)) refuse(`p is ${p}; it is a chance between 0 and 1.`)
  wantPositive('freedom', freedom)
  if (freedom === 2) return Math.sqrt(2 / (p * (2 - p)) - 2)
  if (freedom === 1) return Math.cos((p * Math.PI) / 2) / Math.sin((p * Math.PI) / 2)
  const a = 1 / (freedom - 0.5)
  const b = 48 / (a * a)
  let c = ((20_700 * a) / b - 98) * a - 16
  c = c * a + 96.36
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * freedom
  let y = (d * p) ** (2 / freedom)
  if (y > 0.05 + a) {
    const x = normalQuantile(p / 2)
    y = x * x
    if (freedom < 5) c += 0.3 * (freedom - 4.5) * (x + 0.6)
    c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
    y = Math.expm1(a * y * y)
  } else {
    const e = 1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3)
    y = ((e + 0.5 / (freedom + 4)) * y - 1) * ((freedom + 1) / (freedom + 2)) + 1 / y
  }
  return Math.sqrt(freedom * y)
}

/** Below 0. Abramowitz and Stegun 26.2.23 to three digits, made good by Newton's steps. */
function normalQuantile(upper: number): number {
  const t = Math.sqrt(-2 * Math.log(upper))
  const top = 2.515517 + t * (0.802853 + t * 0.010328)
  let z = t - top / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  for (let step = 0; step < 2; step++) z += (upperTail(z) - upper) / (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI))
  return -z
}

/** The mean of a few values with the interval that holds the true one with chance `level`, where they vary as a normal value does. */
export function meanInterval(values: readonly number[], level = 0.95): { mean: number; low: number; high: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  if (values.length < 2) return { mean, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
  const half = (studentQuantile(1 - level, values.length - 1) * spread) / Math.sqrt(values.length)
  return { mean, low: mean - half, high: mean + half }
}
