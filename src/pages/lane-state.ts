/** How far one lane of a report has come: an operator, a maker, a bank, the police. The word is all that may be said of it. */
export const laneStates = {
  'not-asked': 'Not asked',
  sent: 'Sent',
  confirmed: 'Confirmed',
  refused: 'Refused',
  'no-answer': 'No answer yet',
  ended: 'Ended by itself',
} as const

export type LaneState = keyof typeof laneStates

/** A lane as pages show it. `at` is the UTC ISO time of the state, `tookMs` how long the partner took to answer. */
export type Lane = { is: LaneState; at?: string; tookMs?: number }

export function stateWord(state: LaneState): string {
  return laneStates[state]
}
