import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { GridPoint } from '#lib/geo/grid'
import { kept } from '#lib/kept'
import type { Fence } from '#lib/patrol-plan/fences'
import { type EndedStay, endWalk, type Fix, noWalk, type Walk, walkOn } from '#lib/patrol-plan/walk'
import { squareOf } from '../cells/theft-cell.ts'
import { boxOf, middleOf } from '../fences/fence-shape.ts'
import { fencesAt } from '../fences/live-fences.ts'
import type { GeofenceTable } from '../views/geofence.ts'
import type { PatrolVisitTable } from './patrol-visit.ts'

/** `squares`: of the fences in the walk, so that a stay can be written down when nobody can look them up any more. */
type WalkState = { readonly walk: Walk; readonly squares: Readonly<Record<string, GridPoint>> }

/** Where an officer on duty was last seen, and the fences around: never more than that (db/migrations/0050). */
export type PatrolWalkTable = {
  patrol_walk: { shift: string; tenant: string; covert: boolean; at: Date | string; state: WalkState }
}
export type WalkTables = PatrolWalkTable & PatrolVisitTable & GeofenceTable

type Walker = { readonly shift: string; readonly tenant: string; readonly covert: boolean }

/**
 * Takes the next position of an officer on duty, writes down the stays that it ends, and forgets the position before. `sealed`:
 * fences that are in no table, those of a plain-clothes plan.
 */
export async function stepWalk(
  db: Kysely<WalkTables>,
  { shift, tenant, covert }: Walker,
  fix: Fix,
  sealed: ReadonlyMap<string, Fence> = new Map(),
): Promise<void> {
  const before = await db
    .selectFrom('patrol_walk')
    .select('state')
    .where('shift', '=', shift)
    .forUpdate()
    .executeTakeFirst()
  const { walk, squares } = before?.state ?? { walk: noWalk, squares: {} }
  const rows = await fencesAt(db, tenant, fix, { named: Object.keys(walk.fences), now: new Date(fix.time) })
  const fences = new Map<string, Fence>([...sealed, ...rows.map(({ fence, shape }) => [fence, shape] as const)])
  const next = walkOn(walk, fix, fences)
  const around = Object.fromEntries([...fences].map(([fence, shape]) => [fence, squareOf(middleOf(boxOf(shape)))]))
  await writeDown(db, { tenant, covert }, next.ended, { ...squares, ...around })
  const still = Object.entries(around).filter(([fence]) => fence in next.walk.fences)
  const state = JSON.stringify({ walk: next.walk, squares: Object.fromEntries(still) }) as never
  const at = new Date(fix.time)
  await db
    .insertInto('patrol_walk')
    .values({ shift, tenant, covert, at, state })
    .onConflict((c) => c.column('shift').doUpdateSet({ at, state }))
    .execute()
}

/** No more positions come of this shift. */
export async function closeWalk(db: Kysely<WalkTables>, shift: string): Promise<void> {
  const walks = await db.deleteFrom('patrol_walk').where('shift', '=', shift).returningAll().execute()
  for (const walk of walks) await close(db, walk)
}

/** Walks of phones that fell silent: their stays end where they were last seen, and the position goes. */
export async function closeSilentWalks(db: Kysely<WalkTables>, now: Date): Promise<void> {
  const silent = new Date(now.getTime() - kept.patrolWalk.ms)
  const walks = await db.deleteFrom('patrol_walk').where('at', '<', silent).returningAll().execute()
  for (const walk of walks) await close(db, walk)
}

const close = (db: Kysely<WalkTables>, { state, ...walker }: PatrolWalkTable['patrol_walk']) =>
  writeDown(db, walker, endWalk(state.walk), state.squares)

/** The fences that an officer is seen in now, and since when. */
export async function insideNow(db: Kysely<WalkTables>, shift: string): Promise<Map<string, Date>> {
  const row = await db.selectFrom('patrol_walk').select('state').where('shift', '=', shift).executeTakeFirst()
  const fences = Object.entries(row?.state.walk.fences ?? {})
  return new Map(
    fences.flatMap(([fence, { entered, rim }]) => {
      const since = entered ?? rim
      return since === undefined ? [] : [[fence, new Date(since)] as const]
    }),
  )
}

const minuteMs = 60_000

async function writeDown(
  db: Kysely<WalkTables>,
  { tenant, covert }: Omit<Walker, 'shift'>,
  ended: readonly EndedStay[],
  squares: Readonly<Record<string, GridPoint>>,
): Promise<void> {
  const visits = ended.flatMap(({ fence, enters, seconds: exact }) => {
    const [square, seconds] = [squares[fence], Math.round(exact)]
    // To the minute: what is finer would tell, beside a roster, whose it was.
    const entered = new Date(Math.floor(enters / minuteMs) * minuteMs)
    return square && seconds > 0 ? [{ id: randomUUID(), tenant, fence, ...square, entered, seconds, covert }] : []
  })
  if (visits.length > 0) await db.insertInto('patrol_visit').values(visits).execute()
}
