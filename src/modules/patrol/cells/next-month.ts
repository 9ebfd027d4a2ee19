import { readFileSync } from 'node:fs'
import { nameOfMonth } from '#lib/cells/moment'
import { totalOf } from '#lib/forecast/history'
import { levelOf } from '#lib/forecast/level'
import type { Release } from '#lib/forecast/release'
import type { LookedAt } from './look.ts'

/** What is foretold for the month after a look, by the floor and, where it is released, by the learned model (docs/guide/forecast.md). */
export type NextMonth = {
  readonly month: string
  /** Thefts in all of London. */
  readonly total: number
  /** By the floor: always there. */
  readonly expectedIn: (score: number) => number
  /** By the learned model; undefined where the floor is used. */
  readonly learnedIn: ((cell: number) => number) | undefined
  /** What the release rule said of the learned model for that month; undefined: it was not tried on these thefts. */
  readonly release: Release | undefined
  /** When it was tried on the thefts that are here; undefined: with the program, on the sample that comes with it. */
  readonly triedAt: string | undefined
  /** When it was last tried, where that was on other thefts. */
  readonly triedBefore: string | undefined
}

/** What tools/build-release.ts found out about the sample, so that it needs not be tried again where that is what is here. */
type Releases = {
  readonly first: string
  readonly last: string
  readonly thefts: number
  readonly releases: readonly { readonly month: string; readonly release: Release }[]
}

const file = new URL('../../../../data/forecast/theft-from-the-person.json', import.meta.url)
let read: Releases | undefined

/** Published thefts alone have whole months. No page tries the learned model: what is said of it was kept (forecast/theft-forecast.ts). */
export function nextMonth(look: LookedAt): NextMonth | undefined {
  const { counts, london, day, source, learned, forecast } = look
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
    ...{
      month,
      total: expected,
      release: forecast?.release ?? releaseOfSample(month, look),
      triedAt: forecast?.madeAt,
      triedBefore: look.triedBefore,
    },
    expectedIn: (score) => (scores > 0 ? (expected * score) / scores : 0),
    learnedIn: learned && ((cell) => expected * (learned.shares[cell] ?? 0)),
  }
}

/** What the program brings of these thefts. Other months, or other thefts of the same months, were not tried. */
function releasesOf({ first, last, thefts }: Pick<Releases, 'first' | 'last' | 'thefts'>): Releases['releases'] {
  read ??= JSON.parse(readFileSync(file, 'utf8')) as Releases
  return read.thefts === thefts && read.first === first && read.last === last ? read.releases : []
}

/** Whether what was found out of all months of these thefts comes with the program: then nothing is to be tried. */
export const comesWithProgram = (sample: Pick<Releases, 'first' | 'last' | 'thefts'>): boolean => {
  const releases = releasesOf(sample)
  return releases.length > 0 && releases.every(({ release }) => release.uses === 'floor')
}

function releaseOfSample(month: string, { all, moments }: LookedAt): Release | undefined {
  const sample = { first: moments.at(-1) ?? '', last: moments[0] ?? '', thefts: all }
  const release = releasesOf(sample).find((one) => one.month === month)?.release
  // No list comes with the program: where the sample would let the learned model in, it is tried here first.
  return release?.uses === 'learned' ? undefined : release
}
