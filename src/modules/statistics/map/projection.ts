/** A place in degrees, as published. */
export type Degrees = readonly [longitude: number, latitude: number]
export type Drawn = readonly [x: number, y: number]

/** Greater London in a picture of 900 wide, 15 to a kilometre; north is up. */
export const frame = { west: -0.52, north: 51.7, width: 900, height: 705, perKilometre: 15 }

const kilometresPerDegree = { latitude: 111.2, longitude: 111.2 * Math.cos((51.5 * Math.PI) / 180) }

/** How many units of the picture one degree is, east and south. */
export const scale = {
  x: kilometresPerDegree.longitude * frame.perKilometre,
  y: kilometresPerDegree.latitude * frame.perKilometre,
}

export const draw = ([longitude, latitude]: Degrees): Drawn => [
  (longitude - frame.west) * scale.x,
  (frame.north - latitude) * scale.y,
]
