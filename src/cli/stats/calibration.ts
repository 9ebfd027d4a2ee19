import { z } from 'zod'
import { calibration } from '#lib/stats/calibration'
import { defineMethod } from './parts/method.ts'
import { most, mostCells } from './parts/schemas.ts'

const number = z.number().min(0)
const group = z.strictObject({
  cells: z.int(),
  expected: number,
  observed: number,
  ratio: number,
  low: number,
  high: number,
})

export default defineMethod({
  name: 'calibration',
  says: 'Did as much come as was foretold, where much and where little was? Calibration of a forecast.',
  source:
    'Observed to expected in groups of cells by forecast. Interval: Byar’s approximation to the exact Poisson one, Breslow and Day, Statistical Methods in Cancer Research II (IARC, 1987), p. 69.',
  mayBeUsedFor: 'Telling whether the numbers of a forecast can be planned with, and not only its order.',
  mayNotBeUsedFor:
    'Ranking methods: one that foretells the mean everywhere is calibrated. Saying that a forecast is wrong where events come in runs: near repeats make the interval too narrow. Events that the forecast was made from.',
  input: z.strictObject({
    expected: z
      .array(z.number().min(0).max(most))
      .min(1)
      .max(mostCells)
      .describe('how many were foretold in each cell; some are above 0'),
    observed: z.array(z.number().min(0).max(most)).min(1).max(mostCells).describe('how many came in each'),
    groups: z
      .int()
      .min(1)
      .max(1000)
      .default(10)
      .describe('at most so many groups, of about the same expectation each; cells of one forecast are not parted'),
  }),
  output: z.strictObject({
    groups: z
      .array(group)
      .describe(
        'from the highest forecasts to the lowest; ratio: observed to expected; low, high: its 95% interval, which has 1 inside it nineteen times in twenty where the forecast is right',
      ),
    all: group.describe('all cells together'),
  }),
  example: { expected: [4, 2.5, 1, 0.5, 0.5, 0.2], observed: [6, 2, 1, 0, 1, 0], groups: 3 },
  run: ({ expected, observed, groups }) =>
    calibration(Float64Array.from(expected), Float64Array.from(observed), groups),
})
