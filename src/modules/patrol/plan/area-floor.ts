import type { Kysely } from 'kysely'
import { isOuter } from '../cells/outer-boroughs.ts'
import { boroughsIn, floorShares, unitsOfAll } from './plan-areas.ts'
import type { PlannedShift } from './planned-shift.ts'
import { type ShiftTables, visibleShifts } from './read-shift.ts'

/** So far back the units that a borough had are counted against what it is owed. */
const carriedDays = 90
const dayMs = 24 * 3_600_000

/** Earlier plans of the same area: what an outer borough did not get in them is owed to it in the next one. */
export async function plansBefore(
  db: Kysely<ShiftTables>,
  tenant: string,
  { area, begins }: { readonly area: string; readonly begins: Date },
): Promise<readonly PlannedShift[]> {
  const since = new Date(begins.getTime() - carriedDays * dayMs)
  const shifts = await visibleShifts(db, tenant, { since, until: begins })
  return shifts.map(({ body }) => body).filter((body) => body.area === area)
}

/** How an area's outer boroughs stand with a plan: units that they had in it and in those before it, beside the least that is theirs. */
export type AreaFloor = {
  readonly plans: number
  readonly units: number
  /** Of all units, over time: the same for each outer borough. */
  readonly share: number
  readonly outer: readonly { readonly borough: string; readonly units: number; readonly owed: number }[]
}

export function areaFloor(area: string, plans: readonly PlannedShift[]): AreaFloor {
  const boroughs = boroughsIn(area)
  const shares = floorShares(boroughs)
  const had = unitsOfAll(plans)
  const units = plans.reduce((sum, { tours }) => sum + tours.length, 0)
  return {
    ...{ plans: plans.length, units, share: Math.max(0, ...shares) },
    outer: boroughs
      .map((borough, at) => ({ borough, units: had.get(borough) ?? 0, owed: (shares[at] ?? 0) * units }))
      .filter(({ borough }) => isOuter(borough)),
  }
}
