import { z } from 'zod'
import { giStar } from '#lib/stats/gistar'
import { defineMethod } from './parts/method.ts'
import * as part from './parts/schemas.ts'

export default defineMethod({
  name: 'gistar',
  says: 'Where are counts high (or low) together, more than chance would have it? Getis-Ord Gi* on a grid.',
  source:
    'Ord and Getis, Geographical Analysis 27 (1995) 286, as spdep (localG with include.self) and esda (G_Local, star=True). Exact p: the permutation distribution of Getis and Ord (1992), counted out instead of drawn.',
  mayBeUsedFor:
    'Naming the cells that are hotspots for a period, with the rate of false alarms among them (q). Weights are 1, and the cell itself counts.',
  mayNotBeUsedFor:
    'Saying why, who, or what comes next. With tail "normal" on small counts: it then raises far more false alarms than it says. Counts of snapped public points beside exact ones.',
  input: z
    .strictObject({
      ...part.grid,
      counts: part.counts,
      neighbours: part.neighbours,
      alternative: part.alternative,
      tail: z
        .enum(['exact', 'normal'])
        .default('exact')
        .describe('exact: all arrangements of these counts; normal: from z, as other programs have it'),
      permutations: part.permutations,
      seed: part.seed,
    })
    .refine(part.fitsCells, part.tooManyCells),
  output: z.strictObject({
    z: z
      .array(z.number())
      .describe('standard score for each cell; 0 where all counts are alike, but for rounding, or all cells are near'),
    p: z.array(part.chance).describe('chance of a score as far out in this cell'),
    q: z
      .array(part.chance)
      .describe('p corrected for looking at every cell: call those up to 0.05 hot (z > 0) or cold (z < 0)'),
    correction: part.correctionName,
    tail: z
      .enum(['exact', 'rounded', 'permutation', 'normal'])
      .describe(
        'where p comes from; exact becomes rounded where counts are not whole or their sums too many (levels as fine as half a second allows), and normal where more than 300 cells are near',
      ),
  }),
  example: {
    rows: 3,
    cols: 4,
    cell: 150,
    counts: [0, 1, 0, 0, 2, 9, 1, 0, 1, 7, 0, 1],
    neighbours: { kind: 'queen' },
  },
  run: ({ neighbours, cell, ...rest }) => giStar({ ...rest, near: part.nearOf(neighbours, cell) }, rest),
})
