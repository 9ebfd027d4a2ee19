import { type ExceptionChange, type Pairing, type Rule, readException } from '#lib/feed/exceptions'
import { pairingKeyCheck } from '#lib/feed/sim-mark'
import type { Rules } from '../decide.ts'
import { isPairedIn, type PairingTable, pairingTable } from './pairings.ts'
import { noRules, type RuleTable, ruleTable, statusIn } from './tac-rules.ts'

/** What stands beside the list at one moment. Plain data: it is posted to the threads that answer. */
export type Exceptions = {
  readonly pairings: PairingTable
  readonly rules: RuleTable
  /** The operator's own key, by which a SIM is known by its mark. */
  readonly pairingKey: string | undefined
}

export const noExceptions: Exceptions = { pairings: new Map(), rules: noRules, pairingKey: undefined }

/** The two rules of `decide` that it fills. */
export const rulesOf = ({ pairings, rules, pairingKey }: Exceptions): Pick<Rules, 'isPaired' | 'tacStatusOf'> => ({
  isPaired: (key, supi) => isPairedIn(pairings, pairingKey, key, supi),
  tacStatusOf: (_tac, key) => statusIn(rules, key),
})

type Change = Pick<ExceptionChange, 'about' | 'says'>

/** All that was told so far, and what of it holds now. What is not understood is passed over. */
export function openExceptions(pairingKey: string | undefined) {
  const pairings = new Map<string, Pairing>()
  const rules = new Map<string, Rule>()
  const ownCheck = pairingKey && pairingKeyCheck(pairingKey)
  let gatewaysCheck: string | undefined
  const put = <One>(into: Map<string, One>, about: string, is: One | undefined) =>
    is === undefined ? into.delete(about) : into.set(about, is)
  return {
    take(change: Change): void {
      const read = readException(change)
      if (read?.kind === 'pairing') put(pairings, change.about, read.is)
      if (read?.kind === 'rule') put(rules, change.about, read.is)
      if (read?.kind === 'pairing-key') gatewaysCheck = read.is
    },
    clear(): void {
      pairings.clear()
      rules.clear()
      gatewaysCheck = undefined
    },
    hasPairings: () => pairings.size > 0,
    /** Whether the gateway makes marks with our key; undefined while it has said nothing, or we have none. */
    keyAgrees: () => (gatewaysCheck && ownCheck ? gatewaysCheck === ownCheck : undefined),
    at: (now: number): Exceptions => ({
      pairings: pairingTable(pairings.values(), now),
      rules: ruleTable(rules.values(), now),
      pairingKey,
    }),
    /** Whether something of it has an end between two moments, in either order: a clock may be put back. */
    endsBetween(one: number, other: number): boolean {
      const [from, to] = one < other ? [one, other] : [other, one]
      const ends = ({ until }: { readonly until?: number | undefined }) =>
        until !== undefined && until > from && until <= to
      return [...pairings.values()].some(ends) || [...rules.values()].some(ends)
    },
  }
}
