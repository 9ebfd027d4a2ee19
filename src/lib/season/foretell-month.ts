import { isShift } from '../forecast/level.ts'
import { factorsOf, type MonthFactor } from './month-factor.ts'
import { allBesideUsual, type ByMonth } from './months.ts'

/** What is foretold of one month: floor × month factor, and between what it came in past cases. */
export type MonthForecast = {
  readonly month: number
  readonly expected: number
  /** In eight of ten past cases with the same lead, what came lay between. Undefined with fewer than ten cases. */
  readonly low: number | undefined
  readonly high: number | undefined
  readonly cases: number
  /** How many months after the last known one it lies. */
  readonly lead: number
}

const recent = 3
const leastCases = 10

/**
 * Foretells a month that is not known yet. The floor is the mean of the last three months, each first divided by the factor of its
 * month of the year; after a gap or a sudden jump only what came after it counts. It is multiplied by the month's own factor.
 * The interval is what the same recipe got wrong before: from every month that had a past, the same lead ahead, with factors made
 * without the month that is judged. Cases that reach over a gap in the data are left out.
 */
export function foretellMonth(counts: ByMonth, month: number): MonthForecast | undefined {
  const last = Math.max(...counts.keys())
  const lead = month - last
  const stood = allBesideUsual(counts)
  const expected = lead > 0 ? recipe(counts, last, month, factorsOf(stood)) : undefined
  if (expected === undefined) return undefined
  const errors = errorsOf(counts, stood, lead).sort((a, b) => a - b)
  const at = (share: number) => errors[Math.round(share * (errors.length - 1))] as number
  const known = errors.length >= leastCases
  return {
    ...{ month, expected, cases: errors.length, lead },
    low: known ? expected * Math.exp(at(0.1)) : undefined,
    high: known ? expected * Math.exp(at(0.9)) : undefined,
  }
}

/** What is foretold for `month` by somebody who knows the months up to `last`. */
function recipe(counts: ByMonth, last: number, month: number, factors: readonly MonthFactor[]): number | undefined {
  const factor = (of: number) => factors[of % 12]?.factor ?? 1
  const levels: number[] = []
  for (let at = last; at > last - recent; at--) {
    const count = counts.get(at)
    const level = count === undefined ? undefined : count / factor(at)
    if (level === undefined || (levels.length > 0 && isShift(level, levels.at(-1) as number))) break
    levels.push(level)
  }
  if (levels.length === 0) return undefined
  return (levels.reduce((sum, level) => sum + level, 0) / levels.length) * factor(month)
}

/** log(what came / what would have been foretold), one for each past case. */
function errorsOf(counts: ByMonth, stood: ReadonlyMap<number, number>, lead: number): number[] {
  const errors: number[] = []
  for (const [month, came] of counts) {
    if (came <= 0 || !isWhole(counts, month - lead - recent + 1, month)) continue
    const foretold = recipe(counts, month - lead, month, factorsOf(stood, month))
    if (foretold) errors.push(Math.log(came / foretold))
  }
  return errors
}

function isWhole(counts: ByMonth, from: number, to: number): boolean {
  for (let at = from; at <= to; at++) if (!counts.has(at)) return false
  return true
}
