import { z } from 'zod'
import { seeded } from '#lib/stats/random'
import { alarmAt } from '#lib/stats/repeated-looks'
import { scan } from '#lib/stats/scan'
import { nearestZones } from '#lib/stats/scan-zones'
import { refuse } from '#lib/stats/wrong-input'
import { defineMethod } from './parts/method.ts'
import { column, points } from './parts/point-schemas.ts'
import { chance, seed } from './parts/schemas.ts'

/** Of a place and a day. */
const mostEvents = 1e9
const table = <T extends z.ZodType<number>>(value: T) => z.array(z.array(value).min(1)).min(1)

const input = z
  .strictObject({
    counts: table(z.int().min(0).max(mostEvents)).describe(
      'events: a row for each day, the newest last; a column for each place',
    ),
    baselines: table(z.number().min(0).max(mostEvents))
      .optional()
      .describe('how many are expected, in the same shape; without it, the permutation scan'),
    zones: z
      .array(z.array(z.int().min(0)).min(1))
      .min(1)
      .optional()
      .describe('sets of places by number from 0'),
    coordinates: points
      .optional()
      .describe('instead of zones, [x, y] of each place, metres: its nearest places are its zones'),
    nearest: z.int().min(1).default(10).describe('with coordinates: zones of up to so many places'),
    maxDuration: z.int().min(1).describe('windows of the last 1, 2, … days, up to so many'),
    replicates: z.int().min(0).max(99_999).default(999).describe('worlds by chance that p comes from'),
    seed,
    clusters: z
      .int()
      .min(1)
      .max(1000)
      .default(10)
      .describe('how many to name at most; none shares a place with another'),
    looks: z
      .strictObject({ every: z.number().positive(), oneIn: z.number().positive() })
      .prefault({ every: 1, oneIn: 365 })
      .describe('days: scanning every so often, at most one false alarm is expected in so many days'),
  })
  .refine(({ zones, coordinates }) => !zones !== !coordinates, 'give either zones or coordinates')

type Input = z.output<typeof input>

const cluster = z.strictObject({
  places: z.array(z.int()),
  duration: z.int(),
  observed: z.int(),
  expected: z.number(),
  score: z.number(),
  p: chance,
  recurrence: z.number(),
  alarm: z.boolean(),
})

export default defineMethod({
  name: 'scan',
  says: 'Is something going on right now, and where? Prospective space-time scan over zones and days, corrected for looking everywhere.',
  source:
    'With baselines, expectation-based Poisson: Neill, Moore, Sabhnani and Daniel, KDD 2005; without, space-time permutation: Kulldorff et al., PLoS Medicine 2 (2005) e59; both score as scanstatistics (R). Recurrence interval: Kleinman, Lazarus and Platt, Am. J. Epidemiology 159 (2004) 217.',
  mayBeUsedFor:
    'A daily alarm with a stated rate of false ones: act on clusters whose alarm is true. The expected number of looks that alarm by chance alone is at most one in looks.oneIn days, however much the windows overlap.',
  mayNotBeUsedFor:
    'Naming the edge of a cluster to the street, or its cause. Baselines that are guesses: a place whose baseline is too low alarms too often; leave them out then. Reports that come in late: today looks quiet.',
  input,
  output: z.strictObject({
    clusters: z
      .array(cluster)
      .describe(
        'best first. places: as the zone names them; duration: days up to the newest; score: logarithm of the likelihood ratio; p: corrected for every zone and duration; recurrence: by chance alone once in so many days; alarm: p ≤ alarmAt',
      ),
    model: z.enum(['poisson', 'permutation']).describe('poisson with baselines, permutation without'),
    replicates: z.int().describe('how many were made'),
    alarmAt: z
      .number()
      .describe(
        'looks.every / looks.oneIn; with fewer than 1 / alarmAt − 1 replicates nothing can alarm, and three times as many use the rate to the full',
      ),
  }),
  example: {
    counts: [
      [1, 2, 0, 1],
      [0, 1, 2, 1],
      [1, 1, 1, 0],
      [6, 5, 1, 1],
    ],
    baselines: [
      [1, 1, 1, 1],
      [1, 1, 1, 1],
      [1, 1, 1, 1],
      [1.5, 1.5, 1, 1],
    ],
    coordinates: [
      [0, 0],
      [150, 0],
      [150, 600],
      [0, 600],
    ],
    nearest: 2,
    maxDuration: 2,
    replicates: 999,
    clusters: 1,
  },
  run: (input) => {
    const { counts, baselines, looks, clusters: most, maxDuration, replicates, seed } = input
    const { places, zones } = zonesOf(input)
    const table = (name: string, rows: readonly (readonly number[])[]) => flat(name, rows, places, counts.length)
    const answer = scan({
      places,
      counts: table('counts', counts),
      baselines: baselines && table('baselines', baselines),
      ...{ zones, maxDuration, replicates, most, random: seeded(seed) },
    })
    const limit = alarmAt(looks)
    const clusters = answer.clusters.map((one) => ({
      ...one,
      recurrence: looks.every / one.p,
      alarm: one.p <= limit * (1 + 1e-12),
    }))
    return { ...answer, clusters, alarmAt: limit }
  },
})

function zonesOf({ counts, zones, coordinates = [], nearest }: Input) {
  const places = counts[0]?.length ?? 0
  if (zones) return { places, zones: zones.map((zone) => Int32Array.from(zone)) }
  if (coordinates.length !== places)
    refuse(`coordinates has ${coordinates.length} places and a day of counts has ${places}; give as many.`)
  return { places, zones: nearestZones(column(coordinates, 0), column(coordinates, 1), nearest) }
}

/** A table as one list, day by day. */
function flat(name: string, rows: readonly (readonly number[])[], places: number, days: number): Float64Array {
  if (rows.length !== days) refuse(`${name} has ${rows.length} days and counts has ${days}; give as many.`)
  const odd = rows.findIndex((row) => row.length !== places)
  if (odd !== -1) refuse(`${name}[${odd}] has ${rows[odd]?.length} places; ${places} are on the first day of counts.`)
  return Float64Array.from(rows.flat())
}
