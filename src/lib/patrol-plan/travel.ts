/** Places on the British National Grid, in metres; one array for each axis. */
export type Places = { readonly eastings: Float64Array; readonly northings: Float64Array }

/**
 * Metres of street for a metre as the crow flies. Measured means for towns lie between 1.2 and 1.4 (Levinson and El-Geneidy,
 * The minimum circuity frontier and the journey to work, 2009, and others after them); a setting wherever it is used.
 */
export const streetFactor = 1.3

const kmh = (speed: number) => speed / 3.6

/** Metres a second: a beat on foot at 4.8 km/h, a car in London's traffic at 18 km/h. */
export const speeds = { walk: kmh(4.8), drive: kmh(18) } as const

/** Straight metres between two places. */
export const metresApart = (one: Places, i: number, other: Places, j: number): number =>
  Math.hypot(
    (one.eastings[i] as number) - (other.eastings[j] as number),
    (one.northings[i] as number) - (other.northings[j] as number),
  )

/** Whole seconds, rounded up so that a plan never promises what the street does not allow. */
export const secondsFor = (metres: number, metresPerSecond: number, factor = streetFactor): number =>
  Math.ceil((metres * factor) / metresPerSecond)
