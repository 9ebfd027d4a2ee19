import { z } from 'zod'
import { classes, emerging, trendsOf } from '#lib/stats/emerging'
import { defineMethod } from './parts/method.ts'
import * as part from './parts/schemas.ts'

export default defineMethod({
  name: 'emerging',
  says: 'Which hotspots are new, lasting, growing, fading or on and off? Gi* in each step of time, then the trend.',
  source:
    'Gi* and Mann–Kendall as gistar and mann-kendall here; classes as defined in "How Emerging Hot Spot Analysis works" (ArcGIS Pro documentation), which sfdep (R) follows.',
  mayBeUsedFor: 'Telling where to look first: ten steps of time or more, such as months.',
  mayNotBeUsedFor:
    'Forecasts. Steps across a change in how reports are taken. Trends of single cells one by one: they are not corrected for how many there are.',
  input: z
    .strictObject({
      ...part.grid,
      slices: z
        .array(part.counts)
        .min(3)
        .max(1000)
        .describe('a grid of counts for each step of time, the newest last, each as counts of gistar'),
      neighbours: part.neighbours,
      steps: z
        .int()
        .min(0)
        .max(12)
        .default(0)
        .describe('so many steps before count as near too, to tell hot and cold; the trend takes each step alone'),
      trendOf: z
        .enum(trendsOf)
        .default('counts')
        .describe(
          'counts: as ArcGIS and sfdep; share: of all counts of the step, so that a rise or fall of the whole map is no trend of a cell. Hot and cold are by counts in both',
        ),
      q: z.number().gt(0).lt(1).default(0.05).describe('rate up to which a cell is hot or cold in a step'),
    })
    .refine(
      ({ rows, cols, slices }) => rows * cols * slices.length <= part.mostCells,
      `rows × cols × steps of time is more than ${part.mostCells.toLocaleString('en-GB')}`,
    ),
  output: z.strictObject({
    classes: z.array(z.enum(classes)).describe('for each cell'),
    trend: z
      .strictObject({ z: z.array(z.number()), p: z.array(part.chance) })
      .describe('Mann–Kendall over the counts (or shares) of each cell and those near it, each step alone'),
    z: z.array(z.array(z.number())).describe('Gi* of each cell, for each step'),
    q: z.array(z.array(part.chance)).describe('its p corrected for all cells and steps'),
    correction: part.correctionName,
    tail: z.enum(['exact', 'rounded', 'normal']).describe('where p comes from, as in gistar'),
  }),
  example: {
    rows: 2,
    cols: 3,
    cell: 150,
    neighbours: { kind: 'distance', metres: 150 },
    slices: [
      [1, 0, 0, 1, 0, 1],
      [0, 1, 0, 1, 1, 0],
      [6, 5, 0, 4, 1, 0],
      [9, 8, 0, 7, 0, 1],
    ],
  },
  run: ({ neighbours, cell, ...rest }) => emerging({ ...rest, near: part.nearOf(neighbours, cell) }),
})
