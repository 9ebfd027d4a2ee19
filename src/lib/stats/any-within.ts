/** Points of which some are looked at: those at `from` and up to before `to`. Their order within such a part may change. */
export type Places = { readonly xs: Float64Array; readonly ys: Float64Array }
type Part = { readonly from: number; readonly to: number }
type Box = Part & { readonly west: number; readonly east: number; readonly south: number; readonly north: number }

/** So few pairs are measured one by one. */
const fewPairs = 64

/**
 * Whether a point of one part lies within √`reach` of a point of the other. Parts are halved until all their pairs are surely
 * within, surely not, or few: measuring every pair would take hours for two crowds of a million that lie just too far apart.
 */
export function anyWithin(places: Places, reach: number, one: Part, other: Part): boolean {
  // Parts beside each other mostly have such a pair: a glance at a few points spares looking at all.
  if (measured(places, reach, glance(one), glance(other))) return true
  const open: (readonly [Box, Box])[] = []
  const look = (pair: readonly [Box, Box]) => {
    if (nearest(...pair) <= reach) open.push(pair)
  }
  if (one.from < one.to && other.from < other.to) look([boxOf(places, one), boxOf(places, other)])
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [a, b] = pair
    if (farthest(a, b) <= reach) return true
    if ((a.to - a.from) * (b.to - b.from) <= fewPairs) {
      if (measured(places, reach, a, b)) return true
      continue
    }
    const [whole, halved] = widthOf(a) > widthOf(b) ? [b, a] : [a, b]
    const [left, right] = halves(places, halved)
    // What comes last is looked at first: the nearer ones.
    const nearerIsLeft = nearest(whole, left) < nearest(whole, right)
    look([whole, nearerIsLeft ? right : left])
    look([whole, nearerIsLeft ? left : right])
  }
  return false
}

const glance = ({ from, to }: Part): Part => ({ from, to: Math.min(to, from + 8) })

function boxOf({ xs, ys }: Places, { from, to }: Part): Box {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let at = from; at < to; at++) {
    const [x, y] = [xs[at] as number, ys[at] as number]
    if (x < west) west = x
    if (x > east) east = x
    if (y < south) south = y
    if (y > north) north = y
  }
  return { from, to, west, east, south, north }
}

const widthOf = ({ west, east, south, north }: Box) => Math.max(east - west, north - south)

/** Squared, rounded as the distance of two points is: none inside is measured as less, or as more. */
const nearest = (a: Box, b: Box) =>
  Math.max(0, a.west - b.east, b.west - a.east) ** 2 + Math.max(0, a.south - b.north, b.south - a.north) ** 2
const farthest = (a: Box, b: Box) =>
  Math.max(a.east - b.west, b.east - a.west) ** 2 + Math.max(a.north - b.south, b.north - a.south) ** 2

/** At the middle of the longer side; neither half is empty, because a box that has no width was decided on before. */
function halves(places: Places, { from, to, west, east, south, north }: Box): [Box, Box] {
  const [values, low, high] = east - west >= north - south ? [places.xs, west, east] : [places.ys, south, north]
  const half = low + (high - low) / 2
  const middle = half < high ? half : low
  let end = from
  for (let at = from; at < to; at++) if ((values[at] as number) <= middle) swap(places, at, end++)
  return [boxOf(places, { from, to: end }), boxOf(places, { from: end, to })]
}

function swap({ xs, ys }: Places, one: number, other: number): void {
  const [x, y] = [xs[one] as number, ys[one] as number]
  xs[one] = xs[other] as number
  ys[one] = ys[other] as number
  xs[other] = x
  ys[other] = y
}

function measured({ xs, ys }: Places, reach: number, one: Part, other: Part): boolean {
  for (let a = one.from; a < one.to; a++)
    for (let b = other.from; b < other.to; b++)
      if (((xs[a] as number) - (xs[b] as number)) ** 2 + ((ys[a] as number) - (ys[b] as number)) ** 2 <= reach)
        return true
  return false
}
