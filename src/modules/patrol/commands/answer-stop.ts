import { defineCommand, refuse } from '#ledger'
import { StopAnswered } from '../events/stop-answered.ts'
import { shiftState } from '../plan/shift-state.ts'
import { planRefusals } from '../refusals.ts'

/** Said after the shift as well, over a cup of tea; the next day nobody remembers. */
const lateMs = 3 * 3_600_000

/** An officer says that a stop is done or left out. They may change their mind. */
export const answerStop = defineCommand('answer-stop', {
  input: StopAnswered.schema,
  refusals: {
    ...planRefusals,
    'no-stop': { status: 404, says: 'This tour has no such stop.' },
    'answered-so': { status: 409, says: 'You have said so already.' },
  },
  stream: ({ plan }) => `shift-plan/${plan}`,
  state: shiftState,

  decide(said, state, { now }) {
    if (!state) return refuse('no-plan')
    if (said.stop > (state.stops[said.unit - 1] ?? 0)) return refuse('no-stop')
    if (Date.parse(now) > Date.parse(state.ends) + lateMs) return refuse('shift-over')
    return state.answers.get(`${said.unit} ${said.stop}`) === said.answer
      ? refuse('answered-so')
      : [StopAnswered.of(said)]
  },
})
