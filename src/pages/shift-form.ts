import { z } from 'zod'
import { boroughsIn, chancePercent, planAreas, planSources, readUnits } from '#modules/patrol/public'
import { daysAhead, hourInLondon, shownDay } from './shift-clock.ts'

const whole = (least: number, most: number, says: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,3}$/, says)
    .transform(Number)
    .refine((value) => value >= least && value <= most, says)

/** What a sergeant says of a shift. */
export const shiftForm = z.object({
  borough: z.string().refine((name) => planAreas().includes(name), 'Choose where'),
  of: z.enum(planSources, 'Choose which thefts to plan from'),
  // Days from today, or a day like 2027-08-29 that the calendar led here with.
  day: z.string().regex(/^([0-6]|\d{4}-\d{2}-\d{2})$/, 'Choose a day'),
  starts: whole(0, 23, 'Enter an hour from 0 to 23'),
  hours: whole(1, 12, 'Enter 1 to 12 hours'),
  units: z.string().max(400),
  least: whole(5, 30, 'Enter 5 to 30 minutes'),
  most: whole(5, 60, 'Enter 5 to 60 minutes'),
  gap: whole(0, 240, 'Enter 0 to 240 minutes'),
  lot: whole(chancePercent.least, chancePercent.most, `Enter ${chancePercent.least} to ${chancePercent.most} percent`),
})

/** The same of plain clothes: the lot is about what the public sees. */
export const covertForm = shiftForm.omit({ lot: true })
type ShiftForm = z.output<typeof covertForm> & { readonly lot?: number }

export const usualShift = { of: 'own', starts: '14', hours: '8', least: '12', most: '15', gap: '60', lot: '7' } as const

/** London, areas of several boroughs with their names, and each borough. */
export const areasToChoose = () =>
  planAreas().map((value) => {
    const boroughs = boroughsIn(value)
    const several = boroughs.length > 1 && boroughs.length < 5
    return { value, text: boroughs.length > 4 ? 'All of London' : several ? `${value}: ${boroughs.join(', ')}` : value }
  })

const week = 7

/** A week of days, and the day that was asked for where it comes later. `day`: which of them is asked for. */
export function daysToChoose(now: Date, asked: string | undefined) {
  const text = (ahead: number) => (ahead === 0 ? 'Today' : shownDay(hourInLondon(now, 12, ahead)))
  const days = Array.from({ length: week }, (_, ahead) => ({ value: String(ahead), text: text(ahead) }))
  const ahead = asked === undefined ? 0 : (daysAhead(now, asked) ?? 0)
  if (asked === undefined || ahead < week) return { days, day: String(ahead) }
  return { days: [...days, { value: asked, text: text(ahead) }], day: asked }
}

type Wrong = { readonly errors: { field: string; says: string }[] }

/** What the planner is asked but for its seed, which only the vault's key gives (`planSeedOf`), or what is wrong with the form. */
export function askedOf(form: ShiftForm, now: Date) {
  const wrong = (field: string, says: string): Wrong => ({ errors: [{ field, says }] })
  const read = readUnits(form.units)
  if ('says' in read) return wrong('units', read.says)
  if (form.most < form.least) return wrong('most', 'The longest stay is shorter than the shortest')
  const ahead = /^\d$/.test(form.day) ? Number(form.day) : daysAhead(now, form.day)
  if (ahead === undefined) return wrong('day', 'Choose a day from today on, within a year')
  const begins = hourInLondon(now, form.starts, ahead)
  const { borough, of, hours, least, most, gap, lot = 0 } = form
  if (begins.getTime() + hours * 3_600_000 <= now.getTime())
    return wrong('starts', 'This shift is over. Enter a later hour')
  return {
    units: read.units,
    asked: {
      ...{ area: borough, of, begins, hours, gap },
      units: read.units,
      dwell: { least, most },
      lotPermille: lot * 10,
    },
  }
}
