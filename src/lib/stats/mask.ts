/** Which cells of a grid are part of the map: 1 for each that counts. Without one, all are. */
export type Mask = Uint8Array

/** Values of the cells that count, in their order. */
export const within = <Values extends Float64Array | Int32Array>(values: Values, mask: Mask | undefined): Values =>
  mask ? ((values as Float64Array).filter((_, at) => mask[at] === 1) as Values) : values

/** The same back in their places; a cell that does not count has `outside`. */
export function inPlace(values: Float64Array, mask: Mask | undefined, outside: number): Float64Array {
  if (!mask) return values
  let next = 0
  return Float64Array.from(mask, (counts) => (counts === 1 ? (values[next++] as number) : outside))
}
