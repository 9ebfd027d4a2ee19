import { defineView } from '#ledger'
import type { VaultRef } from '#platform/vault-ref'
import { CovertPlanMade } from '../events/covert-plan-made.ts'
import { PlanMade } from '../events/plan-made.ts'
import { StopAnswered } from '../events/stop-answered.ts'
import type { PlannedShift, StopAnswer } from '../plan/planned-shift.ts'

type Made = {
  plan: string
  tenant: string
  made_at: Date | string
  begins: Date | string
  ends: Date | string
}
export type ShiftPlanTables = {
  shift_plan: Made & { body: PlannedShift }
  covert_plan: Made & { stops: readonly number[]; sealed: VaultRef }
  stop_answer: { plan: string; unit: number; stop: number; answer: StopAnswer; at: Date | string }
}

/** Plans and what was said of their stops. Inline: who presses a button sees what came of it. */
export const shiftPlan = defineView<ShiftPlanTables>(
  'shift_plan',
  'inline',
  (on) => [
    on(PlanMade, (db, { plan, ...body }, { tenant, at }) =>
      db.insertInto('shift_plan').values({
        ...{ plan, tenant, made_at: at, begins: body.begins, ends: body.ends },
        body: JSON.stringify(body) as never,
      }),
    ),
    on(CovertPlanMade, (db, { plan, begins, ends, stops, sealed }, { tenant, at }) =>
      db.insertInto('covert_plan').values({ plan, tenant, made_at: at, begins, ends, stops, sealed }),
    ),
    on(StopAnswered, (db, { plan, unit, stop, answer }, { at }) =>
      db
        .insertInto('stop_answer')
        .values({ plan, unit, stop, answer, at })
        .onConflict((c) => c.columns(['plan', 'unit', 'stop']).doUpdateSet({ answer, at })),
    ),
  ],
  { tables: ['shift_plan', 'covert_plan', 'stop_answer'] },
)
