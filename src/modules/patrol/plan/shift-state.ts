import { fold } from '#ledger'
import { CovertPlanMade } from '../events/covert-plan-made.ts'
import { PlanMade } from '../events/plan-made.ts'
import { StopAnswered } from '../events/stop-answered.ts'
import type { StopAnswer } from './planned-shift.ts'

/** What a plan's stream adds up to; undefined before it is made. Units and stops are numbered from 1. */
export type ShiftState =
  | { readonly stops: readonly number[]; readonly ends: string; readonly answers: ReadonlyMap<string, StopAnswer> }
  | undefined

export const shiftState = fold<ShiftState>(undefined, (on) => [
  on(PlanMade, (_, { tours, ends }) => ({ stops: tours.map(({ stops }) => stops.length), ends, answers: new Map() })),
  on(CovertPlanMade, (_, { stops, ends }) => ({ stops, ends, answers: new Map() })),
  on(
    StopAnswered,
    (state, { unit, stop, answer }) =>
      state && { ...state, answers: new Map(state.answers).set(`${unit} ${stop}`, answer) },
  ),
])
