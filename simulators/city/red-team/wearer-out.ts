import { type Agent, minuteMs, someBirthDate } from './agent.ts'

const names = ['Anna Nobody', 'Ben Nobody', 'Cleo Nobody']

/**
 * Has just taken a phone and reads its number: reports it and says names that are wrong, from two browsers and again when the hour is over,
 * so that its network is asked no more when the owner comes.
 */
export const wearerOut: Agent = {
  name: 'wearer-out',
  share: 4,
  source: 'assumed; USERS 4, identity tries used up',
  attempt(chance, { line }) {
    const wrong = () => names.map((name) => ({ name, born: someBirthDate(chance) }))
    const claim = (afterMs: number) => ({ do: 'claim' as const, line, identities: wrong(), afterMs })
    const again = [claim(61 * minuteMs), claim(122 * minuteMs)]
    const comes = { do: 'owner-claims' as const, afterMs: chance.whole(1, 180) * minuteMs }
    return { knows: 'number', tries: [claim(0), claim(0), ...again, comes].sort((a, b) => a.afterMs - b.afterMs) }
  },
}
