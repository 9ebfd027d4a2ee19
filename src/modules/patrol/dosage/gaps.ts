/** Where and when: a borough, and a part of the week (`parts`). */
export type When = { readonly borough: string; readonly hourOfWeek: number }

/** Reports of a time, and minutes of visible patrol in it. */
export type Seen = {
  readonly reports: readonly When[]
  readonly visits: readonly (When & { readonly minutes: number })[]
}

/** Reports where and when hardly any patrol was. */
export type Gap = {
  readonly borough: string
  readonly part: string
  readonly reports: number
  readonly minutes: number
  /** The same of the time before; it was no gap then where `isNew`. */
  readonly reportsBefore: number
  readonly minutesBefore: number
  readonly isNew: boolean
}

export type Gaps = {
  readonly gaps: readonly Gap[]
  /** Gaps of the time before that are none now. */
  readonly closed: number
  /** Of all reports, those in gaps; undefined where there was no report. */
  readonly share: number | undefined
  readonly shareBefore: number | undefined
}

/** Fewer reports make no gap: chance alone brings them anywhere, and none of them is told by itself. */
const fewest = 5
/** A gap has less than this part of the patrol that its reports call for. */
const served = 0.25
const days = ['Monday to Friday', 'Saturday and Sunday'] as const
const hours = ['midnight to 6 am', '6 am to noon', 'noon to 6 pm', '6 pm to midnight'] as const

/** The parts of a week: weekdays or weekend, six hours each. */
export const parts = days.flatMap((day) => hours.map((time) => `${day}, ${time}`))

export const partOf = (hourOfWeek: number): string =>
  parts[(hourOfWeek < 5 * 24 ? 0 : hours.length) + Math.floor((hourOfWeek % 24) / 6)] as string

/**
 * The gaps of a time, those with the most reports first, beside the time before it. A gap is a borough in a part of the week whose share
 * of visible patrol is under a quarter of its share of reports. Where nobody patrolled at all, every place with reports is one.
 */
export function gapsOf(now: Seen, before: Seen): Gaps {
  const [own, past] = [slotsOf(now), slotsOf(before)]
  const found = [...own].filter(([, slot]) => slot.isGap)
  const gaps = found.map(([key, { borough, part, reports, minutes }]): Gap => {
    const was = past.get(key)
    return {
      ...{ borough, part, reports, minutes: Math.round(minutes) },
      ...{ reportsBefore: was?.reports ?? 0, minutesBefore: Math.round(was?.minutes ?? 0), isNew: !was?.isGap },
    }
  })
  return {
    gaps: gaps.toSorted((a, b) => b.reports - a.reports || (a.borough + a.part < b.borough + b.part ? -1 : 1)),
    closed: [...past].filter(([key, { isGap }]) => isGap && !own.get(key)?.isGap).length,
    ...{ share: inGaps(own), shareBefore: inGaps(past) },
  }
}

type Slot = { borough: string; part: string; reports: number; minutes: number; isGap: boolean }

function slotsOf({ reports, visits }: Seen): Map<string, Slot> {
  const slots = new Map<string, Slot>()
  const slotOf = ({ borough, hourOfWeek }: When) => {
    const part = partOf(hourOfWeek)
    const slot = slots.get(`${borough} ${part}`) ?? { borough, part, reports: 0, minutes: 0, isGap: false }
    slots.set(`${borough} ${part}`, slot)
    return slot
  }
  for (const report of reports) slotOf(report).reports += 1
  for (const { minutes, ...visit } of visits) slotOf(visit).minutes += minutes
  const all = visits.reduce((sum, { minutes }) => sum + minutes, 0)
  for (const slot of slots.values())
    slot.isGap = slot.reports >= fewest && (all === 0 || slot.minutes / all < (served * slot.reports) / reports.length)
  return slots
}

function inGaps(slots: ReadonlyMap<string, Slot>): number | undefined {
  const of = [...slots.values()]
  const all = of.reduce((sum, { reports }) => sum + reports, 0)
  return all > 0 ? of.reduce((sum, { reports, isGap }) => sum + (isGap ? reports : 0), 0) / all : undefined
}
