import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { kept } from '#lib/kept'
import type { Fence } from '#lib/patrol-plan/fences'
import { endWalk, type Fix, noWalk, type Walk, walkOn } from '#lib/patrol-plan/walk'
import { fencesAt } from '../fences/live-fences.ts'
import type { GeofenceTable } from '../views/geofence.ts'
import type { PatrolVisitTable, SquareVisitTable } from './patrol-visit.ts'
import { cornerNamed, squaresUnder } from './squares-under.ts'
import type { Span } from './told-later.ts'
import { joinUnitStay, oneAtATime, type PlacedStay, type Unit, type UnitStayTable } from './unit-stays.ts'

/**
 * `squares`: the same walk through the squares under the fences, for two fences over one square are one stay in it. `since`: from when
 * on the device has been heard of without a silence. `unit`: as which they walk, which stays that end belong to.
 */
type WalkState = { readonly walk: Walk; readonly squares: Walk; readonly since?: number; readonly unit?: Unit }

/** Where an officer on duty was last seen, and the fences around: never more than that (db/migrations/0050). */
export type PatrolWalkTable = {
  patrol_walk: { shift: string; tenant: string; covert: boolean; at: Date | string; state: WalkState }
}
export type WalkTables = PatrolWalkTable & PatrolVisitTable & SquareVisitTable & UnitStayTable & GeofenceTable

/** Of `duty`, what this file writes: when the device of a shift was heard of (db/migrations/0085-told-later.sql). */
export type HeardTable = { duty: { shift: string; heard: readonly Span[] } }

type Walker = { readonly shift: string; readonly tenant: string; readonly covert: boolean }
type InUnit = { readonly plan: string | null; readonly unit: number | null }

/**
 * Takes the next position of an officer on duty, writes down the stays that it ends, and forgets the position before. `sealed`:
 * fences that are in no table, those of a plain-clothes plan. Whoever walks in plain clothes is followed in these alone: what
 * stood beside a fence that others know would tell where they were.
 */
export async function stepWalk(
  db: Kysely<WalkTables & HeardTable>,
  { shift, tenant, covert, plan, unit }: Walker & InUnit,
  fix: Fix,
  sealed: ReadonlyMap<string, Fence> = new Map(),
): Promise<void> {
  const before = await db
    .selectFrom('patrol_walk')
    .select('state')
    .where('shift', '=', shift)
    .forUpdate()
    .executeTakeFirst()
  const { walk, squares, since, unit: walkedAs }: WalkState = before?.state ?? { walk: noWalk, squares: noWalk }
  const fences = covert ? sealed : await fencesAround(db, tenant, fix, walk)
  const next = walkOn(walk, fix, fences)
  const inSquares = walkOn(squares, fix, covert ? new Map() : squaresUnder(fences.values()))
  await writeDown(db, { tenant, covert, unit: walkedAs }, next.ended, inSquares.ended)
  const isSilent = walk.last !== undefined && fix.time - walk.last.time > kept.patrolWalk.ms
  if (before && isSilent) await hear(db, shift, before.state)
  const heardSince = isSilent ? fix.time : (since ?? walk.last?.time ?? fix.time)
  const own = !covert && plan && unit ? { plan, unit } : undefined
  const state = JSON.stringify({ walk: next.walk, squares: inSquares.walk, since: heardSince, unit: own }) as never
  const at = new Date(fix.time)
  await db
    .insertInto('patrol_walk')
    .values({ shift, tenant, covert, at, state })
    .onConflict((c) => c.column('shift').doUpdateSet({ at, state }))
    .execute()
}

/** Those that an officer may be in, and those that they were in. */
async function fencesAround(
  db: Kysely<GeofenceTable>,
  tenant: string,
  fix: Fix,
  { fences }: Walk,
): Promise<Map<string, Fence>> {
  const rows = await fencesAt(db, tenant, fix, { named: Object.keys(fences), now: new Date(fix.time) })
  return new Map(rows.map(({ fence, shape }) => [fence, shape]))
}

/** No more positions come of this shift. */
export async function closeWalk(db: Kysely<WalkTables & HeardTable>, shift: string): Promise<void> {
  const walks = await db.deleteFrom('patrol_walk').where('shift', '=', shift).returningAll().execute()
  for (const walk of walks) await close(db, walk)
}

/** Walks of phones that fell silent: their stays end where they were last seen, and the position goes. */
export async function closeSilentWalks(db: Kysely<WalkTables & HeardTable>, now: Date): Promise<void> {
  const silent = new Date(now.getTime() - kept.patrolWalk.ms)
  const walks = await db.deleteFrom('patrol_walk').where('at', '<', silent).returningAll().execute()
  for (const walk of walks) await close(db, walk)
}

async function close(db: Kysely<WalkTables & HeardTable>, { state, ...walker }: PatrolWalkTable['patrol_walk']) {
  await writeDown(db, { ...walker, unit: state.unit }, endWalk(state.walk), endWalk(state.squares))
  await hear(db, walker.shift, state)
}

/**
 * While the device was heard of, all has been counted: what it tells later of that time adds nothing. Goes with the shift. One
 * statement, for the job that closes walks runs beside whatever the officer sends.
 */
async function hear(db: Kysely<HeardTable>, shift: string, { since, walk: { last } }: WalkState): Promise<void> {
  if (since === undefined || !last || last.time <= since) return
  const heard = sql<never>`duty.heard || ${JSON.stringify([[since, last.time]])}::jsonb`
  await db.updateTable('duty').set({ heard }).where('shift', '=', shift).execute()
}

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

/** Forgets the stays whose time is over. */
export async function forgetVisits(db: Kysely<PatrolVisitTable & SquareVisitTable>, now: Date): Promise<void> {
  await db.deleteFrom('patrol_visit').where('until', '<=', dayOf(now)).execute()
  await db
    .deleteFrom('square_visit')
    .where('entered', '<=', new Date(now.getTime() - kept.patrolVisit.ms))
    .execute()
}

const minuteMs = 60_000
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

type Whose = { readonly tenant: string; readonly covert: boolean; readonly unit?: Unit | undefined }

/** Writes down stays in fences, and those in squares. Of officers who walk as one unit the time that they share counts once. */
export async function writeDown(
  db: Kysely<WalkTables>,
  whose: Whose,
  ended: readonly PlacedStay[],
  inSquares: readonly PlacedStay[],
): Promise<void> {
  const { unit } = whose
  if (ended.length === 0 && inSquares.length === 0) return
  if (!unit) return keep(db, whose, ended.map(byItself), inSquares.map(byItself))
  await oneAtATime(db, unit, async (held) => {
    const join = async (stays: readonly PlacedStay[]) => {
      const joined: Row[] = []
      for (const stay of stays) joined.push(await joinedRow(held, unit, stay))
      return joined
    }
    await keep(held, whose, await join(ended), await join(inSquares))
  })
}

/** A stay under the id of its row, and the rows that it stands for. */
type Row = { readonly id: string; readonly stay: PlacedStay; readonly instead: readonly string[] }

const byItself = (stay: PlacedStay): Row => ({ id: randomUUID(), stay, instead: [] })

async function joinedRow(db: Kysely<WalkTables>, unit: Unit, stay: PlacedStay): Promise<Row> {
  const id = randomUUID()
  return { id, ...(await joinUnitStay(db, unit, stay, id)) }
}

async function keep(
  db: Kysely<WalkTables>,
  { tenant, covert }: Whose,
  ended: readonly Row[],
  inSquares: readonly Row[],
): Promise<void> {
  const { ms } = covert ? kept.covertVisit : kept.patrolVisit
  for (const { id, stay, instead } of ended) {
    if (instead.length > 0) await db.deleteFrom('patrol_visit').where('id', 'in', instead).execute()
    const until = dayOf(new Date(stay.enters + ms))
    const row = { id, tenant, fence: stay.fence, seconds: Math.round(stay.seconds), covert, until }
    if (row.seconds > 0) await db.insertInto('patrol_visit').values(row).execute()
  }
  for (const { id, stay, instead } of inSquares) {
    if (instead.length > 0) await db.deleteFrom('square_visit').where('id', 'in', instead).execute()
    // To the minute: what is finer would tell, beside a roster, whose it was.
    const entered = new Date(Math.floor(stay.enters / minuteMs) * minuteMs)
    const row = { id, tenant, ...cornerNamed(stay.fence), entered, seconds: Math.round(stay.seconds) }
    if (row.seconds > 0) await db.insertInto('square_visit').values(row).execute()
  }
}
