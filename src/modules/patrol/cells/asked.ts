import type { Kysely } from 'kysely'
import { z } from 'zod'
import { cellAt, centreOf } from '#lib/cells/grid'
import type { GridPoint } from '#lib/geo/grid'
import { london } from '../london.ts'
import { byFloor, type Hotspot, hotspotsOf } from './hotspots.ts'
import { type HowItCame, howItCame } from './how-it-came.ts'
import { wantedKinds } from './kinds-told.ts'
import { boroughAt, londonCells } from './london-cells.ts'
import { type Asked, type LookedAt, lookAt, sources } from './look.ts'
import type { ReportedCellTables } from './reported-cells.ts'

/** What a map, a list or a file of squares may be asked for. */
export const SquaresAsked = z.object({
  of: z.enum(sources).default('published'),
  borough: z.string().max(40).optional(),
  until: z.string().max(10).optional(),
  /** How the phone was taken, or how they got away; of reports alone. */
  method: z
    .enum(['', ...wantedKinds])
    .optional()
    .transform((method) => method || undefined),
  by: z
    .enum(['used', 'floor'])
    .default('used')
    .describe('floor: the list by decayed counts, also where the learned model is used'),
})

/** The list as every page, sheet and file shows it. */
export async function hotspotsAsked(
  db: Kysely<ReportedCellTables>,
  { by, ...asked }: Asked & { readonly by?: 'used' | 'floor' | undefined },
): Promise<{ readonly look: LookedAt; readonly spots: readonly Hotspot[]; readonly came: () => Promise<HowItCame> }> {
  const used = await lookAt(db, asked)
  const look = by === 'floor' ? byFloor(used) : used
  const came = howItCame(look) // its thread works while this one ranks
  came.catch(() => {}) // whoever awaits it hears of a fault
  return { look, spots: hotspotsOf(look), came: () => came }
}

const names = new Map<number, string>()

/** What a person calls a square: the nearest street or station. */
export function nameOfSquare(cell: number): string {
  const known = names.get(cell)
  if (known) return known
  const [easting, northing] = centreOf(londonCells().grid, cell)
  const name = london().nameNear({ easting, northing }) ?? 'a place without a name'
  names.set(cell, name)
  return name
}

/** The same of a square by its south-west corner, with its borough; '' outside London. */
export function nameOfCorner(corner: GridPoint): { readonly name: string; readonly borough: string } {
  const { grid } = londonCells()
  const cell = cellAt(grid, corner.easting + grid.cell / 2, corner.northing + grid.cell / 2)
  if (cell < 0) return { name: 'a place outside London', borough: '' }
  return { name: nameOfSquare(cell), borough: boroughAt(corner) }
}
