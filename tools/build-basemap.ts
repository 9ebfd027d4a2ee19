// node tools/build-basemap.ts FOLDER: makes data/basemap/london.geojson from the open outlines in FOLDER (data/README.md).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { type GridPoint, gridOf, lonLatOf } from '#lib/geo/grid'

type Line = readonly (readonly [lon: number, lat: number])[]
type Geometry = { readonly type: string; readonly coordinates: unknown }
type Feature = { readonly type: 'Feature'; readonly properties: Record<string, string>; readonly geometry: Geometry }

/** Metres that a line may be off by: less than a pixel until a square of 150 m fills the screen of a phone. */
const off = { river: 8, road: 6, rail: 10, borough: 15 }

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('Say where the data are: node tools/build-basemap.ts FOLDER')
const data = fileURLToPath(new URL('../data/', import.meta.url))
const read = (file: string) =>
  (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { features: Feature[] }).features

/** Douglas and Peucker: leaves out each corner that lies within `metres` of the line without it. */
function simpler(line: Line, metres: number): Line {
  const points = line.map(([lon, lat]) => gridOf({ lon, lat }))
  const kept = new Uint8Array(line.length)
  kept[0] = kept[line.length - 1] = 1
  const open: (readonly [number, number])[] = [[0, line.length - 1]]
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span
    let [far, most] = [-1, metres]
    for (let at = from + 1; at < to; at++) {
      const distance = fromLine(points[at] as GridPoint, points[from] as GridPoint, points[to] as GridPoint)
      if (distance > most) [far, most] = [at, distance]
    }
    if (far < 0) continue
    kept[far] = 1
    open.push([from, far], [far, to])
  }
  return line.filter((_, at) => kept[at] === 1)
}

function fromLine(p: GridPoint, a: GridPoint, b: GridPoint): number {
  const [dx, dy] = [b.easting - a.easting, b.northing - a.northing]
  const along = ((p.easting - a.easting) * dx + (p.northing - a.northing) * dy) / (dx * dx + dy * dy || 1)
  const share = Math.min(1, Math.max(0, along))
  return Math.hypot(p.easting - a.easting - share * dx, p.northing - a.northing - share * dy)
}

const five = (degrees: number) => Math.round(degrees * 1e5) / 1e5

function linesOf({ type, coordinates }: Geometry): Line[] {
  if (type === 'LineString') return [coordinates as Line]
  if (type === 'MultiLineString' || type === 'Polygon') return coordinates as Line[]
  if (type === 'MultiPolygon') return (coordinates as Line[][]).flat()
  throw new Error(`A ${type} is no outline.`)
}

/** One feature of all the lines of a kind: their names are not shown. */
function layer(is: keyof typeof off, files: readonly Feature[], closed: boolean): Feature {
  const lines = files
    .flatMap(({ geometry }) => linesOf(geometry))
    .map((line) => simpler(line, off[is]).map(([lon, lat]) => [five(lon), five(lat)]))
    .filter((line) => line.length >= (closed ? 4 : 2))
  const geometry = closed
    ? { type: 'MultiPolygon', coordinates: lines.map((ring) => [ring]) }
    : { type: 'MultiLineString', coordinates: lines }
  return { type: 'Feature', properties: { is }, geometry }
}

function stations(): Feature[] {
  const rows = parse(gunzipSync(readFileSync(join(data, 'places.csv.gz'))), { columns: true }) as Record<
    string,
    string
  >[]
  return rows
    .filter(({ kind }) => kind === 'station')
    .map(({ name = '', easting, northing }) => {
      const { lon, lat } = lonLatOf({ easting: Number(easting), northing: Number(northing) })
      return {
        type: 'Feature',
        properties: { is: 'station', name: name.replace(/ station$/i, '') },
        geometry: { type: 'Point', coordinates: [five(lon), five(lat)] },
      }
    })
}

const features = [
  layer('river', read('basemap/river-thames.geojson'), true),
  layer('borough', read('boundaries/london-boroughs.geojson'), false),
  layer('road', read('basemap/tlrn-red-routes.geojson'), true),
  layer('rail', read('basemap/tfl-lines.geojson'), false),
  ...stations(),
]
mkdirSync(join(data, 'basemap'), { recursive: true })
writeFileSync(
  join(data, 'basemap/london.geojson'),
  `{"type":"FeatureCollection","features":[\n${features.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`,
)
