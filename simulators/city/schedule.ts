import { chanceOf } from './chance.ts'
import type { Day, Officer, Point, Theft } from './day.ts'

/** How somebody tells of a theft. */
export type Way = NonNullable<Theft['report']>['by']

/** One thing that somebody does at a second of the day. */
export type Step = { readonly at: number } & (
  | { readonly do: 'report'; readonly theft: Theft; readonly by: Way; readonly again: boolean }
  | { readonly do: 'taken' | 'sim-out' | 'bag' | 'offer' | 'withdraw' | 'own-phone'; readonly theft: Theft }
  | { readonly do: 'attach' | 'activate'; readonly theft: Theft; readonly country: string }
  | { readonly do: 'on-duty' | 'move' | 'off-duty'; readonly officer: Officer }
  | { readonly do: 'tray'; readonly thefts: readonly Theft[] }
)
export type Doing = Step['do']

/** Seconds from midnight, the first included and the last not. */
export type Window = { readonly from: number; readonly to: number }

/** Not in the published sources; named with the scorecard. */
export const assumed = {
  /** Of the reports, so many come a second time by a call handler, some minutes later. */
  reportedAgain: 0.1,
  /** Who finds the phone again says so after this many minutes. */
  foundAfterMinutes: [20, 90],
  /** And then uses it. */
  usedAfterMinutes: 15,
  trayAt: 22 * 3600,
} as const

const minute = 60

/**
 * The day as it is played between two times: the thefts that happen then, and one report about a phone that nobody took,
 * because 0.2% of a short day would be none.
 */
export function playedDay(day: Day, { from, to }: Window): Day {
  const thefts = day.thefts.filter(({ at }) => at >= from && at < to)
  const isFit = ({ enrolled, later, report }: Theft) =>
    !enrolled && later === undefined && report?.by === 'borrowed-phone'
  const fit = thefts.filter((theft) => isFit(theft) && (theft.report?.at ?? to) < to)
  const victim = thefts.some(({ later }) => later === 'malicious') ? undefined : fit[Math.floor(fit.length / 2)]
  return {
    ...day,
    thefts: thefts.map((theft) => notStolen(theft === victim ? { ...theft, later: 'malicious' } : theft)),
  }
}

/** Whoever reports another person's phone out of malice knows its number and no more. */
const notStolen = (theft: Theft): Theft =>
  theft.later === 'malicious'
    ? { ...theft, report: { at: theft.report?.at ?? theft.at + 5 * minute, by: 'borrowed-phone' } }
    : theft

/** Everything that happens in a day, in order. Pure: the same day and window give the same steps. */
export function scheduleOf(day: Day, { from, to }: Window, moveSeconds: number): Step[] {
  const trayAt = Math.min(assumed.trayAt, to - 0.1 * (to - from))
  const inTray = day.thefts.filter(({ later, thief, at }) => !later && thief.seized && at < trayAt)
  const steps: Step[] = [
    ...day.thefts.flatMap((theft) => stepsOf(theft, chanceOf(day.seed).fork(`steps ${theft.id}`))),
    ...day.officers.flatMap((officer) => shiftOf(officer, { from, to }, moveSeconds)),
    ...(inTray.length > 0 ? [{ do: 'tray' as const, at: trayAt, thefts: inTray }] : []),
  ]
  return steps.filter(({ at }) => at >= from && at < to).sort((a, b) => a.at - b.at)
}

function stepsOf(theft: Theft, chance: ReturnType<typeof chanceOf>): Step[] {
  const { at, report, later, thief, enrolled } = theft
  const steps: Step[] = report ? [{ do: 'report', theft, at: report.at, by: report.by, again: false }] : []
  if (later === 'malicious') return [...steps, { do: 'own-phone', theft, at: (report?.at ?? at) + 10 * minute }]
  if (report && report.by !== 'call-handler' && chance.happens(assumed.reportedAgain)) {
    const after = report.at + minute * chance.between(3, 15)
    steps.push({ do: 'report', theft, at: after, by: 'call-handler', again: true })
  }
  if (later === 'found') {
    if (!report) return steps
    const back = report.at + minute * chance.between(...assumed.foundAfterMinutes)
    return [
      ...steps,
      { do: 'withdraw', theft, at: back },
      { do: 'own-phone', theft, at: back + minute * assumed.usedAfterMinutes },
    ]
  }
  const [first, ...more] = thief.tries
  return [
    ...steps,
    ...(enrolled ? [{ do: 'taken' as const, theft, at }] : []),
    { do: 'sim-out', theft, at: thief.simOutAt },
    { do: 'bag', theft, at: thief.offAt },
    ...(first ? [{ do: 'attach' as const, theft, ...first }] : []),
    ...more.map((one) => ({ do: 'activate' as const, theft, ...one })),
    ...(thief.offeredAt === undefined ? [] : [{ do: 'offer' as const, theft, at: thief.offeredAt }]),
  ]
}

function shiftOf(officer: Officer, window: Window, moveSeconds: number): Step[] {
  const from = Math.max(officer.from, window.from)
  const to = Math.min(officer.to, window.to)
  if (from >= to) return []
  const moves = Array.from({ length: Math.ceil((to - from) / moveSeconds) - 1 }, (_, n) => from + (n + 1) * moveSeconds)
  return [
    { do: 'on-duty', officer, at: from },
    ...moves.map((at) => ({ do: 'move' as const, officer, at })),
    { do: 'off-duty', officer, at: to - 1 },
  ]
}

const stopSeconds = 5 * minute

/** Where an officer is: five minutes at each point of the beat. */
export function positionOf({ from, beat }: Officer, at: number): Point {
  const point = beat[Math.floor(Math.max(0, at - from) / stopSeconds) % beat.length]
  if (!point) throw new RangeError('An officer needs a beat.')
  return point
}

/** The victim's banks, of those that there are: as many as the day says. Lines that end in 99 have no account anywhere. */
export function banksOf({ line, banks }: Theft, slugs: readonly string[]): string[] {
  if (line.endsWith('99') || slugs.length === 0) return []
  const start = Number(line.slice(-3))
  return [...new Set(Array.from({ length: banks }, (_, n) => slugs[(start + 7 * n) % slugs.length] ?? ''))]
}

/** Whether the owner has agreed that the phone may be located (assumed: three of five). */
export const mayLocate = ({ line }: Theft): boolean => Number(line.slice(-1)) % 5 < 3

export const clockOf = (at: number): string =>
  [Math.floor(at / 3600), Math.floor((at % 3600) / minute)].map((part) => String(part).padStart(2, '0')).join(':')
