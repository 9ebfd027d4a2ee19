import { defineCommand, refuse } from '#ledger'
import { chanceShare } from '#lib/patrol-plan/chance'
import { PlanMade } from '../events/plan-made.ts'
import { keepsItsRules, PlanId, PlannedShift } from '../plan/planned-shift.ts'
import { shiftState } from '../plan/shift-state.ts'
import { planRefusals } from '../refusals.ts'

/** Takes the plan of a shift's visible patrols, if it keeps its own rules. */
export const makePlan = defineCommand('make-plan', {
  input: PlannedShift.extend({ plan: PlanId }),
  refusals: planRefusals,
  stream: ({ plan }) => `shift-plan/${plan}`,
  begins: true,
  // Fences are new ids each time.
  keyed: ({ plan, begins, ends, seed }) => ({ plan, begins, ends, seed }),
  state: shiftState,

  decide(plan, state, { now }) {
    if (state) return refuse('plan-known')
    if (plan.ends <= now) return refuse('shift-over')
    return keepsItsRules(plan) && hasItsLot(plan) ? [PlanMade.of(plan)] : refuse('plan-breaks-rules')
  },
})

/** Visible patrols without a lot would learn nothing of where the map shows nothing: no plan goes without (docs/adr/0030). */
const hasItsLot = ({ lotPermille }: PlannedShift): boolean =>
  lotPermille >= 1000 * chanceShare.least && lotPermille <= 1000 * chanceShare.most
