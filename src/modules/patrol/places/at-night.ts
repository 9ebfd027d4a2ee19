import { hoursOfWeek } from '#lib/cells/counts'
import { few } from '../cells/few-reports.ts'
import type { Look } from '../cells/hotspots.ts'
import { fewest } from '../cells/kinds-told.ts'
import { type PlaceKind, placeKinds } from './kinds.ts'

/** From 22:00 to 06:00 by London's clock: from when the bars are full to when the trains run. */
export const isNight = (hourOfDay: number): boolean => hourOfDay >= 22 || hourOfDay < 6

/** Thefts of a week by hour that fall into the night, of all whose hour is known. */
export function nightOf(week: ArrayLike<number>): { readonly night: number; readonly all: number } {
  let [night, all] = [0, 0]
  for (let hour = 0; hour < hoursOfWeek; hour++) {
    const count = week[hour] ?? 0
    all += count
    if (isNight(hour % 24)) night += count
  }
  return { night, all }
}

/** Thefts by the hour of the day, of all whose hour is known. */
export function hoursOfDay(week: ArrayLike<number>): number[] {
  return Array.from({ length: 24 }, (_, hour) =>
    Array.from({ length: 7 }, (_, day) => week[day * 24 + hour] ?? 0).reduce((sum, one) => sum + one, 0),
  )
}

export type NightSquare = {
  readonly cell: number
  readonly borough: string
  readonly night: number
  /** Whose hour is known. */
  readonly all: number
}

/** What a list or a file says of such a square: neither count under three, nor two that leave one or two by day. */
export function nightTold({ night, all }: NightSquare): {
  readonly night: number | string
  readonly all: number | string
} {
  if (all < fewest) return { night: few, all: few }
  if (night < fewest) return { night: few, all }
  const byDay = all - night
  return { night: byDay > 0 && byDay < fewest ? 'not shown' : night, all }
}

/** The squares with the most thefts at night, as far as they may be told; the others after them, by place alone. Empty where the data have no hours. */
export function nightSquares({ counts, london }: Look, borough?: string): NightSquare[] {
  const found: NightSquare[] = []
  for (let cell = 0; cell < counts.cells; cell++) {
    if (!(counts.counts[cell] as number) || !london.mask[cell]) continue
    const name = london.boroughs[london.boroughOf[cell] as number] ?? ''
    if (borough !== undefined && name !== borough) continue
    const { night, all } = nightOf(counts.week(cell))
    if (night > 0) found.push({ cell, borough: name, night, all })
  }
  const shown = (square: NightSquare) => {
    const { night } = nightTold(square)
    return typeof night === 'number' ? night : 0
  }
  return found.sort((a, b) => shown(b) - shown(a) || a.cell - b.cell)
}

/** Where people go out. Bars and pubs have no kind of their own in what is published of places. */
const goingOut: ReadonlySet<PlaceKind> = new Set(['nightclub', 'theatre'])

export type VenueSquare = Pick<NightSquare, 'cell' | 'borough'> & {
  readonly kinds: readonly PlaceKind[]
  /** As far as it may be told. */
  readonly night: number | string
}

/** Squares with a place where people go out, and thefts there night after night: whom to talk to about doors, cloakrooms and cameras. */
export function venueRepeats(squares: readonly NightSquare[]): VenueSquare[] {
  const { of } = placeKinds()
  return squares.flatMap((square) => {
    const { cell, borough, night } = square
    const kinds = of(cell).filter((kind) => goingOut.has(kind))
    return kinds.length > 0 && night >= fewest ? [{ cell, borough, kinds, night: nightTold(square).night }] : []
  })
}
