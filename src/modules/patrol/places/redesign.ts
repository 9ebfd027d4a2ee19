import { centreOf } from '#lib/cells/grid'
import { nameOfSquare } from '../cells/asked.ts'
import { countTold, type Few, type Sourced } from '../cells/few-reports.ts'
import { nightOf } from './at-night.ts'
import { placeKinds } from './kinds.ts'
import { type Lasting, lastingIn } from './lasting.ts'
import { type Reason, reasonsOf, type WorksKind, worksFor } from './reasons.ts'
import { stationNear } from './stations.ts'

/** A lasting square as a council reads it: where, why, and what could be changed. */
export type ToRedesign = {
  readonly lasting: Lasting
  /** Of the last twelve months and of the twelve before, as far as they may be told. */
  readonly thefts: number | Few
  readonly before: number | Few | undefined
  readonly near: string
  readonly easting: number
  readonly northing: number
  readonly reasons: readonly Reason[]
  readonly works: readonly WorksKind[]
}

/** The list of one borough, or of all of London; the most thefts of the last twelve months first. */
export function toRedesign(look: Sourced, borough: string | undefined, most = Number.POSITIVE_INFINITY): ToRedesign[] {
  return lastingIn(look, borough)
    .slice(0, most)
    .map((lasting) => {
      const { cell } = lasting
      const near = nameOfSquare(cell)
      const night = nightOf(look.counts.week(cell))
      const reasons = reasonsOf({
        ...{ lasting, name: near, kinds: placeKinds().of(cell), station: stationNear(cell) },
        night: night.all > 0 ? night : undefined,
        told: (count) => countTold(look, count),
      })
      const [easting, northing] = centreOf(look.london.grid, cell)
      const told = {
        thefts: countTold(look, lasting.thefts),
        before: lasting.before === undefined ? undefined : countTold(look, lasting.before),
      }
      return { lasting, ...told, near, easting, northing, reasons, works: worksFor(reasons) }
    })
}
