import { z } from 'zod'
import { sources } from '../cells/look.ts'
import { MadeBy } from '../cells/made-by.ts'
import { largerAreas } from './larger-areas.ts'

export const PlanId = z.uuid()
export const FenceId = z.uuid()

/** Of a unit: on foot, or by car between its stops. */
export const ways = ['foot', 'vehicle'] as const
export type Way = (typeof ways)[number]

export const mostUnits = 12
export const longestHours = 12

const Seconds = z
  .int()
  .min(0)
  .max(longestHours * 3600)
const Square = z.object({
  fence: FenceId,
  easting: z.int().min(0).max(700_000).describe('south-west corner of a square of 150 m, British National Grid'),
  northing: z.int().min(0).max(1_300_000),
})
const Stop = z.object({
  square: z.int().min(0).describe('place in squares'),
  starts: Seconds.describe('seconds from the beginning of the shift'),
  leaves: Seconds,
  lot: z.boolean().describe('drawn by lot from all squares within reach of a post, also those without a theft'),
})

/** A shift as it was planned: squares and times, and nobody. Units are numbered from 1 in the order of their tours. */
export const PlannedShift = z.object({
  source: z.enum(sources),
  area: z.enum(largerAreas).optional().describe('what it was planned for, where that is more than one borough'),
  begins: z.iso.datetime(),
  ends: z.iso.datetime(),
  dwell: z.object({ least: z.int().min(1).max(60), most: z.int().min(1).max(60) }).describe('minutes'),
  gap: z.int().min(0).max(720).describe('minutes between visits to a square'),
  lotPermille: z.int().min(0).max(1000).describe('share of time by lot that was asked for'),
  /** What an estimate would divide by; none is made of it yet. */
  lotChance: z.number().min(0).max(1).describe('how likely each square within reach of a post was to be drawn'),
  seed: z.int().min(0),
  expectedTenths: z.int().min(0).describe('thefts expected in the shift, in tenths'),
  byHour: z
    .boolean()
    .optional()
    .describe(
      'whether that is of its hours of the week; else as if all hours were alike, as in plans that do not say it',
    ),
  madeBy: MadeBy.optional().describe('what its squares were weighed by; plans from before this was kept do not say it'),
  coveredPercent: z.int().min(0).max(100).describe('of those, within reach of a post'),
  squares: z.array(Square).max(400),
  tours: z
    .array(z.object({ by: z.enum(ways), stops: z.array(Stop).max(60) }))
    .min(1)
    .max(mostUnits),
})
export type PlannedShift = z.output<typeof PlannedShift>
export type PlannedTour = PlannedShift['tours'][number]

/** What an officer says of a stop: that they were there, or why not. */
export const stopAnswers = ['done', 'call', 'unsafe', 'blocked', 'no-time'] as const
export type StopAnswer = (typeof stopAnswers)[number]

const minute = 60

/** Whether a plan keeps its own dwell, shift and gap. The command takes no other, whoever made it. */
export function keepsItsRules({ begins, ends, dwell, gap, squares, tours }: PlannedShift): boolean {
  const length = (Date.parse(ends) - Date.parse(begins)) / 1000
  const isStay = ({ starts, leaves, square }: PlannedTour['stops'][number]) =>
    square < squares.length &&
    leaves <= length &&
    leaves - starts >= dwell.least * minute &&
    leaves - starts <= dwell.most * minute
  const inOrder = ({ stops }: PlannedTour) =>
    stops.every((stop, at) => isStay(stop) && (at === 0 || stop.starts >= (stops[at - 1]?.leaves ?? 0)))
  return length > 0 && dwell.least <= dwell.most && tours.every(inOrder) && isApart(tours, gap * minute)
}

function isApart(tours: readonly PlannedTour[], gap: number): boolean {
  const visits = tours.flatMap(({ stops }) => stops)
  return [...Map.groupBy(visits, ({ square }) => square).values()].every((toSquare) => {
    const inTime = toSquare.toSorted((a, b) => a.starts - b.starts)
    return inTime.every((stop, at) => at === 0 || stop.starts >= (inTime[at - 1]?.leaves ?? 0) + gap)
  })
}
