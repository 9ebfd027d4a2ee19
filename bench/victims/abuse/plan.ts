import type { Chance } from '../../../simulators/city/chance.ts'
import type { Attempt, Target, Try } from '../../../simulators/city/red-team/agent.ts'
import { redTeam } from '../../../simulators/city/red-team/red-team.ts'
import { rate } from '../rates.ts'
import { imeisOf } from '../truths.ts'
import { personAt } from './people.ts'

/** Everybody in the town, by line; what they have prepared, and where their line is. */
export type Person = Target & {
  readonly enrolled: boolean
  /** The handset in which the operator last saw the line: the thief's own, perhaps. */
  readonly phone: readonly string[]
  card?: string | undefined
}

export type Honest = { readonly sort: 'honest'; readonly victim: Person; readonly way: 'claim' | 'handler' | 'card' }
export type Malicious = {
  readonly sort: 'malicious'
  readonly agent: string
  readonly target: Person
  readonly friend: Person
  readonly knows: Attempt['knows']
  readonly tries: readonly Try[]
  /** The phones in another dealer's window are in the register as theirs. */
  readonly inRegister: boolean
}
export type Story = (Honest | Malicious) & {
  readonly at: number
  readonly cases: Set<string>
  refused: string | undefined
}

export const assumed = {
  /** Of all reports, so many are attempts: an attack run, because 0.2% (DOMAIN 6) would be too few to measure a tenth of a percent. */
  malicious: 0.3,
  /** Phones in a dealer's window that are in the register as that dealer's. */
  stockInRegister: 0.7,
  /** Some hundred acts make one step of the clock: less than a minute, so that what lapses after an hour does. */
  secondsApart: 0.3,
} as const

/** Who reports what in this run, in the order of time. */
export function storiesOf(chance: Chance, { seed, reports }: { seed: number; reports: number }): Story[] {
  let people = 0
  const somebody = (): Person => {
    const target = personAt(seed, people++)
    const moved = chance.happens(rate('inThiefsPhone'))
    return { ...target, enrolled: chance.happens(rate('enrolled')), phone: moved ? imeisOf(chance) : target.imeis }
  }
  return Array.from({ length: reports }, (_, n): Story => {
    const at = n * assumed.secondsApart * 1000
    const common = { at, cases: new Set<string>(), refused: undefined }
    if (chance.happens(assumed.malicious)) return { ...malicious(chance, somebody), ...common }
    const victim = somebody()
    const way = victim.enrolled ? 'card' : chance.happens(rate('byHandler')) ? 'handler' : 'claim'
    return { sort: 'honest', victim, way, ...common }
  })
}

function malicious(chance: Chance, somebody: () => Person): Malicious {
  const agent = chance.weighted(redTeam.map((one) => [one, one.share] as const))
  const target = { ...somebody() }
  // Nobody has stolen it: the line is where it always was.
  const quiet = { ...target, phone: target.imeis, enrolled: target.enrolled || agent.name === 'silencer' }
  const inRegister = agent.name === 'rival-shop' && chance.happens(assumed.stockInRegister)
  const friend = somebody()
  return {
    sort: 'malicious',
    agent: agent.name,
    target: quiet,
    friend: { ...friend, enrolled: false },
    inRegister,
    ...agent.attempt(chance, quiet),
  }
}
