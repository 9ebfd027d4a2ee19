import { type Agent, minuteMs, someBirthDate, someCode, somePostcode } from './agent.ts'

/** Has stolen a phone, reads a name on its lock screen, and threatens to have the new one stopped as well until somebody pays. */
export const extortionist: Agent = {
  name: 'extortionist',
  share: 15,
  source: 'assumed; DOMAIN 2, extortion after theft',
  attempt(chance, { line, name }) {
    const seen = chance.happens(0.5)
    const said = seen ? name : 'Customer'
    const identities = [
      { name: said, born: someBirthDate(chance) },
      { name: said, postcode: somePostcode(chance) },
      { name: said, postcode: somePostcode(chance) },
    ]
    const code = () => ({ do: 'code' as const, code: someCode(chance), afterMs: minuteMs })
    return {
      knows: seen ? 'name' : 'number',
      tries: [{ do: 'claim', line, identities, afterMs: 0 }, code(), code(), code()],
    }
  },
}
