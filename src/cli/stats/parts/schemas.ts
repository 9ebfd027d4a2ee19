import { z } from 'zod'
import { distanceBand, type Neighbourhood, queen } from '#lib/stats/neighbours'

/** A grid of more cells is refused: most often one stray point made it. */
export const mostCells = 4_000_000

/** Permutations beyond this only wait. */
const mostPermutations = 99_999

/** A millimetre is the least: what is finer is a mistake of units, and squares of it are nothing. */
export const metres = z.number().min(0.001).max(1e7)

/** More than anybody counts; sums and squares of it are still numbers. */
export const most = 1e12

const side = z.int().min(1).max(mostCells)

export const grid = {
  rows: side.describe('rows of the grid, from south to north'),
  cols: side.describe('columns of the grid, from west to east'),
  cell: metres.describe('side of a cell, metres'),
}

export const counts = z
  .array(z.number().min(0).max(most))
  .max(mostCells)
  .describe('a count for each cell, row by row from the south-west corner: cell row × cols + col')

export const fitsCells = ({ rows, cols }: { rows: number; cols: number }) => rows * cols <= mostCells
export const tooManyCells = `rows × cols is more than ${mostCells.toLocaleString('en-GB')} cells: take larger cells or a smaller area`

export const neighbours = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('queen') }),
    z.strictObject({ kind: z.literal('distance'), metres }),
  ])
  .describe('queen: the eight cells that touch it; distance: all cells whose centre is at most so many metres away')

export const alternative = z
  .enum(['two-sided', 'greater'])
  .default('two-sided')
  .describe('two-sided: more or less than chance; greater: only more')

export const permutations = z
  .int()
  .min(0)
  .max(mostPermutations)
  .default(0)
  .describe('above 0: p by so many random rearrangements; 0: p by formula')

export const seed = z.int().min(0).default(1).describe('the same seed draws the same rearrangements')

/** A grid of neighbours as src/lib/stats takes it. */
export const nearOf = (given: z.output<typeof neighbours>, cell: number): Neighbourhood =>
  given.kind === 'queen' ? queen : distanceBand(given.metres, cell)

/** A chance. */
export const chance = z.number().min(0).max(1)
export const correctionName = z.literal('Benjamini-Hochberg').describe('how q was made from p')

export const weights = z
  .enum(['binary', 'row'])
  .default('binary')
  .describe('binary: each neighbour counts 1; row: all neighbours of a cell together count 1')

/** A place in metres, east and north. */
export const point = z.tuple([z.number(), z.number()])
