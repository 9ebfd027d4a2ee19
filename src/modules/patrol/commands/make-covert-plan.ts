import { defineCommand, refuse } from '#ledger'
import { CovertPlanMade } from '../events/covert-plan-made.ts'
import { shiftState } from '../plan/shift-state.ts'
import { planRefusals } from '../refusals.ts'

/** Takes the plan of plain-clothes patrols. Whether it keeps its rules was judged before it was sealed: nobody can look inside here. */
export const makeCovertPlan = defineCommand('make-covert-plan', {
  input: CovertPlanMade.schema,
  refusals: planRefusals,
  stream: ({ plan }) => `shift-plan/${plan}`,
  begins: true,
  keyed: ({ plan, begins, ends }) => ({ plan, begins, ends }),
  state: shiftState,

  decide(plan, state, { now }) {
    if (state) return refuse('plan-known')
    return plan.ends <= now ? refuse('shift-over') : [CovertPlanMade.of(plan)]
  },
})
