import type { RouteContext, VaultInRoute } from '#http'
import type { GridPoint } from '#lib/geo/grid'
import type { PlannedShift } from './planned-shift.ts'
import { covertShift, covertShifts, mostListed, type Shift, type ShiftTables, visibleShifts } from './read-shift.ts'

/** So near, and so soon before or after each other, two patrols can spoil each other's work. */
const nearMetres = 300
const nearMs = 15 * 60_000

/** A place and time at which two plans meet. */
export type Meeting = GridPoint & { readonly unit: number; readonly from: Date; readonly to: Date }
export type Overlap = {
  readonly kind: 'covert' | 'visible'
  readonly plan: string
  /** Those of the plan that was asked about, in the order of time. */
  readonly meetings: readonly Meeting[]
}

type Planned = Pick<PlannedShift, 'begins' | 'squares' | 'tours'>

const staysOf = ({ begins, squares, tours }: Planned) =>
  tours.flatMap(({ stops }, at) =>
    stops.flatMap(({ square, starts, leaves }) => {
      const corner = squares[square]
      const moment = (seconds: number) => Date.parse(begins) + seconds * 1000
      return corner ? [{ unit: at + 1, ...corner, from: moment(starts), to: moment(leaves) }] : []
    }),
  )

/** The stops of a plan at which a unit of the other one is near: in place and in time. */
export function meetingsOf(plan: Planned, other: Planned): Meeting[] {
  const others = staysOf(other)
  return staysOf(plan)
    .filter((one) =>
      others.some(
        ({ easting, northing, from, to }) =>
          Math.hypot(easting - one.easting, northing - one.northing) <= nearMetres &&
          from < one.to + nearMs &&
          to > one.from - nearMs,
      ),
    )
    .sort((a, b) => a.from - b.from || a.unit - b.unit)
    .map(({ unit, easting, northing, from, to }) => ({
      ...{ unit, easting, northing, from: new Date(from), to: new Date(to) },
    }))
}

type Asking = Pick<RouteContext<ShiftTables>, 'db'> & { readonly vault: Pick<VaultInRoute, 'reveal'> }

/**
 * The other plans of a force that a plain-clothes plan meets, visible and plain-clothes ones. For who plans plain clothes alone: nobody
 * who plans visible patrols is told, for a warning would say where plain clothes are. The vault writes down each look.
 */
export async function overlapsOf({ db, vault }: Asking, tenant: string, shift: Shift): Promise<Overlap[]> {
  const during = {
    since: new Date(Date.parse(shift.begins) - nearMs),
    until: new Date(Date.parse(shift.ends) + nearMs),
  }
  const visible = (await visibleShifts(db, tenant, during)).map(({ plan, body }) => ({
    ...{ kind: 'visible' as const, plan, meetings: meetingsOf(shift, body) },
  }))
  const covert: Overlap[] = []
  for (const { plan } of await covertShifts(db, tenant, during)) {
    const other = plan === shift.plan ? undefined : await covertShift({ db, vault }, tenant, plan)
    if (other) covert.push({ kind: 'covert', plan, meetings: meetingsOf(shift, other) })
  }
  return [...covert, ...visible].filter(({ meetings }) => meetings.length > 0)
}

/**
 * How many others each plain-clothes plan that is not over meets: what the list of them is marked by. Each of these is opened once, and the
 * vault writes that down; those that are over are not opened for it.
 */
export async function plansThatMeet(
  { db, vault }: Asking,
  tenant: string,
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const coming = await covertShifts(db, tenant, { since: now, most: mostListed })
  const covert: { plan: string; shift: Shift }[] = []
  for (const { plan } of coming) {
    const shift = await covertShift({ db, vault }, tenant, plan)
    if (shift) covert.push({ plan, shift })
  }
  const visible = covert.length > 0 ? await visibleShifts(db, tenant, { since: new Date(now.getTime() - nearMs) }) : []
  return new Map(
    covert.map(({ plan, shift }) => {
      const others = [
        ...covert.filter((one) => one.plan !== plan).map((one) => one.shift),
        ...visible.map(({ body }) => body),
      ]
      return [plan, others.filter((other) => meetingsOf(shift, other).length > 0).length]
    }),
  )
}
