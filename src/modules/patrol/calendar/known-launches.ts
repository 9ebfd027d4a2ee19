import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { momentOf } from '#lib/cells/moment'
import type { Launch } from '#lib/forecast/calendar'

export type KnownLaunch = Required<Launch> & { readonly make: string; readonly flagship: boolean }

const file = new URL('../../../../data/launches/phone-launches_2015_2026.csv', import.meta.url)
let read: readonly KnownLaunch[] | undefined

/** The days on which phones went on sale here, the oldest first (data/README.md). Read at the first question. */
export function knownLaunches(): readonly KnownLaunch[] {
  read ??= parse<Record<string, string>>(readFileSync(file), { columns: true, relax_column_count: true })
    .map(({ make = '', model = '', announced = '', on_sale_uk = '', tier }) => {
      const [told, moment] = [momentOf(announced), momentOf(on_sale_uk)]
      if (!told || !moment) throw new Error(`The launch of ${make} ${model} has no day.`)
      return {
        ...{ day: Math.floor(moment.day), announced: Math.floor(told.day), name: `${make} ${model}` },
        ...{ make, flagship: tier === 'flagship' },
      }
    })
    .sort((a, b) => a.day - b.day)
  return read
}
