import { z } from 'zod'
import { consistency, jaccard } from '#lib/stats/jaccard'
import { defineMethod } from './parts/method.ts'
import { chance, mostCells } from './parts/schemas.ts'

const both = (of: z.ZodType<number[]>, says: string) =>
  z.strictObject({ before: of, after: of }).optional().describe(says)

export default defineMethod({
  name: 'jaccard',
  says: 'How much of one list of places is in the next? Jaccard’s index, and the consistency of forecasts.',
  source:
    'Jaccard, Bull. Soc. Vaudoise Sci. Nat. 37 (1901): cells in both / cells in either. Of scores, cells that tie for the last places are in by equal parts, as in pai: Σ min / Σ max.',
  mayBeUsedFor:
    'Telling officers how much of this week’s list is last week’s; finding a list that changes for no reason.',
  mayNotBeUsedFor:
    'Saying that a list is good: one that never changes is wholly consistent, and may miss everything. Comparing lists of different length or cells.',
  input: z
    .strictObject({
      lists: both(z.array(z.int().min(0)).max(mostCells), 'the numbers of the cells in two lists, in any order'),
      scores: both(
        z.array(z.number()).min(1).max(mostCells),
        'or two forecasts, a score for each cell, in the same order: their lists are the best-scored shares of the area',
      ),
      areas: z
        .array(z.number().positive().max(1))
        .min(1)
        .max(1000)
        .default([0.002, 0.005, 0.01, 0.05])
        .describe('with scores: shares of the area, 0.01 being 1%'),
    })
    .refine(({ lists, scores }) => (lists === undefined) !== (scores === undefined), 'give either lists or scores'),
  output: z.strictObject({
    index: chance.optional().describe('of lists: 0 nothing in common, 1 all; two empty lists are alike'),
    consistency: z.array(chance).optional().describe('of scores: the same for each area share'),
  }),
  example: {
    scores: { before: [9, 8, 7, 1, 0, 0, 0, 0, 0, 0], after: [9, 7, 1, 8, 0, 0, 0, 0, 0, 0] },
    areas: [0.1, 0.3],
  },
  run: ({ lists, scores, areas }) => {
    if (lists) return { index: jaccard(lists.before, lists.after) }
    const [before, after] = [scores?.before ?? [], scores?.after ?? []].map((one) => Float64Array.from(one)) as [
      Float64Array,
      Float64Array,
    ]
    return { consistency: areas.map((share) => consistency(before, after, share)) }
  },
})
