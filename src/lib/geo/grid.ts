import proj4 from 'proj4'

/** A point on the British National Grid (EPSG:27700), metres. */
export type GridPoint = { readonly easting: number; readonly northing: number }
/** A point as satellites give it (WGS84, EPSG:4326), degrees. */
export type LonLat = { readonly lon: number; readonly lat: number }

// The seven-parameter shift of Ordnance Survey's guide to coordinate systems: within some 5 m anywhere in Great Britain.
const britishGrid =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy ' +
  '+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs'
const project = proj4('EPSG:4326', britishGrid)

/** To the whole metre: no source that we have is better. */
export function gridOf({ lon, lat }: LonLat): GridPoint {
  const [easting, northing] = project.forward([lon, lat])
  return { easting: Math.round(easting), northing: Math.round(northing) }
}

export function lonLatOf({ easting, northing }: GridPoint): LonLat {
  const [lon, lat] = project.inverse([easting, northing])
  return { lon, lat }
}

/** Metres between two points, in the plane of the grid. */
export const metresBetween = (a: GridPoint, b: GridPoint): number =>
  Math.hypot(a.easting - b.easting, a.northing - b.northing)

/** A circle that holds all these circles: its centre is the middle of their box. Not the smallest one, but never too small. */
export function circleAround(parts: readonly (GridPoint & { readonly accuracyMetres: number })[]) {
  const middle = (values: readonly number[]) => Math.round((Math.min(...values) + Math.max(...values)) / 2)
  const centre = {
    easting: middle(parts.map(({ easting }) => easting)),
    northing: middle(parts.map(({ northing }) => northing)),
  }
  const reaches = parts.map((part) => metresBetween(centre, part) + part.accuracyMetres)
  return { ...centre, accuracyMetres: Math.ceil(Math.max(...reaches)) }
}
