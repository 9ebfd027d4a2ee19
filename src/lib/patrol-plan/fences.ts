/** Metres on the British National Grid. */
export type Fence =
  | { readonly kind: 'circle'; readonly easting: number; readonly northing: number; readonly radius: number }
  /** Corners in order, either way round, the last not repeated: [easting, northing] each. */
  | { readonly kind: 'polygon'; readonly corners: readonly (readonly [number, number])[] }

/** The fence of a square cell around its middle. */
export const squareFence = (easting: number, northing: number, side: number): Fence => ({
  kind: 'polygon',
  corners: [
    [easting - side / 2, northing - side / 2],
    [easting + side / 2, northing - side / 2],
    [easting + side / 2, northing + side / 2],
    [easting - side / 2, northing + side / 2],
  ],
})

/** Metres to the rim of a fence: below 0 inside, above 0 outside. */
export function metresOutside(fence: Fence, easting: number, northing: number): number {
  if (fence.kind === 'circle') return Math.hypot(easting - fence.easting, northing - fence.northing) - fence.radius
  let nearest = Number.POSITIVE_INFINITY
  let isInside = false
  for (const [index, [east, north]] of fence.corners.entries()) {
    const [lastEast, lastNorth] = fence.corners.at(index - 1) as readonly [number, number]
    nearest = Math.min(nearest, metresToLine([easting, northing], [lastEast, lastNorth], [east, north]))
    // Even-odd: a line to the east crosses this side (Shimrat, CACM 5 (1962) 434).
    const crosses = north > northing !== lastNorth > northing
    if (crosses && easting < ((lastEast - east) * (northing - north)) / (lastNorth - north) + east) isInside = !isInside
  }
  return isInside ? -nearest : nearest
}

type Point = readonly [easting: number, northing: number]

function metresToLine([east, north]: Point, [fromEast, fromNorth]: Point, [toEast, toNorth]: Point): number {
  const [across, up] = [toEast - fromEast, toNorth - fromNorth]
  const length = across ** 2 + up ** 2
  const along = length > 0 ? ((east - fromEast) * across + (north - fromNorth) * up) / length : 0
  const share = Math.min(1, Math.max(0, along))
  return Math.hypot(east - fromEast - share * across, north - fromNorth - share * up)
}
