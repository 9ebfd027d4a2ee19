import type { StoredEvent } from '#ledger'
import { levelOf } from '#lib/proof'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { hidesReporter, isGuarded, theftCase } from '#modules/reports/public'
import type { VaultRef } from '#platform/vault-ref'
import { accesses, speaksFor } from './accesses.ts'

/** What the screens of staff may show of who reported. */
export type ShownToStaff = {
  /** Nothing: no place, no contact and no word. */
  readonly hidden: boolean
  readonly safeMode: boolean
  /** Safe mode keeps others from the case: what a bare number asked for does so no more once somebody has shown more. */
  readonly guarded: boolean
  /** Whether what came by one of these codes is shown; without a code it came with a report. */
  readonly shows: (...by: readonly (VaultRef | undefined)[]) => boolean
  /** Whether somebody reads what the unit writes first: in safe mode only codes whose holder is not to be feared do. */
  readonly heard: boolean
  /** Whether place and description of the first report are. */
  readonly showsReport: boolean
}

/**
 * One rule for every screen of staff but the safeguarding officer's. A guarded case shows nothing. Where a bare number asked for safe
 * mode and gave way, what those told is shown who showed more; what came with the tick, or by a code of who knows the number alone, is
 * not: it may be where somebody hides.
 */
export function shownToStaff(events: readonly StoredEvent[]): ShownToStaff {
  const theft = theftCase.run(events)
  const hidden = hidesReporter(theft)
  const { safeMode } = theft
  const given = accesses.run(events)
  const first = events.find(({ type }) => type === TheftReported.type)
  const guarded = isGuarded(theft)
  const bare = first === undefined || levelOf(TheftReported.decode(first).means) === 0
  return {
    ...{ hidden, safeMode, guarded, showsReport: !hidden && !(safeMode && bare) },
    heard: !guarded || [...given.all.keys()].some((access) => speaksFor(given, access)),
    shows: (...by) => !hidden && (!safeMode || by.some((access) => access !== undefined && speaksFor(given, access))),
  }
}

/**
 * What whoever holds this code reads of who reads what they write. `none`: the police do. `own`: safe mode hides it. `kept`: it does, and
 * nothing says so, for they may be the one to fear; nobody is written to whom they name.
 */
export function guardFor(events: readonly StoredEvent[], access: VaultRef): 'none' | 'own' | 'kept' {
  if (!isGuarded(theftCase.run(events))) return 'none'
  return speaksFor(accesses.run(events), access) ? 'own' : 'kept'
}
