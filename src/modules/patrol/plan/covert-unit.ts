import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteContext, VaultInRoute } from '#http'
import { caseCodeOf, readCaseCode, showCaseCode } from '#lib/case-code'
import { kept, reviewOn } from '#lib/kept'
import type { Fence } from '#lib/patrol-plan/fences'
import type { Kept } from '#platform/vault/put'
import type { VaultRef } from '#platform/vault-ref'
import { type Duty, type DutyTable, joinUnit } from '../duty.ts'
import { PlanId, type PlannedShift } from './planned-shift.ts'
import { fencesOf, SealedShift, type ShiftTables } from './read-shift.ts'

/** What the vault holds of one plain-clothes unit: its own tour and squares, and nothing of the others. */
const SealedUnit = z.object({ tenant: z.string(), plan: PlanId, unit: z.int().min(1), shift: SealedShift })
export type CovertUnit = z.output<typeof SealedUnit>

/** One tour of a plan as a plan by itself. */
export function partOf({ squares, tours, ...shift }: PlannedShift, at: number): PlannedShift {
  const { by, stops } = tours[at] as PlannedShift['tours'][number]
  const used = [...new Set(stops.map(({ square }) => square))]
  return {
    ...shift,
    squares: used.map((square) => squares[square] as PlannedShift['squares'][number]),
    tours: [{ by, stops: stops.map((stop) => ({ ...stop, square: used.indexOf(stop.square) })) }],
  }
}

const codeIndex = (code: string) => `covert-unit ${code}`

/** Which vault record of a unit counts: the one that its newest code opens (db/migrations/0061-whose-area.sql). */
export type CovertUnitTable = { covert_unit: { plan: string; unit: number; sealed: VaultRef; until: Date | string } }

/** A code that was just made. It is shown now, and can be read nowhere afterwards. */
export type GivenCode = { readonly unit: number; readonly callSign: string; readonly code: string }

type Sealing = { readonly tenant: string; readonly plan: string; readonly callSigns: readonly string[] }

const frameOf = ({ ends }: PlannedShift) =>
  ({ class: 'place', reviewAt: reviewOn(kept.covertPlan, new Date(ends)) }) as const

/** Seals a plain-clothes plan whole, for the control room. */
export const sealCovertPlan = async (
  vault: Pick<VaultInRoute, 'put'>,
  made: PlannedShift,
  callSigns: readonly string[],
): Promise<Kept> => vault.put({ ...frameOf(made), value: { ...made, callSigns } })

type Giving = Pick<RouteContext<CovertUnitTable & DutyTable>, 'db' | 'vault'>

/**
 * Seals a unit's part by itself, for the officer who joins it by a code: a part is found by its code alone. A code before it ends,
 * and whoever joined by that one is in no unit any more.
 */
export async function giveCode(
  { db, vault }: Giving,
  made: PlannedShift,
  { tenant, plan, callSigns, subject, unit }: Sealing & { readonly subject: string; readonly unit: number },
): Promise<GivenCode> {
  const code = caseCodeOf(randomBytes(7))
  const at = unit - 1
  const value = { tenant, plan, unit, shift: { ...partOf(made, at), callSigns: callSigns.slice(at, unit) } }
  const { ref: sealed } = await vault.put({ ...frameOf(made), subject, value, findBy: [codeIndex(code)] })
  const until = new Date(Date.parse(made.ends) + kept.covertPlan.ms)
  await db
    .insertInto('covert_unit')
    .values({ plan, unit, sealed, until })
    .onConflict((on) => on.columns(['plan', 'unit']).doUpdateSet({ sealed }))
    .execute()
  const nowhere = { plan: null, unit: null, sealed: null }
  await db.updateTable('duty').set(nowhere).where('plan', '=', plan).where('unit', '=', unit).execute()
  return { unit, callSign: callSigns[at] ?? '', code: showCaseCode(code) }
}

/** The unit that an officer has joined. The vault writes down who looked. */
export async function covertUnit(
  vault: Pick<VaultInRoute, 'reveal'>,
  sealed: VaultRef,
): Promise<CovertUnit | undefined> {
  const record = (await vault.reveal('look', [sealed])).get(sealed)
  return record && !record.erased ? SealedUnit.parse(record.value) : undefined
}

type Joining = Pick<RouteContext<CovertUnitTable & DutyTable & ShiftTables>, 'db' | 'vault' | 'audit' | 'now'>

/** An officer in plain clothes joins the unit of a code. One officer a unit; who ends their shift or leaves makes room. */
export async function joinCovertUnit(
  { db, vault, audit, now }: Joining,
  { officer, tenant }: Duty,
  typed: string,
): Promise<'joined' | 'no-unit' | 'taken'> {
  const code = readCaseCode(typed)
  const [found] = code ? await vault.find('place', codeIndex(code)) : []
  const own = found && (await covertUnit(vault, found.ref))
  if (!own || own.tenant !== tenant || Date.parse(own.shift.ends) <= now().getTime()) return 'no-unit'
  const { plan, unit } = own
  await audit('change', `covert-plan/${plan}/unit/${unit}`)
  if (!(await holdPlan(db, tenant, plan))) return 'no-unit'
  if (!(await isNewest(db, own, found.ref))) return 'no-unit'
  const other = await db
    .selectFrom('duty')
    .select('officer')
    .where('plan', '=', plan)
    .where('unit', '=', unit)
    .where('officer', '!=', officer)
    .where('ends_at', '>', now())
    .executeTakeFirst()
  if (other) return 'taken'
  await joinUnit(db, officer, { plan, unit, sealed: found.ref })
  return 'joined'
}

/** A code that was replaced opens a record that counts no longer. */
async function isNewest(db: Kysely<CovertUnitTable>, { plan, unit }: CovertUnit, sealed: VaultRef): Promise<boolean> {
  const newest = await db
    .selectFrom('covert_unit')
    .select('sealed')
    .where('plan', '=', plan)
    .where('unit', '=', unit)
    .executeTakeFirst()
  return newest === undefined || newest.sealed === sealed // none: given before codes could be replaced
}

/** Until this look is over nobody else joins a unit of this plan: of two officers with one code the second is refused. */
export const holdPlan = (db: Kysely<ShiftTables>, tenant: string, plan: string) =>
  db
    .selectFrom('covert_plan')
    .select('plan')
    .where('plan', '=', plan)
    .where('tenant', '=', tenant)
    .forUpdate()
    .executeTakeFirst()

const knownMs = 15 * 60_000
const known = new Map<string, { readonly until: number; readonly fences: ReadonlyMap<string, Fence> }>()

/**
 * The fences of an officer's own unit. A phone says where it is twice a minute: they stay in memory for a while, for this one
 * shift, so that the vault is not opened each time. A table of them would tell where plain clothes are.
 */
export async function unitFences(
  { vault, now }: Pick<RouteContext, 'vault' | 'now'>,
  { shift, sealed }: Pick<Duty, 'shift' | 'sealed'>,
): Promise<ReadonlyMap<string, Fence>> {
  if (!sealed) return new Map()
  const at = now().getTime()
  const key = `${shift} ${sealed}`
  const before = known.get(key)
  if (before && before.until > at) return before.fences
  for (const [old, { until }] of known) if (until <= at) known.delete(old)
  const own = await covertUnit(vault, sealed)
  const fences = own ? fencesOf(own.shift) : new Map()
  known.set(key, { until: at + knownMs, fences })
  return fences
}
