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

/** Of fewer stops no whole number is 5 to 10%: there a plan has one by lot or none, right over many shifts. */
const fewestStops = 10

/** Visible patrols without a lot would learn nothing of where the map shows nothing: no plan goes without, asked for and drawn (docs/adr/0031). */
function hasItsLot({ lotPermille, tours }: PlannedShift): boolean {
  const stops = tours.flatMap((tour) => tour.stops)
  const staying = (some: typeof stops) => some.reduce((sum, { starts, leaves }) => sum + leaves - starts, 0)
  const share = staying(stops.filter(({ lot }) => lot)) / staying(stops)
  return isLot(lotPermille / 1000) && (stops.length < fewestStops || isLot(share))
}

const isLot = (share: number) => share >= chanceShare.least - 1e-9 && share <= chanceShare.most + 1e-9
