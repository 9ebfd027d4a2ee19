import proj4 from 'proj4'
import { gridOf, lonLatOf } from '#lib/geo/grid'

export const britishNationalGrid = 27700

/** From degrees (WGS84) to a flat map and back. */
export type Projection = {
  readonly epsg: number
  readonly forward: (lon: number, lat: number) => readonly [number, number]
  readonly inverse: (x: number, y: number) => readonly [number, number]
}

/** Codes that are asked for and that the library does not carry: the state grids in which US cities publish. */
const more: Readonly<Record<number, string>> = {
  2263: '+proj=lcc +lat_0=40.1666666666667 +lon_0=-74 +lat_1=41.0333333333333 +lat_2=40.6666666666667 +x_0=300000 +y_0=0 +datum=NAD83 +units=us-ft +no_defs',
  2913: '+proj=lcc +lat_0=43.6666666666667 +lon_0=-120.5 +lat_1=46 +lat_2=44.3333333333333 +x_0=2500000.0001424 +y_0=0 +ellps=GRS80 +units=ft +no_defs',
  3435: '+proj=tmerc +lat_0=36.6666666666667 +lon_0=-88.3333333333333 +k=0.999975 +x_0=300000.0000000001 +y_0=0 +datum=NAD83 +units=us-ft +no_defs',
}

/** Undefined when nobody here knows the code. */
export function projectionOf(epsg: number): Projection | undefined {
  if (epsg === britishNationalGrid) return british
  const definition = more[epsg] ?? `EPSG:${epsg}`
  if (!more[epsg] && !proj4.defs(definition)) return undefined
  const { forward, inverse } = proj4('EPSG:4326', definition)
  return {
    epsg,
    forward: (lon, lat) => forward([lon, lat]) as [number, number],
    inverse: (x, y) => inverse([x, y]) as [number, number],
  }
}

const british: Projection = {
  epsg: britishNationalGrid,
  forward: (lon, lat) => {
    const { easting, northing } = gridOf({ lon, lat })
    return [easting, northing]
  },
  inverse: (easting, northing) => {
    const { lon, lat } = lonLatOf({ easting, northing })
    return [lon, lat]
  },
}

const inGreatBritain = (lon: number, lat: number) => lon > -8.7 && lon < 1.8 && lat > 49.8 && lat < 60.9

/** The flat map for a place: the National Grid in Great Britain, elsewhere the UTM zone, which is true to 1 in 2,500. */
export function codeFor(lon: number, lat: number): number {
  if (inGreatBritain(lon, lat)) return britishNationalGrid
  const zone = Math.min(60, Math.floor((lon + 180) / 6) + 1)
  return (lat < 0 ? 32_700 : 32_600) + zone
}
