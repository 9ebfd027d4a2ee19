import { wantPositive } from './wrong-input.ts'

/** Coefficients of Stirling’s series: B₂ₖ / (2k · (2k − 1)). */
const series = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156] as const
/** From here on the series is right to the last digits of a double. */
const enough = 10

/** ln Γ(x) for x above 0: below `enough` by Γ(x) = Γ(x + 1) / x, then by Stirling’s series (Abramowitz and Stegun 6.1.40). */
export function logGamma(x: number): number {
  wantPositive('x', x)
  let [at, product] = [x, 1]
  while (at < enough) {
    product *= at
    at += 1
  }
  const square = 1 / (at * at)
  const rest = series.reduceRight((sum, one) => sum * square + one, 0) / at
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + rest - Math.log(product)
}
