import type { PlannedTour, StopAnswer } from './planned-shift.ts'

/** A unit that is late still goes to a stop, for so long after it should have left. */
const lateSeconds = 10 * 60

/**
 * Which stop of a tour comes next, from 0; undefined when the tour is over. `answers`: what was said of each; `there`: the square in
 * which they are seen now, which they do not leave because they came late.
 */
export function nextStop(
  { stops }: Pick<PlannedTour, 'stops'>,
  answers: readonly (StopAnswer | undefined)[],
  seconds: number,
  there: (square: number) => boolean = () => false,
): number | undefined {
  const next = stops.findIndex(
    ({ leaves, square }, at) => answers[at] === undefined && (leaves + lateSeconds > seconds || there(square)),
  )
  return next < 0 ? undefined : next
}
