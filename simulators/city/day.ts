import { checkDigit } from '#lib/imei/check-digit'
import { tacs } from '../makers/tacs.ts'
import { calibration } from './calibration.ts'
import { type Chance, chanceOf } from './chance.ts'

/** A street point where phones were really stolen (police.uk, snapped). Degrees, WGS84. */
export type Point = {
  readonly lon: number
  readonly lat: number
  readonly borough: string
  /** The nearest street or station; empty when none is near. */
  readonly name: string
  /** How many were recorded there: a point with twice as many is twice as likely. 1 when absent. */
  readonly thefts?: number
}

/** One theft of the day as it really was: the server never reads this. Times in seconds from midnight. */
export type Theft = {
  readonly id: string
  readonly at: number
  readonly place: Point
  readonly method: string
  readonly line: string
  readonly holder: { readonly name: string; readonly born: string; readonly postcode: string }
  readonly imeis: readonly string[]
  readonly maker: string
  readonly banks: number
  readonly enrolled: boolean
  readonly visitor: boolean
  readonly knowsImei: boolean
  /** When and how it is reported; undefined: never. */
  readonly report:
    | { readonly at: number; readonly by: 'borrowed-phone' | 'panic-card' | 'trusted-person' | 'call-handler' }
    | undefined
  readonly thief: {
    readonly simOutAt: number
    readonly offAt: number
    /** When the handset is switched on again, and where; undefined: it stays silent. */
    readonly tries: readonly { readonly at: number; readonly country: string }[]
    /** Offered to a dealer, in seconds from midnight. */
    readonly offeredAt: number | undefined
    /** In an officer's tray that evening. */
    readonly seized: boolean
  }
  readonly later: 'found' | 'malicious' | undefined
}

export type Officer = {
  readonly number: number
  readonly from: number
  readonly to: number
  readonly beat: readonly Point[]
}
export type Day = {
  readonly seed: number
  readonly weekday: number
  readonly thefts: readonly Theft[]
  readonly officers: readonly Officer[]
}

const daySeconds = 86_400

/** Makes the same day for the same seed: thefts at points where phones were stolen, by hour and weekday as calibrated. */
export function makeDay(
  seed: number,
  points: readonly Point[],
  { thefts = calibration.theftsADay }: { readonly thefts?: number } = {},
): Day {
  if (points.length === 0) throw new RangeError('A day needs street points: see data/README.md.')
  const chance = chanceOf(seed)
  const weighted = points.map((point) => [point, point.thefts ?? 1] as const)
  const weekday = chance.whole(0, 6)
  const count = Math.min(mostThefts, Math.round(thefts * (calibration.weekdays[weekday] ?? 1)))
  const when = chance.fork('when')
  const times = Array.from({ length: count }, () => secondOf(when)).sort((a, b) => a - b)
  return {
    seed,
    weekday,
    thefts: times.map((at, index) => theftOf(chance.fork(`theft ${index}`), { seed, index }, at, weighted)),
    officers: officersOf(chance.fork('officers'), weighted),
  }
}

function secondOf(chance: Chance): number {
  const hour = chance.weighted(calibration.hours.map((weight, index) => [index, weight] as const))
  return hour * 3600 + chance.between(0, 3600)
}

type Weighted = readonly (readonly [Point, number])[]
type Which = { readonly seed: number; readonly index: number }

function theftOf(chance: Chance, which: Which, at: number, points: Weighted): Theft {
  const { index } = which
  const maker = chance.weighted(calibration.makers)
  const enrolled = chance.happens(calibration.enrolled)
  const visitor = !enrolled && chance.happens(calibration.visitor)
  const later = chance.happens(calibration.falseReports.malicious)
    ? 'malicious'
    : chance.happens(calibration.falseReports.lostThenFound)
      ? 'found'
      : undefined
  return {
    ...{ id: `theft-${index}`, at, enrolled, visitor, later },
    place: chance.weighted(points),
    method: chance.happens(calibration.robberyShare) ? 'robbery' : chance.weighted(calibration.methods),
    line: lineOf(index),
    holder: holderOf(chance, index),
    imeis: imeisOf(chance, which, maker),
    maker,
    banks: chance.weighted([
      [1, calibration.bankCustomers.oneBank],
      [2, calibration.bankCustomers.twoBanks],
      [3, calibration.bankCustomers.threeBanks],
    ]),
    knowsImei: chance.happens(calibration.knowsImei),
    report: reportOf(chance, at, enrolled),
    thief: thiefOf(chance, at),
  }
}

/**
 * Ofcom's range for drama: 07700 900000 to 900999, in an order that spreads over the pretend operators' ranges, which share
 * it out as the calibration says. The last twenty are kept for who is not robbed; more thefts would need a second range.
 */
const lineOf = (index: number) => `+447700900${String((index * 373) % 1000).padStart(3, '0')}`
/** A line whose phone is not stolen. */
export const spareLine = (n: number) => lineOf(999 - n)
export const mostThefts = 980

const holderOf = (chance: Chance, index: number) => ({
  name: `Victim ${index} (pretend)`,
  born: `${chance.whole(1955, 2006)}-${String(chance.whole(1, 12)).padStart(2, '0')}-${String(chance.whole(1, 28)).padStart(2, '0')}`,
  postcode: `${chance.one(['N1', 'E8', 'SE1', 'SW9', 'W1F', 'NW1', 'EC2A', 'WC2H'])} ${chance.whole(1, 9)}AA`,
})

/**
 * Two IMEIs of one model, as in most phones: of the maker's own TACs, or for other makers of ones that exist nowhere. The
 * serials follow from seed and place in the day, so that two days on one installation share no handset.
 */
function imeisOf(chance: Chance, { seed, index }: Which, maker: string): string[] {
  const own = tacs[maker as keyof typeof tacs]
  const tac = own ? chance.one(own) : `35${String(700_000 + chance.whole(0, 99_999)).padStart(6, '0')}`
  return [0, 1].map((sim) => {
    const serial = ((seed % 500) * 1000 + index) * 2 + sim
    const body = tac + String(serial).padStart(6, '0')
    return body + checkDigit(body)
  })
}

function reportOf(chance: Chance, at: number, enrolled: boolean): Theft['report'] {
  if (chance.happens(calibration.neverReports)) return undefined
  const { medianMinutes, spread } = calibration.reportDelay
  const after = at + 60 * Math.max(0.5, chance.around(medianMinutes, spread))
  if (after >= daySeconds) return undefined // told on another day
  const by = enrolled
    ? chance.weighted([
        ['panic-card', 5],
        ['trusted-person', 5],
      ] as const)
    : chance.weighted([
        ['borrowed-phone', 8],
        ['call-handler', 2],
      ] as const)
  return { at: after, by }
}

function thiefOf(chance: Chance, at: number): Theft['thief'] {
  const simOutAt = at + 60 * chance.between(...calibration.simOut)
  const offAt = at + 60 * chance.between(...calibration.bag)
  const country = chance.weighted(calibration.fates)
  const first = at + 3600 * chance.between(1, 14)
  const tries =
    country === 'silent' ? [] : [first, first + 3600 * chance.between(0.2, 3)].map((time) => ({ at: time, country }))
  return {
    ...{ simOutAt, offAt, tries: tries.filter((one) => one.at < daySeconds) },
    offeredAt: chance.happens(0.08) ? at + 3600 * chance.between(1, 8) : undefined,
    seized: chance.happens(0.06),
  }
}

function officersOf(chance: Chance, weighted: Weighted): Officer[] {
  const points = weighted.map(([point]) => point)
  return Array.from({ length: calibration.officersOnStreet }, (_, number) => {
    const early = chance.happens(0.4)
    const near = chance.weighted(weighted)
    const beat = [near, ...nearest(near, points, chance, 7)]
    return { number, from: early ? 7 * 3600 : 15 * 3600, to: early ? 16 * 3600 : daySeconds, beat }
  })
}

/** A walk of some points within about a kilometre. */
function nearest(from: Point, points: readonly Point[], chance: Chance, count: number): Point[] {
  const close = points.filter(({ lon, lat }) => Math.abs(lon - from.lon) < 0.014 && Math.abs(lat - from.lat) < 0.009)
  return Array.from({ length: count }, () => chance.one(close.length > 0 ? close : [from]))
}
