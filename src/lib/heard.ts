import { z } from 'zod'

/** One hour, counted from 1970. */
export const hourMs = 3_600_000
export const hourOf = (time: Date | string): number => Math.floor(new Date(time).getTime() / hourMs)

const hoursHeard = 24

/**
 * In which of the last 24 hours of its being on a network heard one SIM in one handset. No name, no number, no place: the SIM is a
 * mark that only its own network can make or know again. Another network, or the same, tells by it a second phone under one number.
 */
export const Heard = z.object({
  imeiKey: z.string().regex(/^\d{14}$/),
  sim: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22}$/)
    .describe('the mark of that SIM in that handset (docs/adr/0019)'),
  to: z.iso.datetime().describe('the hour in which it was heard last'),
  hours: z
    .string()
    .regex(/^[0-9a-f]{6}$/)
    .describe('a bit an hour, 1 where it was heard; the last bit is the hour of `to`'),
})
export type Heard = z.output<typeof Heard>

/** What a network tells of the hours in which it heard a SIM in a handset; undefined when it never did. */
export function heardIn(hours: ReadonlySet<number>, about: Pick<Heard, 'imeiKey' | 'sim'>): Heard | undefined {
  if (hours.size === 0) return undefined
  const last = Math.max(...hours)
  const bits = Array.from({ length: hoursHeard }, (_, at) => (hours.has(last - hoursHeard + 1 + at) ? '1' : '0')).join(
    '',
  )
  const text = Number.parseInt(bits, 2).toString(16).padStart(6, '0')
  return { ...about, to: new Date(last * hourMs).toISOString(), hours: text }
}

const hoursOf = ({ to, hours }: Heard): number[] => {
  const bits = Number.parseInt(hours, 16).toString(2).padStart(hoursHeard, '0')
  return [...bits].flatMap((bit, at) => (bit === '1' ? [hourOf(to) - hoursHeard + 1 + at] : []))
}

/** In so many of the same hours two SIMs must have been heard: nobody changes the SIM of one phone to and fro so often in a day. */
export const hoursTogether = 6

/** Whether a SIM that was heard under the same number in these hours was in another phone: one number is in one phone at a time. */
export const isInOther = (heard: Heard, hours: ReadonlySet<number>): boolean =>
  hoursOf(heard).filter((hour) => hours.has(hour)).length >= hoursTogether
