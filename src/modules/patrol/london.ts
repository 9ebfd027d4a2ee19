import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { type Gazetteer, gazetteer, type NamedPlace } from '#lib/places/gazetteer'

const file = new URL('../../../data/places.csv.gz', import.meta.url)
type Row = Record<'name' | 'kind' | 'area' | 'easting' | 'northing' | 'accuracy_metres' | 'thefts', string>

let read: Gazetteer | undefined

/** The streets and stations of London (data/README.md). Read at the first question, which takes a quarter of a second. */
export function london(): Gazetteer {
  read ??= gazetteer(parse<Row>(gunzipSync(readFileSync(file)), { columns: true }).map(placeOfRow))
  return read
}

const placeOfRow = ({ name, kind, area, easting, northing, ...row }: Row): NamedPlace => ({
  ...{ name, kind: kind as NamedPlace['kind'], area, easting: Number(easting), northing: Number(northing) },
  ...{ accuracyMetres: Number(row.accuracy_metres), thefts: Number(row.thefts) },
})
