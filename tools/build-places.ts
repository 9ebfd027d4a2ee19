// node tools/build-places.ts FOLDER: makes data/places.csv.gz from the map points, stations and thefts in FOLDER (data/README.md).
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { circleAround, type GridPoint, gridOf, metresBetween } from '#lib/geo/grid'

type Row = Record<string, string>
type Point = GridPoint & { area: string; thefts: number }
type Kind = 'street' | 'station'

/** Two points of one name further apart than this belong to two streets of that name. */
const gapMetres = 600
/** Map points are set apart from the true place on purpose, and a street has no width in them. */
const snapMetres = 75
const stationMetres = 200
/** Labels that say what a place is, not which. */
const sorts =
  /^(Sports\/Recreation Area|Parking Area|Supermarket|Shopping Area|Petrol Station|Further\/Higher.*|Pedestrian Subway|Theatre\/Concert Hall|Nightclub|Hospital|Park\/Open Space|Conference\/Exhibition Centre|Police Station|Bus\/Coach Station|.*No Location.*|)$/

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('Say where the data are: node tools/build-places.ts FOLDER')
const read = (file: string): Row[] => {
  const bytes = readFileSync(join(folder, file))
  return parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true })
}

const thefts = new Map<string, number>()
for (const { longitude, latitude } of read('london-points/london-theft-from-the-person_2018-02_2019-08.csv.gz'))
  thefts.set(
    `${Number(longitude)} ${Number(latitude)}`,
    (thefts.get(`${Number(longitude)} ${Number(latitude)}`) ?? 0) + 1,
  )

const pointOf = ({ longitude, latitude }: Row, area: string): Point => ({
  ...gridOf({ lon: Number(longitude), lat: Number(latitude) }),
  ...{ area, thefts: thefts.get(`${Number(longitude)} ${Number(latitude)}`) ?? 0 },
})

/** Points that hang together, each within the gap of another. */
function clusters(points: readonly Point[]): Point[][] {
  const found: Point[][] = []
  for (const point of points) {
    const near = found.filter((cluster) => cluster.some((one) => metresBetween(one, point) <= gapMetres))
    for (const one of near) found.splice(found.indexOf(one), 1)
    found.push([point, ...near.flat()])
  }
  return found
}

function mostIn(points: readonly Point[]): string {
  const counts = Map.groupBy(points, ({ area }) => area)
  return [...counts].sort((a, b) => b[1].length - a[1].length)[0]?.[0] ?? ''
}

function line(name: string, kind: Kind, points: readonly Point[]): string {
  const margin = kind === 'station' ? stationMetres : snapMetres
  const circle = circleAround(points.map((point) => ({ ...point, accuracyMetres: margin })))
  const sum = points.reduce((all, point) => all + point.thefts, 0)
  const quoted = /[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name
  return [quoted, kind, mostIn(points), circle.easting, circle.northing, circle.accuracyMetres, sum].join(',')
}

const streets = Map.groupBy(
  read('places/london-snap-points.csv.gz').filter(({ location = '' }) => !sorts.test(location.trim())),
  ({ location = '' }) => location.trim().replaceAll(/(?<=')S\b/g, 's'),
)
const stations = Map.groupBy(read('places/tfl-stations.csv'), ({ name = '' }) =>
  name.replaceAll(/\s*\(.*?\)/g, '').replace("King's Cross St. Pancras", "King's Cross"),
)
const lines = [
  ...[...streets].flatMap(([name, rows]) =>
    clusters(rows.map((row) => pointOf(row, (row.lsoa_name ?? '').slice(0, -5)))).map((one) =>
      line(name, 'street', one),
    ),
  ),
  ...[...stations].flatMap(([name, rows]) =>
    clusters(rows.map((row) => pointOf(row, ''))).map((one) => line(name, 'station', one)),
  ),
].sort()
const text = `${['name,kind,area,easting,northing,accuracy_metres,thefts', ...lines].join('\n')}\n`
const packed = gzipSync(text, { level: 9 })
writeFileSync(new URL('../data/places.csv.gz', import.meta.url), packed)
console.error(`${lines.length} places, ${text.length} bytes, ${packed.length} packed`)
