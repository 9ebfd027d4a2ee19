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
const sorts: Readonly<Record<string, string>> = {
  ...{ 'Sports/Recreation Area': 'sports', 'Parking Area': 'parking', Supermarket: 'supermarket' },
  ...{ 'Shopping Area': 'shopping', 'Petrol Station': 'petrol', 'Pedestrian Subway': 'subway', Nightclub: 'nightclub' },
  ...{ 'Theatre/Concert Hall': 'theatre', Hospital: 'hospital', 'Park/Open Space': 'park', 'Police Station': 'police' },
  ...{ 'Conference/Exhibition Centre': 'conference', 'Bus/Coach Station': 'bus-station' },
  'Further/Higher Educational Building': 'college',
}
/** Labels of a few points that stand at wrong places: a motorway service area in Soho. They name no street and no sort. */
const wrong = ['Prison', 'Theme/Adventure Park', 'Motorway Service Area', 'Airport/Airfield', 'Race Track', '']
const isSort = (label: string) => wrong.includes(label) || label.includes('No Location') || Object.hasOwn(sorts, label)

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

const snapPoints = read('places/london-snap-points.csv.gz')
const streets = Map.groupBy(
  snapPoints.filter(({ location = '' }) => !isSort(location.trim())),
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
write('places.csv.gz', ['name,kind,area,easting,northing,accuracy_metres,thefts', ...lines])

/** Points of which the label says what is there. Whole metres: a point is moved from the true place by more than that. */
const kinds = snapPoints
  .flatMap((row) => {
    const kind = sorts[(row.location ?? '').trim()]
    if (kind === undefined) return []
    const { easting, northing } = pointOf(row, '')
    return [`${kind},${Math.round(easting)},${Math.round(northing)}`]
  })
  .sort()
write('place-kinds.csv.gz', ['kind,easting,northing', ...kinds])

/** People who go in and out on a weekday: one row a station, the busiest where a name stands for several. */
const entries = [...stations].map(([name, rows]) => {
  const middle = circleAround(rows.map((row) => ({ ...pointOf(row, ''), accuracyMetres: stationMetres })))
  const most = (column: string) => Math.max(0, ...rows.map((row) => Number(row[column] ?? 0)))
  const year = most('entries_exits_year_2016')
  const quoted = /[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name
  return [quoted, middle.easting, middle.northing, year || ''].join(',')
})
write('stations.csv.gz', ['name,easting,northing,entries_exits_2016', ...entries.sort()])

function write(name: string, rows: readonly string[]): void {
  const text = `${rows.join('\n')}\n`
  const packed = gzipSync(text, { level: 9 })
  writeFileSync(new URL(`../data/${name}`, import.meta.url), packed)
  console.error(`${name}: ${rows.length - 1} rows, ${text.length} bytes, ${packed.length} packed`)
}
