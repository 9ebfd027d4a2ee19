import { z } from 'zod'
import { knox, nearRepeats } from '#lib/stats/knox'
import { seeded } from '#lib/stats/random'
import { defineMethod } from './parts/method.ts'
import { column, events, orNull, rowsOf } from './parts/point-schemas.ts'
import { chance, seed } from './parts/schemas.ts'

const limits = z.array(z.number().min(0)).min(2).max(1000)
const table = <T extends z.ZodType>(value: T) => z.array(z.array(value))

export default defineMethod({
  name: 'knox',
  says: 'Near repeats: do events follow each other nearby and soon after, more than chance would have it? Knox test.',
  source:
    'Knox, Applied Statistics 13 (1964) 25; permutation of the times as in Johnson et al., J. Quantitative Criminology 23 (2007) 201; p with the 1 + of Phipson and Smyth (2010). Expected is exact: pairs near in space × pairs near in time / all pairs.',
  mayBeUsedFor: 'Deciding for how long and how far around a report the risk is raised; listing the near pairs.',
  mayNotBeUsedFor:
    'Saying that one offender did both. Monthly data: days that are made up make pairs that are made up. A long period in which places change: then expected is too low (take at most a year or two).',
  input: z.strictObject({
    events: events.describe('[x, y, day] of each event, metres and days (fractions allowed)'),
    space: limits.describe('limits of the intervals of distance, metres, ascending: closed left, open right'),
    time: limits.describe('limits of the intervals of time, days, ascending: closed left, open right'),
    permutations: z.int().min(0).max(99_999).default(999).describe('how many random orders of the times p comes from'),
    seed,
    near: z
      .strictObject({ metres: z.number().positive(), days: z.number().positive() })
      .optional()
      .describe('list every pair closer than both'),
  }),
  output: z.strictObject({
    observed: table(z.int().min(0)).describe('pairs: a row for each interval of distance, a column for each of time'),
    expected: table(z.number().min(0)).describe('the mean of that over all orders of the times'),
    ratio: table(z.number().nullable()).describe('observed to expected; null where none is expected'),
    p: table(chance).describe('(1 + orders with at least as many pairs) / (1 + permutations); for each cell by itself'),
    pairs: z
      .array(z.strictObject({ first: z.int(), second: z.int(), metres: z.number(), days: z.number() }))
      .optional()
      .describe('with near: numbers of the two events from 0, the earlier first, and how far apart they are'),
  }),
  example: {
    events: [
      [0, 0, 0],
      [40, 30, 2],
      [900, 0, 2],
      [930, 10, 5],
      [0, 800, 40],
      [10, 10, 90],
    ],
    space: [0, 100, 1000],
    time: [0, 7, 30],
    permutations: 99,
    near: { metres: 100, days: 7 },
  },
  run: ({ events, space, time, permutations, seed, near }) => {
    const given = { xs: column(events, 0), ys: column(events, 1), days: column(events, 2) }
    const breaks = { space: Float64Array.from(space), time: Float64Array.from(time) }
    const { observed, expected, ratio, p } = knox(given, { ...breaks, permutations, random: seeded(seed) })
    const rows = (table: Float64Array) => rowsOf(table, time.length - 1)
    const tables = { observed: rows(observed), expected: rows(expected), ratio: rows(ratio).map(orNull), p: rows(p) }
    return near ? { ...tables, pairs: nearRepeats(given, near) } : tables
  },
})
