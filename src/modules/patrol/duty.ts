import type { Kysely } from 'kysely'
import { kept } from '#lib/kept'
import type { VaultRef } from '#platform/vault-ref'
import type { Span } from './dosage/told-later.ts'
import { forgetUnitStays } from './dosage/unit-stays.ts'
import { closeSilentWalks, closeWalk, type WalkTables } from './dosage/walks.ts'

/** Officers on duty (db/migrations/0018-patrol.sql): where they are now, and nothing of where they were. */
export type DutyTable = {
  duty: {
    officer: string
    tenant: string
    role: string
    shift: string
    began_at: Date | string
    ends_at: Date | string
    covert: boolean
    call_sign: string | null
    subscription: VaultRef | null
    easting: number | null
    northing: number | null
    accuracy_metres: number | null
    place: string | null
    positioned_at: Date | string | null
    fresh_until: Date | string | null
    /** The unit of a shift's plan that they walk as. */
    plan: string | null
    unit: number | null
    /** Of a plain-clothes unit: its part of the plan, in the vault. */
    sealed: VaultRef | null
    /** When the device was heard of, or told of later: in any order. */
    heard: readonly Span[]
    /** What it has told later, by its own ids. */
    taken: readonly string[]
  }
}
export type Duty = DutyTable['duty']

const minute = 60_000
/** A shift that nobody ends, ends. */
export const longestShiftMs = kept.officersShift.ms
/** Kept no longer than this after the last update. */
export const keptMs = kept.officerPosition.ms
/** A device that fell silent may be far away by now; a place that an officer typed stands for a walk around it. */
export const freshMs = { device: 10 * minute, named: keptMs }

export type Position = {
  readonly easting: number
  readonly northing: number
  readonly accuracyMetres: number
  readonly place?: string
}

/** Sets where an officer is now, over where they were. Says until when that counts; undefined when they are not on duty. */
export async function setPosition(
  db: Kysely<DutyTable>,
  officer: string,
  { easting, northing, accuracyMetres, place }: Position,
  now: Date,
): Promise<Date | undefined> {
  const fresh_until = new Date(now.getTime() + (place === undefined ? freshMs.device : freshMs.named))
  const { numUpdatedRows } = await db
    .updateTable('duty')
    .set({
      ...{ easting, northing, accuracy_metres: accuracyMetres, place: place ?? null, positioned_at: now, fresh_until },
    })
    .where('officer', '=', officer)
    .where('ends_at', '>', now)
    .executeTakeFirst()
  return numUpdatedRows > 0n ? fresh_until : undefined
}

export const dutyOf = (db: Kysely<DutyTable>, officer: string, now: Date): Promise<Duty | undefined> =>
  db.selectFrom('duty').selectAll().where('officer', '=', officer).where('ends_at', '>', now).executeTakeFirst()

/** Drops what must not be kept: old positions, and shifts that are over. */
export async function forget(db: Kysely<DutyTable & WalkTables>, now: Date): Promise<void> {
  await closeSilentWalks(db, now)
  await db.deleteFrom('duty').where('ends_at', '<=', now).execute()
  await db
    .updateTable('duty')
    .set({ easting: null, northing: null, accuracy_metres: null, place: null, positioned_at: null, fresh_until: null })
    .where('positioned_at', '<=', new Date(now.getTime() - keptMs))
    .execute()
  await forgetUnitStays(db, now)
}

/** Keeps where an officer's device takes pushes, until the shift ends. */
export async function keepDevice(db: Kysely<DutyTable>, officer: string, ref: VaultRef, now: Date): Promise<boolean> {
  const set = db
    .updateTable('duty')
    .set({ subscription: ref })
    .where('officer', '=', officer)
    .where('ends_at', '>', now)
  return (await set.executeTakeFirst()).numUpdatedRows > 0n
}

type Start = Pick<Duty, 'officer' | 'tenant' | 'role' | 'shift' | 'covert' | 'call_sign'>

/** Begins a shift. One that is running goes on: nobody gets new turns by starting again. */
export async function beginShift(db: Kysely<DutyTable>, start: Start, now: Date): Promise<void> {
  await db.deleteFrom('duty').where('officer', '=', start.officer).where('ends_at', '<=', now).execute()
  const nowhere = {
    easting: null,
    northing: null,
    accuracy_metres: null,
    place: null,
    positioned_at: null,
    fresh_until: null,
  }
  await db
    .insertInto('duty')
    .values({
      ...start,
      ...nowhere,
      ...{ subscription: null, plan: null, unit: null, sealed: null },
      ...{ heard: '[]' as never, taken: '[]' as never },
      began_at: now,
      ends_at: new Date(now.getTime() + longestShiftMs),
    })
    .onConflict((c) => c.column('officer').doNothing())
    .execute()
}

/** Ends a shift: the position, the call sign and the device go with it. Where they stood until now is written down without them. */
export async function endShift(db: Kysely<DutyTable & WalkTables>, officer: string, now: Date): Promise<void> {
  const ended = await db.deleteFrom('duty').where('officer', '=', officer).returning('shift').executeTakeFirst()
  if (ended) await closeWalk(db, ended.shift)
  await forgetUnitStays(db, now)
}

/** Sets which unit of a plan an officer on duty walks as. */
export async function joinUnit(
  db: Kysely<DutyTable>,
  officer: string,
  {
    plan,
    unit,
    sealed = null,
  }: { readonly plan: string | null; readonly unit: number | null; readonly sealed?: VaultRef | null },
): Promise<void> {
  await db.updateTable('duty').set({ plan, unit, sealed }).where('officer', '=', officer).execute()
}
