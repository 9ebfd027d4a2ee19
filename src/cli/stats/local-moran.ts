import { z } from 'zod'
import { localMoran } from '#lib/stats/local-moran'
import { defineMethod } from './parts/method.ts'
import * as part from './parts/schemas.ts'

export default defineMethod({
  name: 'local-moran',
  says: 'Which cells are like their neighbours (high beside high), and which stand apart (high beside low)?',
  source:
    "Anselin, Geographical Analysis 27 (1995) 93; moments given the cell's own count after Sokal, Oden and Thomson (1998), as spdep (localmoran).",
  mayBeUsedFor: 'Telling one hot cell among cold ones from a hot area.',
  mayNotBeUsedFor:
    'A list of hotspots with tail "normal" where few are expected in a cell: it then raises far more false alarms than it says.',
  input: z
    .strictObject({
      ...part.grid,
      counts: part.counts,
      neighbours: part.neighbours,
      weights: part.weights,
      alternative: part.alternative.describe('two-sided: like or unlike; greater: only like beside like'),
      tail: z
        .enum(['exact', 'normal'])
        .default('exact')
        .describe('exact: all arrangements of the other counts; normal: from z, as other programs have it'),
      permutations: part.permutations,
      seed: part.seed,
    })
    .refine(part.fitsCells, part.tooManyCells),
  output: z.strictObject({
    I: z.array(z.number()).describe('above 0: like its neighbours; below 0: unlike'),
    z: z.array(z.number()).describe("(I − its expectation)/its standard deviation, given the cell's own count"),
    p: z.array(part.chance).describe('chance of an I as far out in this cell'),
    q: z.array(part.chance).describe('p corrected for looking at every cell'),
    correction: part.correctionName,
    tail: z
      .enum(['exact', 'permutation', 'normal'])
      .describe('where p comes from; exact becomes normal where counts are not whole, or of more than 64 kinds'),
    quarter: z
      .array(z.enum(['high-high', 'low-low', 'high-low', 'low-high']))
      .describe('the cell, then its neighbours, against the mean'),
  }),
  example: {
    rows: 3,
    cols: 4,
    cell: 150,
    counts: [0, 1, 0, 0, 2, 9, 1, 0, 1, 7, 0, 1],
    neighbours: { kind: 'queen' },
  },
  run: ({ neighbours, cell, ...rest }) => localMoran({ ...rest, near: part.nearOf(neighbours, cell) }, rest),
})
