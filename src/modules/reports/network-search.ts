import { fold } from '#ledger'
import type { Parties } from '#modules/response/public'
import type { VaultRef } from '#platform/vault-ref'
import { IdentityAsked } from './events/identity-asked.ts'
import { IdentityClaimed } from './events/identity-claimed.ts'
import { NetworkFound } from './events/network-found.ts'
import { NetworksAsked } from './events/networks-asked.ts'
import { NoNetworkFound } from './events/no-network-found.ts'
import { ofOwn } from './joined-reports.ts'

/** What the reporter said of themselves, when, and which networks were asked about it. */
export type Claimed = { readonly claim: VaultRef; readonly at: string; readonly asked: readonly string[] }

/** How far the search is for the network that has a stolen line, as the case's stream tells it (docs/adr/0034). */
export type NetworkSearch = {
  readonly begun: boolean
  /** Who said that the line is not its own. */
  readonly not: string | undefined
  /** Who is asked now whether it is theirs: by the hold that they are owed. */
  readonly asked: readonly string[]
  /** When the hold ends that they were asked for. */
  readonly until: string | undefined
  readonly found: string | undefined
  readonly nobody: boolean
  readonly claims: readonly Claimed[]
}

const nothing: NetworkSearch = {
  ...{ begun: false, not: undefined, asked: [], until: undefined, found: undefined, nobody: false, claims: [] },
}

const everything = fold<NetworkSearch>(nothing, (on) => [
  on(NetworksAsked, (state, { not, asked, until }) => ({
    ...{ ...state, not, asked, until },
    ...{ begun: true, found: undefined, nobody: false },
  })),
  on(NetworkFound, (state, { network }) => ({ ...state, found: network, nobody: false })),
  on(NoNetworkFound, (state) => ({ ...state, nobody: true })),
  // Before 0034 whoever the number's beginning points to was asked at once, and nobody wrote down whom.
  on(IdentityClaimed, (state, { claim, asked = ['somebody'] }, { at }) => ({
    ...state,
    claims: [...state.claims, { claim, at, asked }],
  })),
  on(IdentityAsked, (state, { network, claims }) => ({
    ...state,
    claims: state.claims.map((one) => (claims.includes(one.claim) ? { ...one, asked: [...one.asked, network] } : one)),
  })),
])

export const networkSearch = ofOwn(everything)

/** Who is asked, now that the line was found at a network: whoever looked a moment before that took another for its home. */
export const atHome = (parties: Parties, { found }: NetworkSearch): Parties =>
  found !== undefined && parties.operators.includes(found) ? { ...parties, home: [found] } : parties

/** What a network says by what becomes of the hold: that the line is its own, that it is not, or nothing; or it cannot be asked. */
export type Says = 'theirs' | 'not-theirs' | 'away' | 'nothing'

/** What follows from it: the line is taken as found, the others are asked, it is seen whether nobody has it, or who waits is asked about. */
export function whatFollows(search: NetworkSearch, network: string, says: Says) {
  // Also the one whose silence began the search: it may come back, and have the line after all.
  if (says === 'theirs' && search.begun && search.found === undefined) return 'found'
  if (search.asked.includes(network) && search.found !== network) return says === 'theirs' ? 'found' : 'one-less'
  if (says === 'not-theirs' || (says === 'away' && !search.begun)) return 'ask-others'
  return search.claims.some(({ asked }) => asked.length === 0) ? 'put-claims' : 'nothing'
}

/** An answer to yesterday's question raises nothing today. */
export const asksForMs = 24 * 3_600_000

/** What may still be asked, and was not asked of this network. */
export const claimsFor = ({ claims }: NetworkSearch, network: string, now: string): Claimed[] =>
  claims.filter(({ at, asked }) => !asked.includes(network) && Date.parse(at) + asksForMs > Date.parse(now))

/** Asks a network whether each of these is the holder: name and birth date go to nobody but the network that has the line. */
export const identityOwed = (
  theft: string,
  line: VaultRef,
  network: string,
  claims: readonly Omit<Claimed, 'asked'>[],
) =>
  claims.map(({ claim, at }) => ({
    ...{ partners: [network], kind: 'match-identity', target: `case/${theft}/match-identity`, input: { line, claim } },
    until: new Date(Date.parse(at) + asksForMs).toISOString(),
  }))

type Contest = { readonly contest: string; readonly line: VaultRef; readonly claim: VaultRef }

/** The same of whoever says that they reported nothing. */
export const contestOwed = ({ contest, line, claim }: Contest, network: string, at: string) => ({
  ...{ partners: [network], kind: 'match-identity', target: `contest/${contest}`, input: { line, claim } },
  until: new Date(Date.parse(at) + asksForMs).toISOString(),
})
