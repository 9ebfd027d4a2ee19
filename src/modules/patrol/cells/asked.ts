import type { Kysely } from 'kysely'
import { centreOf } from '#lib/cells/grid'
import { london } from '../london.ts'
import { type Hotspot, hotspotsOf } from './hotspots.ts'
import { londonCells } from './london-cells.ts'
import { type Asked, type LookedAt, lookAt } from './look.ts'
import type { ReportedCellTables } from './reported-cells.ts'

/** The list as every page, sheet and file shows it. */
export async function hotspotsAsked(
  db: Kysely<ReportedCellTables>,
  asked: Asked,
): Promise<{ readonly look: LookedAt; readonly spots: readonly Hotspot[] }> {
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
