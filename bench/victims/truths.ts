import { checkDigit } from '#lib/imei/check-digit'
import type { Chance } from '../../simulators/city/chance.ts'
import { type Copy, copyOf } from './copies.ts'
import { delay, drawnMore, rate } from './rates.ts'

/** What is so, whatever anybody says of it. */
export type Truth = {
  readonly line: string
  readonly imeis: readonly string[]
  readonly enrolled: boolean
  readonly sold: boolean
  readonly reportedAfterMs: number
  /** An innocent phone carries the first of its numbers too. */
  readonly copy: Copy | undefined
  readonly copyKnown: boolean
  /** In which handset the line is when the operator looks, and since when (ms before now); undefined: longer than 30 days. */
  readonly lineIsIn: {
    readonly imeis: readonly string[]
    readonly sinceMs: number | undefined
    /** The handset before, which it left within 30 days. */
    readonly earlier: readonly string[]
    readonly why: string
  }
  readonly unknownLine: boolean
  readonly portedLately: boolean
}

/** When all of it is reported. */
export const at = '2026-11-27T12:00:00.000Z'

const models = ['35921407', '35693803', '35332510', '35209900', '86987654', '35407115', '35825309', '35169211']
const dayMs = 86_400_000

export const lineOf = (chance: Chance) => `+447${String(chance.whole(0, 999_999_999)).padStart(9, '0')}`

/** One or two numbers of one model. */
const serials = 1_000_000

/** Any handset; the `n`-th of a town, where no two may have one: drawn by chance, among 100,000 people 4.6% had somebody else's. */
export function imeisOf(chance: Chance, n?: number): string[] {
  const model = n === undefined ? chance.whole(0, models.length - 1) : n % models.length
  const serial = (slot: number) =>
    n === undefined ? chance.whole(0, serials - 1) : 2 * Math.floor(n / models.length) + slot
  const one = (slot: number) => {
    const body = models[model] + String(serial(slot) % serials).padStart(6, '0')
    return body + checkDigit(body)
  }
  return chance.happens(rate('dualImei')) ? [one(0), one(1)] : [one(0)]
}

function reportedAfter(chance: Chance): number {
  if (chance.happens(delay.afterADay)) return dayMs - 2 * dayMs * Math.log(1 - chance.next())
  return Math.min(dayMs, 60_000 * chance.around(delay.medianMinutes, delay.spread))
}

export function truthOf(chance: Chance): Truth {
  const [line, imeis, reportedAfterMs] = [lineOf(chance), imeisOf(chance), reportedAfter(chance)]
  const enrolled = chance.happens(rate('enrolled'))
  const copy = chance.happens(drawnMore.copied * rate('copied')) ? copyOf(chance, new Date(at)) : undefined
  return {
    ...{ line, imeis, reportedAfterMs, enrolled, copy },
    sold: enrolled && chance.happens(rate('sold')),
    copyKnown: copy !== undefined && chance.happens(rate('copiedAndRegistered')),
    lineIsIn: whereIs(chance, imeis, reportedAfterMs),
    unknownLine: chance.happens(rate('unknownLine')),
    portedLately: chance.happens(rate('portedLately')),
  }
}

function whereIs(chance: Chance, imeis: readonly string[], reportedAfterMs: number): Truth['lineIsIn'] {
  const moved = { imeis: imeisOf(chance), sinceMs: chance.between(0.1, 1) * reportedAfterMs, earlier: imeis }
  if (reportedAfterMs > dayMs && chance.happens(rate('newSim')))
    return { ...moved, why: 'the victim’s new SIM is in a new phone' }
  if (chance.happens(rate('inThiefsPhone'))) return { ...moved, why: 'the SIM is in the thief’s own phone' }
  const bought = chance.happens(rate('boughtLately'))
  const sinceMs = bought ? reportedAfterMs + chance.next() * 30 * dayMs : undefined
  return { imeis, sinceMs, earlier: [], why: 'as it was' }
}

/** Who has a line that nobody meant: a holder with a phone of their own, or nobody. */
export const strangerAt = (chance: Chance, inUse: number) => (chance.happens(inUse) ? imeisOf(chance) : undefined)
