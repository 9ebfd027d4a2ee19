import {
  type AreaFloor,
  drawShift,
  nameOfCorner,
  nameOfSquare,
  type Overlap,
  type Shift,
  type ShiftDone,
  type StopAnswer,
} from '#modules/patrol/public'
import { madeBySays } from './hotspot-words.ts'
import { shownDay, shownMinute } from './shift-clock.ts'

export const answerWords: Readonly<Record<StopAnswer, string>> = {
  done: 'said done',
  call: 'left for a call',
  unsafe: 'not safe there',
  blocked: 'could not get there',
  'no-time': 'no time',
}

/** `Friday 27 November, 14:00 to 22:00`. */
export const shownShift = ({ begins, ends }: { begins: Date | string; ends: Date | string }): string =>
  `${shownDay(new Date(begins))}, ${shownMinute(new Date(begins))} to ${shownMinute(new Date(ends))}`

export const unitName = (callSign: string, unit: number): string => callSign || `Unit ${unit}`

/** A plan as its page and its sheet show it. */
export function shownPlan(shift: Shift) {
  const at = (seconds: number) => shownMinute(new Date(Date.parse(shift.begins) + seconds * 1000))
  const stops = shift.tours.flatMap((tour) => tour.stops)
  return {
    ...{ plan: shift.plan, when: shownShift(shift), borough: boroughOf(shift), map: drawShift(shift) ?? false },
    ...{ source: shift.source, dwell: shift.dwell, gap: shift.gap },
    ...{ units: shift.tours.length, stops: stops.length, lots: stops.filter(({ lot }) => lot).length },
    ...{ expected: (shift.expectedTenths / 10).toFixed(1), covered: shift.coveredPercent },
    ...{ byHour: shift.byHour ?? false, madeBy: shift.madeBy ? madeBySays(shift.madeBy, shift.source) : '' },
    lotPercent: shift.lotPermille / 10,
    lotOneIn: shift.lotChance > 0 ? Math.round(1 / shift.lotChance) : 0,
    tours: shift.tours.map(({ by, stops: own }, unit) => ({
      ...{ unit: unit + 1, name: unitName(shift.callSigns[unit] ?? '', unit + 1), drives: by === 'vehicle' },
      stops: own.map(({ square, starts, leaves, lot }, stop) => ({
        ...{ label: `${unit + 1}.${stop + 1}`, from: at(starts), to: at(leaves), lot },
        near: nameAt(shift, square),
      })),
    })),
  }
}

/** A place's name says its borough, which the page has said already. */
export const nameWithout = (borough: string, name: string): string =>
  name.endsWith(`, ${borough}`) ? name.slice(0, -borough.length - 2) : name

export const squareIn = (borough: string, cell: number): string => nameWithout(borough, nameOfSquare(cell))

export const nameIn = (borough: string, corner: { readonly easting: number; readonly northing: number }): string =>
  nameWithout(borough, nameOfCorner(corner).name)

const nameAt = (shift: Pick<Shift, 'area' | 'squares'>, square: number): string => {
  const corner = shift.squares[square]
  return corner ? nameIn(boroughOf(shift), corner) : ''
}

/** The borough that a plan is for, or the area of several. */
export const boroughOf = ({ area, squares: [first] }: Pick<Shift, 'area' | 'squares'>): string =>
  area ?? (first ? nameOfCorner(first).borough : 'No square')

/** What the outer boroughs of an area had in its plans of the last 90 days, this one among them. */
export const shownFloor = ({ plans, units, share, outer }: AreaFloor) => ({
  ...{ plans, units, share: `${(100 * share).toFixed(1)}%`, any: outer.length > 0 },
  had: outer.map(({ borough, units: own, owed }) => `${borough} ${own} (at least ${Math.floor(owed)})`).join(', '),
})

/** What was done beside what was planned, square by square, in the order of the shift. */
export function shownDone(shift: Shift, done: ShiftDone) {
  const at = (seconds: number) => shownMinute(new Date(Date.parse(shift.begins) + seconds * 1000))
  const first = (one: ShiftDone['squares'][number]) => one.stops[0]?.starts ?? 0
  const whole = (minutes: number) => Math.round(minutes)
  return {
    ...{ planned: whole(done.plannedMinutes), achieved: whole(done.doneMinutes), share: Math.round(done.share * 100) },
    ...{ wholeStops: done.wholeStops, stops: done.squares.reduce((sum, { stops }) => sum + stops.length, 0) },
    missed: done.squares.filter(({ missed }) => missed).length,
    rows: done.squares
      .toSorted((a, b) => first(a) - first(b))
      .map(({ easting, northing, plannedMinutes, doneMinutes, wholeStops, missed, stops }) => ({
        ...{
          name: nameIn(boroughOf(shift), { easting, northing }),
          planned: whole(plannedMinutes),
          done: whole(doneMinutes),
          ...{ missed, wholeStops, stops: stops.length },
        },
        when: stops.map(({ unit, stop, starts }) => `${unit}.${stop} at ${at(starts)}`).join(', '),
        lot: stops.some(({ lot }) => lot),
        said: stops.flatMap(({ answer }) => (answer ? [answerWords[answer]] : [])).join(', '),
      })),
  }
}

const mostMeetings = 5

/** Where a plain-clothes plan meets another one, for who plans plain clothes. */
export const shownOverlaps = (overlaps: readonly Overlap[]) =>
  overlaps.map(({ kind, plan, meetings }) => ({
    ...{ kind, href: kind === 'covert' ? `/staff/covert/${plan}` : `/staff/shift/${plan}`, many: meetings.length },
    meetings: meetings.slice(0, mostMeetings).map(({ unit, from, to, ...corner }) => ({
      ...{ unit, from: shownMinute(from), to: shownMinute(to), near: nameOfCorner(corner).name },
    })),
  }))
