import { type Agent, minuteMs } from './agent.ts'

/**
 * Knows the number of somebody whom they mean to rob, or to watch: reports it and says that they are afraid, so that what the owner
 * stops afterwards waits, and whom the owner named hears nothing. Then the phone is taken, and the owner uses the card.
 */
export const silencer: Agent = {
  name: 'silencer',
  share: 4,
  source: 'assumed; USERS 4, stalking',
  attempt(chance, { line }) {
    const claim = { do: 'claim' as const, line, identities: [], safe: true, afterMs: 0 }
    return { knows: 'number', tries: [claim, { do: 'owner-stops', afterMs: chance.whole(1, 50) * minuteMs }] }
  },
}
