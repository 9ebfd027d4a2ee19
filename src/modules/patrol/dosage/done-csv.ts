import { nameOfCorner } from '../cells/asked.ts'
import type { PlannedShift } from '../plan/planned-shift.ts'
import type { ShiftDone } from './shift-done.ts'

const head =
  'shift_begins,shift_ends,borough,near,easting,northing,planned_minutes,done_minutes,missed,by_lot,stops,answers,stops_of_12_minutes'

/** Squares of shifts as CSV (RFC 4180): easting and northing are of the south-west corner; no unit, no call sign. */
export function doneCsv(shifts: readonly { readonly plan: PlannedShift; readonly done: ShiftDone }[]): string {
  const rows = shifts.flatMap(({ plan: { begins, ends }, done: { squares } }) =>
    squares.map(({ easting, northing, plannedMinutes, doneMinutes, missed, stops, wholeStops }) => {
      const { name, borough } = nameOfCorner({ easting, northing })
      const said = stops.flatMap(({ answer }) => (answer ? [answer] : [])).join(' ')
      return [
        ...[begins, ends, quoted(borough), quoted(name), easting, northing],
        ...[
          plannedMinutes.toFixed(1),
          doneMinutes.toFixed(1),
          missed,
          stops.some(({ lot }) => lot),
          stops.length,
          said,
          wholeStops,
        ],
      ].join(',')
    }),
  )
  return `${[head, ...rows].join('\r\n')}\r\n`
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
