import { readFileSync } from 'node:fs'
import { nameOfMonth } from '#lib/cells/moment'
import { totalOf } from '#lib/forecast/history'
import { levelOf } from '#lib/forecast/level'
import type { LookedAt } from './look.ts'

/** What is foretold for the month after a look: the floor of docs/guide/forecast.md, spread over all of London. */
export type NextMonth = {
  readonly month: string
  /** Thefts in all of London. */
  readonly total: number
  readonly expectedIn: (score: number) => number
  /** What the release rule said of the learned model for that month; undefined: it was not tried on these thefts. */
  readonly release: Release | undefined
}

type Release = { readonly month: string; readonly uses: 'floor' | 'learned'; readonly why: string }

/** What tools/build-release.ts found out: no page tries the learned model, for that takes longer than a reader waits. */
type Releases = {
  readonly first: string
  readonly last: string
  readonly thefts: number
  readonly releases: readonly Release[]
}

const file = new URL('../../../../data/forecast/theft-from-the-person.json', import.meta.url)
let read: Releases | undefined

/** Published thefts alone have whole months. It shows the floor, whatever the learned model can do: no list of it is kept. */
export function nextMonth(look: LookedAt): NextMonth | undefined {
  const { counts, london, day, source } = look
  const months = counts.months()
  const [first, last] = [months[0], months.at(-1)]
  if (source !== 'published' || first === undefined || last === undefined) return undefined
  const totals = Array.from({ length: last - first + 1 }, (_, at) =>
    Float64Array.of(totalOf(counts.month(first + at) ?? [])),
  )
  // The level looks at totals only: all of London is one place of it.
  const { expected } = levelOf({ grid: london.grid, cells: Int32Array.of(0), first, counts: totals }, 12)
  const scores = totalOf(counts.decayed.on(day))
  const month = nameOfMonth(last + 1)
  return {
    ...{ month, total: expected, release: releaseFor(month, look) },
    expectedIn: (score) => (scores > 0 ? (expected * score) / scores : 0),
  }
}

function releaseFor(month: string, { all, moments }: LookedAt): Release | undefined {
  read ??= JSON.parse(readFileSync(file, 'utf8')) as Releases
  // Other months, or other thefts of the same months, were not tried.
  const isOf = read.thefts === all && read.first === moments.at(-1) && read.last === moments[0]
  return isOf ? read.releases.find((one) => one.month === month) : undefined
}
