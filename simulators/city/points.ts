import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import KDBush from 'kdbush'
import { gridOf } from '#lib/geo/grid'
import type { Point } from './day.ts'

type PointRow = Record<'longitude' | 'latitude' | 'borough' | 'thefts', string>
type PlaceRow = Record<'name' | 'area' | 'easting' | 'northing' | 'accuracy_metres', string>

/** A street with this much of a spread is no word by which somebody could be found. */
const narrowMetres = 500
const nearMetres = 250

const rows = <Row>(file: string) => parse<Row>(gunzipSync(readFileSync(file)), { columns: true })

/**
 * The street points of London where thefts from the person were recorded, with their counts and the name by which a person
 * would say where that is (data/README.md). The counts are of all such thefts: most, and not all, took a phone.
 */
export function londonPoints(data: string): Point[] {
  const folder = join(data, 'london-points')
  const files = readdirSync(folder).filter((name) => name.endsWith('.csv.gz'))
  const counts = new Map<string, { lon: number; lat: number; borough: string; thefts: number }>()
  for (const row of files.flatMap((name) => rows<PointRow>(join(folder, name)))) {
    const key = `${row.longitude} ${row.latitude}`
    const known = counts.get(key)
    if (known) known.thefts += Number(row.thefts)
    else {
      const { borough, thefts } = row
      counts.set(key, { lon: Number(row.longitude), lat: Number(row.latitude), borough, thefts: Number(thefts) })
    }
  }
  const nameOf = namesFrom(rows<PlaceRow>(join(data, 'places.csv.gz')))
  return [...counts.values()].map((point) => ({ ...point, name: nameOf(point) }))
}

/** The nearest named place, with its borough, because there are many High Streets. */
function namesFrom(places: readonly PlaceRow[]) {
  const narrow = places.filter(({ accuracy_metres }) => Number(accuracy_metres) <= narrowMetres)
  const index = new KDBush(narrow.length)
  for (const { easting, northing } of narrow) index.add(Number(easting), Number(northing))
  index.finish()
  return (point: { readonly lon: number; readonly lat: number; readonly borough: string }): string => {
    const { easting, northing } = gridOf(point)
    const metres = ({ easting: e, northing: n }: PlaceRow) => Math.hypot(Number(e) - easting, Number(n) - northing)
    const near = index.within(easting, northing, nearMetres).flatMap((at) => narrow[at] ?? [])
    const [first] = near.sort((a, b) => metres(a) - metres(b))
    if (!first) return ''
    return first.area && first.area !== first.name ? `${first.name}, ${first.area}` : first.name
  }
}
