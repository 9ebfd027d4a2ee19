import { z } from 'zod'
import { benjaminiHochberg } from '#lib/stats/fdr'
import { defineMethod } from './parts/method.ts'
import * as part from './parts/schemas.ts'

export default defineMethod({
  name: 'fdr',
  says: 'Which of many tests stand, when a share q of those named may be wrong? Benjamini–Hochberg.',
  source: 'Benjamini and Hochberg, JRSS B 57 (1995) 289; as p.adjust(method = "BH") in R.',
  mayBeUsedFor:
    'Correcting p-values of tests that are independent or go up and down together, such as neighbouring cells.',
  mayNotBeUsedFor:
    'Looks at the same place again and again over time: each look is a test too, and all of them belong in one list.',
  input: z.strictObject({
    p: z.array(part.chance).max(part.mostCells).describe('p-values, in any order; of none, none are adjusted'),
    q: z.number().gt(0).lt(1).default(0.05).describe('share of the rejected that may be wrong'),
  }),
  output: z.strictObject({
    adjusted: z.array(part.chance).describe('smallest q at which each is rejected, in the order given'),
    rejected: z.array(z.boolean()).describe('whether adjusted is at most q'),
  }),
  example: { p: [0.01, 0.02, 0.03, 0.5], q: 0.05 },
  run: ({ p, q }) => benjaminiHochberg(p, q),
})
