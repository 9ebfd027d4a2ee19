import type { Day, Theft } from './day.ts'
import type { Fact, Note } from './facts.ts'
import { command, type Partner } from './partners.ts'
import { type Person, personAt, type Seen } from './person.ts'

/** Signs a pretend member of staff in; a test that has no identity provider gives the session itself. */
export type SignIn = (account: string, purpose: string) => Promise<Person>

/** Everything that the people of a day share: the running system, the pretend partners, and what was seen so far. */
export type World = {
  readonly origin: string
  readonly day: Day
  readonly partners: readonly Partner[]
  readonly facts: readonly Fact[]
  readonly note: (fact: Note) => void
  /** The browser that somebody has borrowed, at an address of its own. */
  readonly person: (theft: Theft) => Person
  readonly staff: SignIn
  /** Panic card and trusted person's code, as their owners wrote them down. */
  readonly secrets: Map<string, { readonly card: string; trusted?: string }>
  readonly cases: Map<string, string>
  /** How long somebody waits for a code on their phone. */
  readonly patienceMs: number
  /** Gives a partner a command if it is there; undefined when it is not, or does not answer. */
  readonly tell: (slug: string, path: `/_${string}`, body: unknown) => Promise<unknown>
}

type Options = {
  readonly origin: string
  readonly day: Day
  readonly partners: readonly Partner[]
  readonly signIn?: SignIn | undefined
  readonly patienceMs?: number | undefined
}

export function openWorld({
  origin,
  day,
  partners,
  signIn,
  patienceMs = 15_000,
}: Options): World & { readonly leave: () => Promise<void> } {
  const facts: Fact[] = []
  const note = (fact: Note) => void facts.push({ at: Date.now(), ...fact } as Fact)
  const people = new Map<string, Person>()
  const staff = new Map<string, Promise<Person>>()
  const at = addresses()

  const signInHere: SignIn = async (account, purpose) => {
    const person = personAt(origin, { address: at() })
    await person.signIn(account, purpose)
    return person
  }
  const own = signIn ?? signInHere

  return {
    ...{ origin, day, partners, facts, note, patienceMs, secrets: new Map(), cases: new Map() },
    person: ({ id }) => {
      const known = people.get(id) ?? personAt(origin, { address: at() })
      people.set(id, known)
      return known
    },
    staff: (account, purpose) => {
      const key = `${account} ${purpose}`
      const known = staff.get(key) ?? own(account, purpose)
      staff.set(key, known)
      known.catch(() => staff.delete(key))
      return known
    },
    tell: async (slug, path, body) => {
      const partner = partners.find((one) => one.slug === slug)
      return partner && command(partner, path, body)
    },
    leave: async () => {
      const signedIn = await Promise.all([...staff.values()].map((one) => one.catch(() => undefined)))
      await Promise.all([...people.values(), ...signedIn].map((one) => one?.leave()))
    },
  }
}

/** 127.10.0.1 and so on: a city's people do not share one address, and limits by address would take them for one. */
function addresses(): () => string {
  let next = 0
  return () => {
    next += 1
    return `127.10.${Math.floor(next / 250) % 250}.${1 + (next % 250)}`
  }
}

/** Throws with what a page said when it did not do what its button promises. */
export function expected(seen: Seen, what: string): Seen {
  if (seen.status < 400) return seen
  throw new Error(`${what}: ${seen.status}`)
}

/** What the page marks as wrong with an entry, if anything. */
export const errorOn = ({ text }: Seen): string | undefined =>
  /class="govuk-error-message">(?:\s|<[^>]*>|Error:)*([^<]+)/.exec(text)?.[1]?.trim()
