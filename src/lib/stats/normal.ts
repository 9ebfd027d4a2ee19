/** Coefficients of W. J. Cody, "Algorithm 715: SPECFUN", ACM TOMS 19 (1993) 22, function ANORM, as doubles hold them. */
const nearTop = [2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356]
const nearTopLast = 0.06568233791820745
const nearBottom = [47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673]
const middleTop = [
  ...[0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002],
  ...[2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978],
]
const middleTopLast = 1.0765576773720192e-8
const middleBottom = [
  ...[22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761],
  ...[18615.571640885097, 34900.95272114598, 38912.00328609327, 19685.429676859992],
]
const farTop = [
  ...[0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934],
  2.9112874951168793e-5,
]
const farTopLast = 0.023073441764940174
const farBottom = [
  ...[1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824],
  7.297515550839662e-5,
]

/**
 * The chance that a standard normal value is above z, to 1e-15 of itself, out to z = 37 (1e-300): three rational
 * approximations after Cody (above), as R's pnorm has them. Far out is where corrected tests look.
 */
export function upperTail(z: number): number {
  const size = Math.abs(z)
  if (size <= 0.67448975) return 0.5 - z * ratio(nearTop, nearTopLast, nearBottom, z * z)
  const tail = size <= Math.sqrt(32) ? middle(size) : far(size)
  return z > 0 ? tail : 1 - tail
}

export const lowerTail = (z: number): number => upperTail(-z)

/** The chance of a value as far from 0 as this one, on either side. */
export const twoSided = (z: number): number => 2 * upperTail(Math.abs(z))

const middle = (size: number) => bell(size) * ratio(middleTop, middleTopLast, middleBottom, size)

function far(size: number): number {
  if (size > 39) return 0 // below the smallest double
  const inverse = 1 / (size * size)
  return (bell(size) * (1 / Math.sqrt(2 * Math.PI) - inverse * ratio(farTop, farTopLast, farBottom, inverse))) / size
}

/** (last·xⁿ + top₀·xⁿ⁻¹ + …) / (xⁿ + bottom₀·xⁿ⁻¹ + …) by Horner's rule. */
function ratio(top: readonly number[], last: number, bottom: readonly number[], x: number): number {
  let above = last
  let below = 1
  for (let at = 0; at < top.length; at++) {
    above = above * x + (top[at] as number)
    below = below * x + (bottom[at] as number)
  }
  return above / below
}

/** exp(−x²/2), with x² taken apart so that its rounding is not multiplied by its size. */
function bell(x: number): number {
  const coarse = Math.trunc(x * 16) / 16
  return Math.exp((-coarse * coarse) / 2) * Math.exp((-(x - coarse) * (x + coarse)) / 2)
}
