import { z } from 'zod'
import { likelihoodBandwidth, silverman } from '#lib/stats/bandwidth'
import { type DensityGrid, densityAt, densityOn, mostExact, type Points } from '#lib/stats/kde'
import { refuse } from '#lib/stats/wrong-input'
import { defineMethod } from './parts/method.ts'
import * as part from './parts/schemas.ts'

/** Points times places beyond this would take minutes. */
const mostPairs = 2e9

const gridGiven = z.strictObject({
  cell: part.metres,
  rows: part.grid.rows.optional(),
  cols: part.grid.cols.optional(),
  origin: part.point.optional(),
})

const input = z
  .strictObject({
    points: z.array(part.point).min(1).max(5_000_000).describe('one [x, y] for each event, metres'),
    query: z
      .array(part.point)
      .min(1)
      .max(part.mostCells)
      .optional()
      .describe('places to tell the density of, [x, y] in metres'),
    grid: gridGiven
      .optional()
      .describe(
        `or the centres of these cells, row by row from the south-west corner origin ([0, 0]); without rows and cols: all cells that the points lie in, on whole multiples of cell. The same as by query while points times cells that each reaches are at most ${mostExact.toLocaleString('en-GB')}; beyond that, where cells are at most a third (quartic: an eighth) of the bandwidth, each point stands for the centre of its cell: that evens out where many points are, and is no measure of the next to nothing far from all`,
      ),
    kernel: z
      .enum(['gaussian', 'quartic'])
      .describe('gaussian: bandwidth is its standard deviation; quartic: bandwidth is where it ends'),
    bandwidth: z
      .union([part.metres, z.enum(['silverman', 'likelihood'])])
      .describe(
        'metres; or a rule that chooses it: likelihood (cross-validated, up to 4,000 points), silverman (one round cloud)',
      ),
  })
  .refine(({ query, grid }) => (query === undefined) !== (grid === undefined), 'give either query or grid')
  .refine(
    ({ grid }) => (grid?.rows === undefined) === (grid?.cols === undefined),
    'give both rows and cols of the grid, or neither',
  )
  .refine(
    ({ grid }) => grid?.rows !== undefined || grid?.origin === undefined,
    'origin goes with rows and cols: give them too',
  )
  .refine(({ grid }) => part.fitsCells({ rows: grid?.rows ?? 1, cols: grid?.cols ?? 1 }), part.tooManyCells)

export default defineMethod({
  name: 'kde',
  says: 'How dense are points, smoothed, at places or over a grid? Kernel density.',
  source: 'Silverman, Density Estimation (1986) 4.2, 4.14; likelihood cross-validation: Duin (1976).',
  mayBeUsedFor: 'Showing exact reports as a smooth surface, with kernel and bandwidth named beside it.',
  mayNotBeUsedFor:
    'Significance: there is none in it. Ranking cells of snapped public points: on London’s thefts it foretold the next month worse than the plain count of each cell.',
  input,
  output: z.strictObject({
    density: z
      .array(z.number().min(0))
      .describe('events per m², in the order of query or grid; divide by the number of points for a whole of 1'),
    bandwidth: z.number().optional().describe('metres, where a rule chose it'),
    grid: z
      .strictObject({ cell: z.number(), rows: z.number(), cols: z.number(), origin: part.point })
      .optional()
      .describe('where it followed from the points'),
  }),
  example: {
    points: [
      [100, 100],
      [150, 130],
      [400, 300],
    ],
    query: [
      [120, 110],
      [500, 500],
    ],
    kernel: 'quartic',
    bandwidth: 200,
  },
  run: ({ points, query, grid, kernel, bandwidth: asked }) => {
    const at = columns(points)
    const bandwidth =
      asked === 'silverman' ? silverman(at, kernel) : asked === 'likelihood' ? likelihoodBandwidth(at, kernel) : asked
    const chosen = typeof asked === 'number' ? {} : { bandwidth }
    if (query) {
      if (points.length * query.length > mostPairs) refuse('points × query is more than 2,000,000,000: ask for a grid.')
      return { density: densityAt(at, columns(query), { kernel, bandwidth }), ...chosen }
    }
    const cells = grid as z.output<typeof gridGiven>
    const { rows, cols, cell, x, y } = gridOf(cells, at)
    const density = densityOn(at, { rows, cols, cell, x, y }, { kernel, bandwidth })
    const origin: [number, number] = [x, y]
    return { density, ...chosen, ...(cells.rows === undefined && { grid: { cell, rows, cols, origin } }) }
  },
})

const columns = (points: readonly (readonly [number, number])[]): Points => ({
  x: Float64Array.from(points, ([x]) => x),
  y: Float64Array.from(points, ([, y]) => y),
})

function gridOf({ cell, rows, cols, origin = [0, 0] }: z.output<typeof gridGiven>, points: Points): DensityGrid {
  if (rows !== undefined && cols !== undefined) return { rows, cols, cell, x: origin[0], y: origin[1] }
  const side = (values: ArrayLike<number>) => {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let at = 0; at < values.length; at++) {
      least = Math.min(least, values[at] as number)
      most = Math.max(most, values[at] as number)
    }
    const start = Math.floor(least / cell)
    return { least, most, start: start * cell, count: Math.floor(most / cell) - start + 1 }
  }
  const [x, y] = [side(points.x), side(points.y)]
  if (x.count * y.count > part.mostCells)
    refuse(
      `The points reach from ${x.least} to ${x.most} east and ${y.least} to ${y.most} north: that makes ${(x.count * y.count).toLocaleString('en-GB')} cells of ${cell} m, and ${part.mostCells.toLocaleString('en-GB')} is the most. Is a point far off, such as one on 0, 0? Else take larger cells.`,
    )
  return { rows: y.count, cols: x.count, cell, x: x.start, y: y.start }
}
