import type { RegisterStatus } from '#modules/register/public'

/** The three answers of every check before money changes hands. */
export type Answer = 'buy' | 'do-not-buy' | 'wait'

const worst = ['stolen', 'wait'] as const
const answers = { stolen: 'do-not-buy', wait: 'wait' } as const

/** A handset with two IMEIs is as bad as the worse of them; a number that we never saw reads like one that is clear. */
export function answerOf(statuses: readonly RegisterStatus[]): Answer {
  const bad = worst.find((status) => statuses.includes(status))
  return bad ? answers[bad] : 'buy'
}
