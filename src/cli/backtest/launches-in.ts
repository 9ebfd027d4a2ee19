import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { momentOf } from '#lib/cells/moment'
import type { Launch } from '#lib/forecast/calendar'
import { WrongUse } from '../points/columns.ts'

/** Days on which phones went on sale, as in data/launches: CSV with make, model and on_sale_uk, and announced where it is known. */
export async function launchesIn(file: string): Promise<Launch[]> {
  const rows = parse<Record<string, string>>(await readFile(file), {
    columns: true,
    bom: true,
    relax_column_count: true,
  })
  return rows.map((row, at) => {
    const moment = momentOf(row.on_sale_uk ?? '')
    if (!moment) throw new WrongUse(`${file}: row ${at + 1} has no date like 2019-09-20 in its column on_sale_uk.`)
    const told = momentOf(row.announced ?? '')
    return {
      ...{ day: Math.floor(moment.day), name: `${row.make ?? ''} ${row.model ?? ''}`.trim() },
      ...(told && { announced: Math.floor(told.day) }),
    }
  })
}

/** Days with an event: CSV with a column date, a row for each day. */
export async function eventsIn(file: string): Promise<Set<number>> {
  const rows = parse<Record<string, string>>(await readFile(file), {
    columns: true,
    bom: true,
    relax_column_count: true,
  })
  return new Set(
    rows.map((row, at) => {
      const moment = momentOf(row.date ?? '')
      if (!moment || moment.monthOnly)
        throw new WrongUse(`${file}: row ${at + 1} has no date like 2019-08-26 in its column date.`)
      return Math.floor(moment.day)
    }),
  )
}
