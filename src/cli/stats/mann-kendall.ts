import { z } from 'zod'
import { mannKendall } from '#lib/stats/mann-kendall'
import { defineMethod } from './parts/method.ts'
import * as part from './parts/schemas.ts'

export default defineMethod({
  name: 'mann-kendall',
  says: 'Does a series rise or fall over time? Mann–Kendall.',
  source: 'Mann, Econometrica 13 (1945) 245; Kendall (1975), variance with ties; as mk.test in R (trend).',
  mayBeUsedFor: 'Ten or more counts at equal steps, such as a cell by month.',
  mayNotBeUsedFor:
    'Series with a season (compare like months), running means, or a handful of values: p is then too small.',
  input: z.strictObject({
    series: z.array(z.number()).min(3).max(20_000).describe('values at equal steps of time, the newest last'),
  }),
  output: z.strictObject({
    S: z.number().describe('pairs that rise less pairs that fall'),
    variance: z.number().describe('of S by chance, ties counted'),
    z: z.number().describe('(S − 1)/√variance above 0, (S + 1)/√variance below, else 0'),
    p: part.chance.describe('two-sided, by the normal curve'),
    tau: z.number().describe("Kendall's tau-b: 1 rises always, −1 falls always"),
  }),
  example: { series: [3, 4, 4, 6, 5, 8, 9, 9, 12, 11] },
  run: ({ series }) => mannKendall(series),
})
