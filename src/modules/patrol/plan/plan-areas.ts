import { boroughAt, londonCells } from '../cells/london-cells.ts'
import { isOuter } from '../cells/outer-boroughs.ts'
import { boroughsOfLarger, largerAreas, whole } from './larger-areas.ts'
import type { PlannedShift } from './planned-shift.ts'

/** What a shift may be planned for: a borough, or an area of several. */
export const planAreas = (): string[] => [...largerAreas, ...[...londonCells().boroughs].sort()]

/** The boroughs of an area; none where there is no such area. */
export function boroughsIn(area: string): readonly string[] {
  const { boroughs } = londonCells()
  if (area === whole) return boroughs
  return boroughsOfLarger(area) ?? boroughs.filter((name) => name === area)
}

/**
 * The least share of units that each borough of a plan has over time: an outer one half of an even share, so that the centre does not
 * eat every patrol (B22). A plan of one borough has nobody to share with.
 */
export const floorShares = (boroughs: readonly string[]): number[] =>
  boroughs.map((name) => (boroughs.length > 1 && isOuter(name) ? 0.5 / boroughs.length : 0))

/** Where each unit of a plan is: the borough in which it stays longest, what it was sent to by lot left out. */
export function unitsByBorough({ squares, tours }: Pick<PlannedShift, 'squares' | 'tours'>): Map<string, number> {
  const units = new Map<string, number>()
  for (const { stops } of tours) {
    const stay = new Map<string, number>()
    for (const { square, starts, leaves, lot } of stops) {
      const corner = squares[square]
      if (!corner || lot) continue
      const name = boroughAt(corner)
      stay.set(name, (stay.get(name) ?? 0) + leaves - starts)
    }
    const [longest] = [...stay].sort((a, b) => b[1] - a[1])
    if (longest) units.set(longest[0], (units.get(longest[0]) ?? 0) + 1)
  }
  return units
}

/** The units of several plans together. */
export function unitsOfAll(plans: readonly Pick<PlannedShift, 'squares' | 'tours'>[]): Map<string, number> {
  const all = new Map<string, number>()
  for (const plan of plans)
    for (const [name, units] of unitsByBorough(plan)) all.set(name, (all.get(name) ?? 0) + units)
  return all
}
