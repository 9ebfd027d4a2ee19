import { darkShareOf, isDark, type Place, timeBy } from '../season/sun.ts'
import { isDayOff } from './calendar.ts'

/** Where the sun is asked for, and whose clock the data go by. */
export type Sky = { readonly place: Place; readonly timeZone: string }

/** Times of which some places see more than others, by a clock that shows a day since 1970 with its part. */
export function timesOf(sky?: Sky): Readonly<Record<string, (day: number) => boolean>> {
  const at = sky && timeBy(sky.timeZone)
  return {
    'on days off': isDayOff,
    'at night': (day) => day % 1 < 5 / 24 || day % 1 >= 22 / 24,
    ...(sky && at && { 'in the dark': (day: number) => isDark(at(day), sky.place) }),
  }
}

/** Which part of a day is dark. */
export function darknessOf({ place, timeZone }: Sky): (day: number) => number {
  const known = new Map<number, number>()
  const at = timeBy(timeZone)
  return (day) => {
    const share = known.get(day) ?? darkShareOf(day, at, place)
    known.set(day, share)
    return share
  }
}
