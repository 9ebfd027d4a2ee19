import { type Agent, minuteMs, someBirthDate } from './agent.ts'

/** Has moved away: then the postcode in mind is an old one. */
const knowsAll = 0.6
const comesBack = 0.3

/** Knows the number, the name, and mostly birth date and postcode; wants the phone dead for an evening. Some come back when it lapsed. */
export const exPartner: Agent = {
  name: 'ex-partner',
  share: 25,
  source: 'assumed; USERS 4, malicious block',
  attempt(chance, { line, name, born, postcode }) {
    const secrets = chance.happens(knowsAll)
    const guesses = [1, 2, 3].map(() => ({ name, born: someBirthDate(chance) }))
    const claim = { do: 'claim' as const, line, identities: secrets ? [{ name, born, postcode }] : guesses }
    const again = chance.happens(comesBack) ? [{ ...claim, afterMs: 61 * minuteMs }] : []
    return { knows: secrets ? 'secrets' : 'name', tries: [{ ...claim, afterMs: 0 }, ...again] }
  },
}
