import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { momentOf } from '#lib/cells/moment'
import type { ByMonth } from '#lib/season/months'

/** Thefts from the person that the Metropolitan Police recorded, by month: all of them, and in each borough (data/README.md). */
export type MetCounts = { readonly all: ByMonth; readonly boroughs: ReadonlyMap<string, ByMonth> }

const file = new URL('../../../../data/met-counts/theft-from-the-person_2010-04_2025-05.csv.gz', import.meta.url)
/** Counted in London's total; no borough of anybody. */
const elsewhere = ['Unknown', 'London Heathrow and London City Airports']

let read: MetCounts | undefined

/** Read at the first question. */
export function metCounts(): MetCounts {
  read ??= readAll()
  return read
}

function readAll(): MetCounts {
  const rows = parse<Record<string, string>>(gunzipSync(readFileSync(file)), { columns: true })
  const all = new Map<number, number>()
  const boroughs = new Map<string, Map<number, number>>()
  for (const { month: name = '', ...counts } of rows) {
    const month = momentOf(name)?.month
    if (month === undefined) throw new Error(`The counts have a row without a month: ${name}.`)
    for (const [area, text] of Object.entries(counts)) {
      if (text === '') continue
      all.set(month, (all.get(month) ?? 0) + Number(text))
      if (elsewhere.includes(area)) continue
      const own = boroughs.get(area) ?? new Map<number, number>()
      boroughs.set(area, own.set(month, Number(text)))
    }
  }
  return { all, boroughs }
}
