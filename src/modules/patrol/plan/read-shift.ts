import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { VaultInRoute } from '#http'
import { kept } from '#lib/kept'
import type { Fence } from '#lib/patrol-plan/fences'
import { shapeOfSquare } from '../views/geofence.ts'
import type { ShiftPlanTables } from '../views/shift-plan.ts'
import { PlannedShift } from './planned-shift.ts'

export type ShiftUnitTable = { shift_unit: { plan: string; unit: number; call_sign: string; until: Date | string } }
export type ShiftTables = ShiftPlanTables & ShiftUnitTable

/** A plan with its call signs, in the order of its tours; '' where none is known any more. */
export type Shift = PlannedShift & { readonly plan: string; readonly callSigns: readonly string[] }

/** What the vault holds of a plain-clothes plan. The codes by which officers join are in nothing that can be opened. */
export const SealedShift = PlannedShift.extend({ callSigns: z.array(z.string().max(12)) })

/** A force's visible plan. Plain-clothes plans are in another table: no address of this one reaches them. */
export async function visibleShift(db: Kysely<ShiftTables>, tenant: string, plan: string): Promise<Shift | undefined> {
  const row = await db
    .selectFrom('shift_plan')
    .select('body')
    .where('plan', '=', plan)
    .where('tenant', '=', tenant)
    .executeTakeFirst()
  if (!row) return undefined
  const units = await db.selectFrom('shift_unit').select(['unit', 'call_sign']).where('plan', '=', plan).execute()
  const signs = new Map(units.map(({ unit, call_sign }) => [unit, call_sign]))
  return { ...row.body, plan, callSigns: row.body.tours.map((_, at) => signs.get(at + 1) ?? '') }
}

/** Those that end after `since` and, where it is said, begin by `until`: all of them, for figures are made of them. */
export type ShiftsAsked = { readonly since: Date; readonly until?: Date; readonly most?: number }

/** Longer lists nobody reads. For lists alone: what is counted is counted whole. */
export const mostListed = 100

/** Visible plans. The newest first. */
export const visibleShifts = (db: Kysely<ShiftTables>, tenant: string, { since, until, most }: ShiftsAsked) =>
  db
    .selectFrom('shift_plan')
    .select(['plan', 'begins', 'ends', 'body'])
    .where('tenant', '=', tenant)
    .where('ends', '>', since)
    .$if(until !== undefined, (query) => query.where('begins', '<=', until as Date))
    .orderBy('begins', 'desc')
    .$if(most !== undefined, (query) => query.limit(most as number))
    .execute()

/** A plain-clothes plan, and whose key in the vault it is under. The vault writes down who looked. */
export async function covertShift(
  { db, vault }: { readonly db: Kysely<ShiftTables>; readonly vault: Pick<VaultInRoute, 'reveal'> },
  tenant: string,
  plan: string,
): Promise<(Shift & { readonly subject: string }) | undefined> {
  const row = await db
    .selectFrom('covert_plan')
    .select('sealed')
    .where('plan', '=', plan)
    .where('tenant', '=', tenant)
    .executeTakeFirst()
  if (!row) return undefined
  const record = (await vault.reveal('look', [row.sealed])).get(row.sealed)
  if (!record || record.erased) return undefined
  return { ...SealedShift.parse(record.value), plan, subject: record.subject }
}

/** Whether there is such a plain-clothes plan; nothing of it is opened. */
export const isCovertPlan = async (db: Kysely<ShiftTables>, tenant: string, plan: string): Promise<boolean> =>
  (await db
    .selectFrom('covert_plan')
    .select('plan')
    .where('plan', '=', plan)
    .where('tenant', '=', tenant)
    .executeTakeFirst()) !== undefined

export const covertShifts = (db: Kysely<ShiftTables>, tenant: string, { since, until, most }: ShiftsAsked) =>
  db
    .selectFrom('covert_plan')
    .select(['plan', 'begins', 'ends', 'stops'])
    .where('tenant', '=', tenant)
    .where('ends', '>', since)
    .$if(until !== undefined, (query) => query.where('begins', '<=', until as Date))
    .orderBy('begins', 'desc')
    .$if(most !== undefined, (query) => query.limit(most as number))
    .execute()

/** The squares of a plan as fences by their names. */
export const fencesOf = ({ squares }: Pick<PlannedShift, 'squares'>): Map<string, Fence> =>
  new Map(squares.map((square) => [square.fence, shapeOfSquare(square)]))

/** Which call sign walks as which unit of a plan, for as long as a shift is talked over. What is known stays. */
export async function nameUnits(
  db: Kysely<ShiftTables>,
  plan: string,
  { callSigns, ends }: { readonly callSigns: readonly string[]; readonly ends: Date },
): Promise<void> {
  const until = new Date(ends.getTime() + kept.unitCallSign.ms)
  const rows = callSigns.map((call_sign, at) => ({ plan, unit: at + 1, call_sign, until }))
  await db
    .insertInto('shift_unit')
    .values(rows)
    .onConflict((c) => c.doNothing())
    .execute()
}

/** Units of visible plans that walk now, or begin within the hour: for an officer who says which one they are. */
export async function callSignUnits(db: Kysely<ShiftTables>, tenant: string, now: Date) {
  return db
    .selectFrom('shift_plan')
    .innerJoin('shift_unit', 'shift_unit.plan', 'shift_plan.plan')
    .select(['shift_plan.plan', 'unit', 'call_sign', 'begins', 'ends'])
    .where('tenant', '=', tenant)
    .where('ends', '>', now)
    .where('begins', '<', new Date(now.getTime() + 3_600_000))
    .orderBy('begins')
    .orderBy('shift_plan.plan')
    .orderBy('unit')
    .execute()
}
