import { type Kysely, sql } from 'kysely'
import { kept } from '#lib/kept'

/** A unit of a plan that officers walk as. */
export type Unit = { readonly plan: string; readonly unit: number }

/** Stays of units with an officer on duty (db/migrations/0094): what meets one of them is no second stay. */
export type UnitStayTable = {
  unit_stay: {
    visit: string
    plan: string
    unit: number
    place: string
    entered: Date | string
    left_at: Date | string
    until: Date | string
  }
}

/** A stay in a fence, or in a square by its corner. Milliseconds since 1970. */
export type PlacedStay = { readonly fence: string; readonly enters: number; readonly seconds: number }

/** What to write down for a stay, and the rows in whose place it stands. */
export type Joined = { readonly stay: PlacedStay; readonly instead: readonly string[] }

/** A stay with those of its unit that it meets: the time between the first coming and the last leaving, once. Pure. */
export function joinStays(stay: PlacedStay, others: readonly { visit: string; from: number; to: number }[]): Joined {
  const leaves = stay.enters + stay.seconds * 1000
  const met = others.filter(({ from, to }) => from <= leaves && to >= stay.enters)
  const from = Math.min(stay.enters, ...met.map((one) => one.from))
  const to = Math.max(leaves, ...met.map((one) => one.to))
  const joined = { fence: stay.fence, enters: from, seconds: (to - from) / 1000 }
  return { stay: joined, instead: met.map(({ visit }) => visit) }
}

/**
 * Joins a stay of one of a unit's officers with what was written down of the others, and keeps it under the id it gets. Only within
 * `oneAtATime`, or two officers who leave together are counted twice.
 */
export async function joinUnitStay(
  db: Kysely<UnitStayTable>,
  { plan, unit }: Unit,
  stay: PlacedStay,
  visit: string,
): Promise<Joined> {
  const rows = await db
    .selectFrom('unit_stay')
    .select(['visit', 'entered', 'left_at'])
    .where('plan', '=', plan)
    .where('unit', '=', unit)
    .where('place', '=', stay.fence)
    .execute()
  const others = rows.map(({ visit: id, entered, left_at }) => ({ visit: id, from: msOf(entered), to: msOf(left_at) }))
  const joined = joinStays({ ...stay, enters: Math.round(stay.enters) }, others)
  if (joined.instead.length > 0) await db.deleteFrom('unit_stay').where('visit', 'in', joined.instead).execute()
  const { enters, seconds } = joined.stay
  const [entered, left_at] = [new Date(enters), new Date(enters + seconds * 1000)]
  const until = new Date(left_at.getTime() + kept.unitStay.ms)
  await db.insertInto('unit_stay').values({ visit, plan, unit, place: stay.fence, entered, left_at, until }).execute()
  return joined
}

/** Until it is over nobody else joins stays of this unit. */
export async function oneAtATime<Tables>(
  db: Kysely<Tables>,
  { plan, unit }: Unit,
  work: (db: Kysely<Tables>) => Promise<void>,
): Promise<void> {
  const held = async (inside: Kysely<Tables>) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`unit-stay ${plan} ${unit}`}, 0))`.execute(inside)
    await work(inside)
  }
  if (db.isTransaction) await held(db)
  else await db.transaction().execute(held)
}

/** Forgets the stays of units that have nobody on duty any more. */
export async function forgetUnitStays(
  db: Kysely<UnitStayTable & { duty: { plan: string | null; unit: number | null } }>,
  now: Date,
): Promise<void> {
  await db
    .deleteFrom('unit_stay')
    .where((of) =>
      of.or([
        of('until', '<=', now),
        of.not(
          of.exists(
            of
              .selectFrom('duty')
              .select('duty.plan')
              .whereRef('duty.plan', '=', 'unit_stay.plan')
              .whereRef('duty.unit', '=', 'unit_stay.unit'),
          ),
        ),
      ]),
    )
    .execute()
}

const msOf = (at: Date | string): number => new Date(at).getTime()
