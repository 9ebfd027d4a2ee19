import { type GridPoint, lonLatOf } from '#lib/geo/grid'
import type { Shift, StopAnswer } from '#modules/patrol/public'
import { shownMinute } from './shift-clock.ts'
import { answerWords, boroughOf, nameIn } from './shift-shown.ts'

/** The plan that an officer walks by, and which of its tours is theirs, from 0. */
export type OwnTour = { readonly shift: Shift; readonly at: number }

/** What was said of each of its stops, and the fences that the officer is seen in, since when. */
export type KnownOfTour = {
  readonly answers: readonly (StopAnswer | undefined)[]
  readonly inside: ReadonlyMap<string, Date>
}

type Lasts = { readonly now: Date; readonly until: number }

/**
 * What an officer's own device keeps of a tour, and for how long (web/tour.js, docs/adr/0038): the squares and times of one unit, and
 * nobody. Of plain clothes nothing is given here.
 */
export function keptTour({ shift, at }: OwnTour, { answers, inside }: KnownOfTour, { now, until }: Lasts) {
  const stops = shift.tours[at]?.stops ?? []
  const used = [...new Set(stops.map(({ square }) => square))]
  const squares = used.map((square) => shift.squares[square] as Shift['squares'][number])
  const there = squares.findIndex(({ fence }) => inside.has(fence))
  const since = inside.get(squares[there]?.fence ?? '')
  const moment = (seconds: number) => Date.parse(shift.begins) + seconds * 1000
  const shown = (seconds: number) => shownMinute(new Date(moment(seconds)))
  return {
    ...{ at: shownMinute(now), now: now.getTime() },
    keepSeconds: Math.max(0, Math.floor((until - now.getTime()) / 1000)),
    words: answerWords,
    there: since ? { square: there, since: since.getTime() } : false,
    squares: squares.map(({ fence, easting, northing }) => ({
      fence,
      ...lonLatOf({ easting: easting + 75, northing: northing + 75 }),
    })),
    stops: stops.map(({ square, starts, leaves }, stop) => ({
      ...{ stop: stop + 1, square: used.indexOf(square), from: shown(starts), to: shown(leaves) },
      ...{ near: nameIn(boroughOf(shift), shift.squares[square] as GridPoint), leaves: moment(leaves) },
      ...{ minutes: Math.round((leaves - starts) / 60), isSaid: answers[stop] !== undefined },
    })),
  }
}
