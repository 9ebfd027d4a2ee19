import { type Agent, minuteMs, someBirthDate, someCode } from './agent.ts'

const names = ['James Smith', 'Mohammed Ali', 'Olivia Jones', 'David Brown', 'Sarah Khan', 'John Taylor']

/** A program that goes through numbers from many addresses: claims each, guesses common names and birth dates, and comes back twice. */
export const bulkBot: Agent = {
  name: 'bulk-bot',
  share: 57,
  source: 'assumed',
  attempt(chance, { line }) {
    const identities = [1, 2, 3].map(() => ({ name: chance.one(names), born: someBirthDate(chance) }))
    const claim = (afterMs: number) => ({ do: 'claim' as const, line, identities, afterMs })
    return {
      knows: 'number',
      tries: [claim(0), { do: 'code', code: someCode(chance), afterMs: 0 }, claim(minuteMs), claim(61 * minuteMs)],
    }
  },
}
