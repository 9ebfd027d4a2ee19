import { z } from 'zod'
import { accuracy } from '#lib/stats/pai'
import { defineMethod } from './parts/method.ts'
import { orNull } from './parts/point-schemas.ts'
import { most } from './parts/schemas.ts'

const perArea = z.array(z.number().nullable())

export default defineMethod({
  name: 'pai',
  says: 'How well did a map foretell what came? Hit rate, PAI and PEI at given shares of the area.',
  source:
    'PAI: Chainey, Tompson and Uhlig, Security Journal 21 (2008) 4; PEI: Hunt (2016), as in the NIJ Real-Time Crime Forecasting Challenge. Cells that tie for the last places share them in equal parts, which is the mean over every way to break the tie.',
  mayBeUsedFor:
    'Comparing methods on the same cells, months and area share; showing how near a map came to the best possible (PEI).',
  mayNotBeUsedFor:
    'Comparing cities, cell sizes or area shares by PAI: it rewards the smallest area. Events of the months that the scores were made from.',
  input: z.strictObject({
    scores: z.array(z.number()).min(1).describe('the forecast of each cell, higher is riskier; cells of equal area'),
    counts: z.array(z.number().min(0).max(most)).min(1).describe('what then happened in each cell'),
    areas: z
      .array(z.number().positive().max(1))
      .min(1)
      .max(1000)
      .default([0.002, 0.005, 0.01, 0.05])
      .describe('shares of the area, 0.01 being 1%; a part of a cell counts in part'),
  }),
  output: z.strictObject({
    hit: perArea.describe(
      'for each area share, the share of events in the best-scored cells; null when there were no events',
    ),
    pai: perArea.describe('hit / area share'),
    pei: perArea.describe('hit / the best hit that so much area could have'),
  }),
  example: { scores: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], counts: [4, 2, 6, 0, 0, 0, 0, 0, 0, 0], areas: [0.2, 0.5] },
  run: ({ scores, counts, areas }) => {
    const { hit, pai, pei } = accuracy(Float64Array.from(scores), Float64Array.from(counts), areas)
    return { hit: orNull(hit), pai: orNull(pai), pei: orNull(pei) }
  },
})
