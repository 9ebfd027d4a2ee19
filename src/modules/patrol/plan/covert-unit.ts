import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteContext, VaultInRoute } from '#http'
import { caseCodeOf, readCaseCode, showCaseCode } from '#lib/case-code'
import { kept, reviewOn } from '#lib/kept'
import type { Fence } from '#lib/patrol-plan/fences'
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

type Sealing = { readonly tenant: string; readonly plan: string; readonly callSigns: readonly string[] }

/**
 * Seals a plain-clothes plan: whole for the control room, and each unit's part by itself for the officer who joins it. A part is
 * found by its code alone, which the control room reads in the whole.
 */
export async function sealCovertPlan(
  vault: Pick<VaultInRoute, 'put'>,
  made: PlannedShift,
  { tenant, plan, callSigns }: Sealing,
): Promise<VaultRef> {
  const codes = callSigns.map(() => caseCodeOf(randomBytes(7)))
  const frame = { class: 'place', reviewAt: reviewOn(kept.covertPlan, new Date(made.ends)) } as const
  const whole = { ...made, callSigns, codes: codes.map(showCaseCode) }
  const { ref, subject } = await vault.put({ ...frame, value: whole })
  for (const [at, code] of codes.entries()) {
    const shift = { ...partOf(made, at), callSigns: callSigns.slice(at, at + 1) }
    const value = { tenant, plan, unit: at + 1, shift }
    await vault.put({ ...frame, subject, value, findBy: [codeIndex(code)] })
  }
  return ref
}

/** The unit that an officer has joined. The vault writes down who looked. */
export async function covertUnit(
  vault: Pick<VaultInRoute, 'reveal'>,
  sealed: VaultRef,
): Promise<CovertUnit | undefined> {
  const record = (await vault.reveal('look', [sealed])).get(sealed)
  return record && !record.erased ? SealedUnit.parse(record.value) : undefined
}

type Joining = Pick<RouteContext<DutyTable & ShiftTables>, 'db' | 'vault' | 'audit' | 'now'>

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
  const other = await db
    .selectFrom('duty')
    .select('officer')
    .where('sealed', '=', found.ref)
    .where('officer', '!=', officer)
    .where('ends_at', '>', now())
    .executeTakeFirst()
  if (other) return 'taken'
  await joinUnit(db, officer, { plan, unit, sealed: found.ref })
  return 'joined'
}

/** Until this look is over nobody else joins a unit of this plan: of two officers with one code the second is refused. */
const holdPlan = (db: Kysely<ShiftTables>, tenant: string, plan: string) =>
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
