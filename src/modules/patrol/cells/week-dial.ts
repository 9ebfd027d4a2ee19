import { hoursOfWeek } from '#lib/cells/counts'
import type { Look } from './hotspots.ts'

/** A week as a clock face: seven rings, Monday innermost, each of 24 hours, clockwise from midnight. What an SVG needs. */
export type WeekDial = {
  readonly inner: number
  readonly outer: number
  readonly shades: readonly { readonly opacity: number; readonly path: string }[]
  readonly rings: readonly { readonly day: string; readonly x: number; readonly y: number }[]
  readonly hours: readonly { readonly hour: string; readonly x: number; readonly y: number }[]
  /** 24 rows of seven days: the same as a table. */
  readonly table: readonly { readonly hour: string; readonly counts: readonly number[] }[]
  /** The three hours with the most, and how many of all. */
  readonly most: { readonly day: string; readonly from: string; readonly to: string; readonly thefts: number }
  /** All whose hour is known. */
  readonly thefts: number
}

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const opacities = [0.25, 0.5, 0.75, 1]
/** Of a box of 250 by 250 around nought. A gap at the top holds the names of the days. */
const [inner, wide, gap] = [22, 11.5, 30]
const outer = inner + 7 * wide
const clock = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`

/** `week`: 168 counts from Monday midnight. Undefined where nothing has an hour. */
export function weekDial(week: ArrayLike<number>): WeekDial | undefined {
  const counts = Array.from({ length: hoursOfWeek }, (_, at) => week[at] ?? 0)
  const most = Math.max(...counts)
  if (most <= 0) return undefined
  const shadeOf = (count: number) => Math.ceil((count * opacities.length) / most) - 1
  return {
    ...{ inner, outer },
    shades: opacities.map((opacity, shade) => ({
      opacity,
      path: counts.map((count, at) => (count > 0 && shadeOf(count) === shade ? segment(at) : '')).join(''),
    })),
    rings: weekdays.map((day, at) => ({ day: day.slice(0, 2), x: 0, y: one(-(inner + (at + 0.5) * wide)) })),
    hours: [0, 3, 6, 9, 12, 15, 18, 21].map((hour) => {
      const [x, y] = at(hour, outer + 10)
      return { hour: String(hour), x, y }
    }),
    table: Array.from({ length: 24 }, (_, hour) => ({
      hour: clock(hour),
      counts: weekdays.map((_, day) => counts[day * 24 + hour] as number),
    })),
    most: busiest(counts),
    thefts: counts.reduce((sum, count) => sum + count, 0),
  }
}

/** Of equal ones the first; they may begin on one day and end on the next. */
function busiest(counts: readonly number[]): WeekDial['most'] {
  const sums = counts.map((_, at) =>
    [0, 1, 2].reduce((sum, by) => sum + (counts[(at + by) % hoursOfWeek] as number), 0),
  )
  const from = sums.indexOf(Math.max(...sums))
  return {
    ...{ day: weekdays[Math.floor(from / 24)] as string, from: clock(from % 24), to: clock((from % 24) + 3) },
    thefts: sums[from] as number,
  }
}

/** The hours of a borough's thefts, or of all, where they are known; those of squares outside the list too. */
export function boroughWeek({ counts, london }: Look, borough: string | undefined): Float32Array {
  const wanted = london.boroughs.indexOf(borough ?? '')
  if (wanted < 0) return counts.week()
  const week = new Float32Array(hoursOfWeek)
  for (let cell = 0; cell < counts.cells; cell++)
    if (london.boroughOf[cell] === wanted && counts.counts[cell])
      for (const [hour, count] of counts.week(cell).entries()) week[hour] = (week[hour] as number) + count
  return week
}

const one = (value: number) => Math.round(value * 10) / 10

/** The point at an hour of the day, so far from the middle. */
function at(hour: number, radius: number): [x: number, y: number] {
  const angle = ((gap / 2 + (hour * (360 - gap)) / 24) * Math.PI) / 180
  return [one(radius * Math.sin(angle)), one(-radius * Math.cos(angle))]
}

function segment(hourOfWeek: number): string {
  const [day, hour] = [Math.floor(hourOfWeek / 24), hourOfWeek % 24]
  const [low, high] = [inner + day * wide, inner + (day + 1) * wide]
  const arc = (radius: number, clockwise: 0 | 1, to: number) =>
    `A${radius} ${radius} 0 0 ${clockwise} ${at(to, radius)}`
  return `M${at(hour, low)}${arc(low, 1, hour + 1)}L${at(hour + 1, high)}${arc(high, 0, hour)}z`
}
