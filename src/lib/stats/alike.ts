/**
 * Whether values from `least` to `most` differ by no more than rounding: 0.1 added up nine times and divided by nine is not 0.1, and
 * scores made of such a difference would name hotspots on a map where nothing differs.
 */
export const areAlike = (least: number, most: number): boolean => most - least <= 1e-12 * Math.abs(most)
