import { type Kysely, sql } from 'kysely'
import { defineView } from '#ledger'
import { type ImeiKey, keysOf } from '#lib/imei/imei'
import { type Level, levelOf, type Means } from '#lib/proof'
import { CaseClosed } from '../events/case-closed.ts'
import { CaseReopened } from '../events/case-reopened.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { ConflictSettled } from '../events/conflict-settled.ts'
import { ProofShown } from '../events/proof-shown.ts'
import { ReportSplit } from '../events/report-split.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'
import { SafeModeSet } from '../events/safe-mode-set.ts'
import { TheftReported } from '../events/theft-reported.ts'
import { TheftTold } from '../events/theft-told.ts'

export type TheftCase = {
  theft_case: {
    case_id: string
    tenant: string
    force: string | null
    channel: string
    method: string
    means: Means
    level: Level
    until: string | null
    safe_mode: boolean
    line: string | null
    handset: string | null
    imei_keys: ImeiKey[]
    place: string | null
    conflicts: string[]
    ended: string | null
    opened_at: string
  }
}

/** One row a case, for queues, lists and figures. It may lag by a moment: what must not is in the stream itself (`theftCase`). */
export const theftCaseView = defineView<TheftCase>('theft_case', 'async', (on) => [
  on(TheftReported, (db, { case: case_id, means, imeis, ...told }, { tenant, at }) =>
    db
      .insertInto('theft_case')
      .values({
        ...{ case_id, tenant, means, level: levelOf(means), imei_keys: keysOf(imeis), opened_at: at },
        ...{ channel: told.channel, method: told.method, safe_mode: told.safeMode },
        ...{ force: told.force ?? null, until: told.until ?? null, line: told.line ?? null },
        ...{ handset: told.handset ?? null, place: told.place ?? null, conflicts: [], ended: null },
      })
      .onConflict((c) => c.column('case_id').doNothing()),
  ),

  on(ProofShown, (db, { case: theft, means, imeis, until = null, handset }) =>
    db
      .updateTable('theft_case')
      .set((eb) => ({
        until,
        means: eb.case().when('level', '<=', levelOf(means)).then(means).else(eb.ref('means')).end(),
        level: sql<Level>`greatest(level, ${levelOf(means)})`,
        ...(imeis.length > 0 && { imei_keys: keysOf(imeis) }),
        ...(handset && { handset }),
      }))
      .where('case_id', '=', theft),
  ),

  on(ReportSplit, (db, { case: theft, means, until = null, imeis, conflicts: those, safeMode }) =>
    db
      .updateTable('theft_case')
      .set({
        ...{ means, level: levelOf(means), until, imei_keys: keysOf(imeis) },
        ...{ conflicts: those, safe_mode: safeMode },
      })
      .where('case_id', '=', theft),
  ),

  on(ConflictFound, (db, { case: theft, conflict }) => conflicts(db, theft, conflict, true)),
  on(ConflictSettled, (db, { case: theft, conflict, stands }) => (stands ? conflicts(db, theft, conflict, false) : [])),
  on(TheftTold, (db, { case: theft, method }) =>
    db.updateTable('theft_case').set({ method }).where('case_id', '=', theft),
  ),
  on(SafeModeSet, (db, { case: theft, on: safe_mode }) =>
    db.updateTable('theft_case').set({ safe_mode }).where('case_id', '=', theft),
  ),
  on(ReportWithdrawn, (db, { case: theft, why }) => ended(db, theft, why)),
  on(CaseClosed, (db, { case: theft, reason }) => ended(db, theft, reason)),
  on(CaseReopened, (db, { case: theft }) => ended(db, theft, null)),
])

const conflicts = (db: Kysely<TheftCase>, theft: string, conflict: string, open: boolean) =>
  db
    .updateTable('theft_case')
    .set({
      conflicts: open
        ? sql<string[]>`array_append(array_remove(conflicts, ${conflict}), ${conflict})`
        : sql<string[]>`array_remove(conflicts, ${conflict})`,
    })
    .where('case_id', '=', theft)

const ended = (db: Kysely<TheftCase>, theft: string, why: string | null) =>
  db.updateTable('theft_case').set({ ended: why }).where('case_id', '=', theft)
