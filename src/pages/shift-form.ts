import { z } from 'zod'
import { londonCells, planSources, readUnits } from '#modules/patrol/public'
import { hourInLondon } from './shift-clock.ts'

const whole = (least: number, most: number, says: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,3}$/, says)
    .transform(Number)
    .refine((value) => value >= least && value <= most, says)

/** What a sergeant says of a shift. */
export const shiftForm = z.object({
  borough: z.string().refine((name) => londonCells().boroughs.includes(name), 'Choose a borough'),
  of: z.enum(planSources, 'Choose which thefts to plan from'),
  day: z.enum(['0', '1', '2', '3', '4', '5', '6'], 'Choose a day'),
  starts: whole(0, 23, 'Enter an hour from 0 to 23'),
  hours: whole(1, 12, 'Enter 1 to 12 hours'),
  units: z.string().max(400),
  least: whole(5, 30, 'Enter 5 to 30 minutes'),
  most: whole(5, 60, 'Enter 5 to 60 minutes'),
  gap: whole(0, 240, 'Enter 0 to 240 minutes'),
  lot: whole(0, 10, 'Enter 5 to 10, or 0 for none').refine(
    (value) => value === 0 || value >= 5,
    'Enter 5 to 10, or 0 for none',
  ),
})
export type ShiftForm = z.output<typeof shiftForm>

export const usualShift = { of: 'own', starts: '14', hours: '8', least: '12', most: '15', gap: '60', lot: '7' } as const

type Wrong = { readonly errors: { field: string; says: string }[] }

/** What the planner is asked, or what is wrong with the form. */
export function askedOf(form: ShiftForm, now: Date) {
  const wrong = (field: string, says: string): Wrong => ({ errors: [{ field, says }] })
  const read = readUnits(form.units)
  if ('says' in read) return wrong('units', read.says)
  if (form.most < form.least) return wrong('most', 'The longest stay is shorter than the shortest')
  const begins = hourInLondon(now, form.starts, Number(form.day))
  const { borough, of, hours, least, most, gap, lot } = form
  if (begins.getTime() + hours * 3_600_000 <= now.getTime())
    return wrong('starts', 'This shift is over. Enter a later hour')
  // The day, the hour and the borough choose the lot: whoever plans the same again gets the same.
  const seed = Math.floor(begins.getTime() / 3_600_000) * 100 + londonCells().boroughs.indexOf(borough)
  return {
    units: read.units,
    asked: {
      ...{ borough, of, begins, hours, seed, gap },
      units: read.units,
      dwell: { least, most },
      lotPermille: lot * 10,
    },
  }
}
