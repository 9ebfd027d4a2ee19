/** Which cells of a grid are part of the map: 1 for each that counts. Without one, all are. */
export type Mask = Uint8Array

// Plain loops: with `filter` and `from` these two took a third of the time in which hotspots are told new from lasting.

/** Values of the cells that count, in their order. */
export function within<Values extends Float64Array | Int32Array>(values: Values, mask: Mask | undefined): Values {
  if (!mask) return values
  const found = values.slice() as Values
  let many = 0
  for (let at = 0; at < values.length; at++) if (mask[at] === 1) found[many++] = values[at] as number
  return found.subarray(0, many) as Values
}

/** The same back in their places; a cell that does not count has `outside`. */
export function inPlace(values: Float64Array, mask: Mask | undefined, outside: number): Float64Array {
  if (!mask) return values
  const placed = new Float64Array(mask.length).fill(outside)
  let next = 0
  for (let at = 0; at < mask.length; at++) if (mask[at] === 1) placed[at] = values[next++] as number
  return placed
}
