import { z } from 'zod'
import { moran } from '#lib/stats/moran'
import { defineMethod } from './parts/method.ts'
import * as part from './parts/schemas.ts'

export default defineMethod({
  name: 'moran',
  says: "Do neighbouring cells resemble each other, over the whole grid? Moran's I.",
  source:
    'Cliff and Ord, Spatial Processes (1981) 1.44, variance under randomisation, as spdep (moran.test) and esda (Moran, VI_rand).',
  mayBeUsedFor: 'One figure for how clustered a map is, and whether that is more than chance.',
  mayNotBeUsedFor: 'Naming places. Comparing maps of different cells or neighbours.',
  input: z
    .strictObject({
      ...part.grid,
      counts: part.counts,
      neighbours: part.neighbours,
      weights: part.weights,
      alternative: part.alternative,
      permutations: part.permutations,
      seed: part.seed,
    })
    .refine(part.fitsCells, part.tooManyCells),
  output: z.strictObject({
    I: z.number().describe('about 0 for none, towards 1 where like is beside like, below 0 where unlike is'),
    expected: z.number().describe('I where nothing is shared: −1/(n − 1)'),
    variance: z
      .number()
      .describe('of I, were the counts put in any order; 0 where that changes nothing, as where all cells are near'),
    z: z.number().describe('(I − expected)/√variance; 0 where variance is 0'),
    p: part.chance.describe('chance of an I as far out: by z, or by permutations where they were asked for'),
  }),
  example: {
    rows: 3,
    cols: 4,
    cell: 150,
    counts: [0, 1, 0, 0, 2, 9, 1, 0, 1, 7, 0, 1],
    neighbours: { kind: 'queen' },
  },
  run: ({ neighbours, cell, ...rest }) => moran({ ...rest, near: part.nearOf(neighbours, cell) }, rest),
})
