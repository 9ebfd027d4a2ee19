/** Coefficients of W. J. Cody, "Algorithm 715: SPECFUN", ACM TOMS 19 (1993) 22, function ANORM. */
const nearTop = [2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582, 18154.981253343561249]
const nearTopLast = 0.065682337918207449113
const nearBottom = [47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956]
const middleTop = [
  ...[0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979, 597.27027639480026226],
  ...[2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124, 9842.7148383839780218],
]
const middleTopLast = 1.0765576773720192317e-8
const middleBottom = [
  ...[22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755],
  ...[18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727],
]
const farTop = [
  ...[0.21589853405795699, 0.1274011611602473639, 0.022235277870649807, 0.001421619193227893466],
  2.9112874951168792e-5,
]
const farTopLast = 0.02307344176494017303
const farBottom = [
  ...[1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244],
  7.29751555083966205e-5,
]

/**
 * The chance that a standard normal value is above z, to 1e-15 of itself, out to z = 37 (1e-300): three rational
 * approximations after Cody (above), as R's pnorm has them. Far out is where corrected tests look.
 */
export function upperTail(z: number): number {
  const size = Math.abs(z)
  if (size <= 0.67448975) return 0.5 - (z * ratio(nearTop, nearTopLast, nearBottom, z * z))
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
