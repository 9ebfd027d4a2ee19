import type { Kysely } from 'kysely'
import { cellAt, centreOf } from '#lib/cells/grid'
import type { GridPoint } from '#lib/geo/grid'
import { london } from '../london.ts'
import { type Hotspot, hotspotsOf, type Look } from './hotspots.ts'
import { londonCells } from './london-cells.ts'
import { type Asked, lookAt } from './look.ts'
import type { ReportedCellTables } from './reported-cells.ts'

/** The list as every page, sheet and file shows it. */
export async function hotspotsAsked(
  db: Kysely<ReportedCellTables>,
  asked: Asked,
): Promise<{ readonly look: Look; readonly spots: readonly Hotspot[] }> {
  const look = await lookAt(db, asked)
  return { look, spots: hotspotsOf(look) }
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
  const { grid, boroughs, boroughOf } = londonCells()
  const cell = cellAt(grid, corner.easting + grid.cell / 2, corner.northing + grid.cell / 2)
  if (cell < 0) return { name: 'a place outside London', borough: '' }
  return { name: nameOfSquare(cell), borough: boroughs[boroughOf[cell] as number] ?? '' }
}
