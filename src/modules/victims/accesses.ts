import { fold } from '#ledger'
import { showsHolder } from '#lib/proof'
import { CasesLinked } from '#modules/reports/events/cases-linked'
import { IdentityClaimed } from '#modules/reports/events/identity-claimed'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { TheftReported } from '#modules/reports/events/theft-reported'
import type { VaultRef } from '#platform/vault-ref'
import { AccessGiven } from './events/access-given.ts'

/** One code with its word, as the case's stream tells it. */
type Access = {
  /** Somebody looked at who holds it, or their operator knew them. */
  readonly known: boolean
  /** Who its holder says they are. */
  readonly claims: readonly VaultRef[]
  readonly ended: boolean
  /** Somebody else switched safe mode on since: whom its holder named may be the one to fear, and is not written to. */
  readonly feared: boolean
  /** The later case that it was given for, while that is joined to this one. */
  readonly of?: string
}

export type Accesses = {
  readonly reported: boolean
  readonly safeMode: boolean
  readonly all: ReadonlyMap<VaultRef, Access>
  /** Claims that the operator found true. */
  readonly found: readonly VaultRef[]
  /** Somebody has shown that they are the holder. */
  readonly holderKnown: boolean
}

const none: Accesses = { reported: false, safeMode: false, all: new Map(), found: [], holderKnown: false }

/**
 * Who may open a case. Anybody can report a number and gets a code for that (principle 1: easy to stop). Once somebody shows
 * that they are the holder, what was given on the bare number ends, unless it was their own. A card, a stop word or a trusted
 * person show a phone's owner to be near but not who holds the code, so they end nothing; nor does an operator's yes in safe mode, for an
 * ex-partner knows name and birth date too.
 */
export const accesses = fold<Accesses>(none, (on) => [
  on(TheftReported, (state, { means, safeMode }) => ({
    ...{ ...state, reported: true, safeMode },
    holderKnown: showsHolder(means),
  })),
  on(SafeModeSet, (state, { on: safeMode, access: own }) => {
    const all = [...state.all].map(([ref, one]) => [ref, { ...one, feared: safeMode && ref !== own }] as const)
    return { ...state, safeMode, all: new Map(all) }
  }),
  on(AccessGiven, (state, { access, claim, checked = false }) => {
    const claims = claim ? [claim] : []
    const known = checked || claims.some((one) => state.found.includes(one))
    return changed(state, access, { known, claims, ended: false, feared: false })
  }),
  // A person found that both are one theft. Whoever knew only the number gains no more by that than by reporting it twice.
  on(CasesLinked, (state, { other, as, same, codes = [] }) => {
    if (as === 'later') return state
    if (!same) return { ...state, all: new Map([...state.all].filter(([, one]) => one.of !== other)) }
    const taken = codes.map(
      ({ access, known, claims }) =>
        [access, { known, claims, ended: state.holderKnown && !known, feared: false, of: other }] as const,
    )
    return { ...state, all: new Map([...state.all, ...taken]) }
  }),
  on(IdentityClaimed, (state, { claim, access }) => {
    const held = access && state.all.get(access)
    return held ? changed(state, access, { ...held, claims: [...held.claims, claim] }) : state
  }),
  on(ProofShown, (state, { means, claim, access: own }) => {
    if (!showsHolder(means) || (state.safeMode && means === 'operator-knowledge')) return state
    const found = claim ? [...state.found, claim] : state.found
    const all = [...state.all].map(
      ([ref, one]) => [ref, judged(one, ref === own || (claim !== undefined && one.claims.includes(claim)))] as const,
    )
    return { ...state, found, all: new Map(all), holderKnown: true }
  }),
])

const changed = (state: Accesses, ref: VaultRef, access: Access): Accesses => ({
  ...state,
  all: new Map([...state.all, [ref, access]]),
})

/** `own`: it is the code of who was shown to be the holder. */
function judged(access: Access, own: boolean): Access {
  return { ...access, known: access.known || own, ended: access.ended || !(access.known || own) }
}

/** Whether this code still opens its case. */
export const stands = ({ all }: Accesses, ref: string): boolean => all.get(ref as VaultRef)?.ended === false

/** Whether it stands and somebody knows who holds it: their operator, or a person who looked. */
export const isKnown = (given: Accesses, ref: string): boolean =>
  stands(given, ref) && given.all.get(ref as VaultRef)?.known === true
/** Whether whom the holder of this code named may be written to. */
export const speaksFor = ({ all }: Accesses, ref: string): boolean => {
  const one = all.get(ref as VaultRef)
  return one !== undefined && !one.ended && !one.feared
}

/**
 * By which code, and so by which word, somebody knows us. `own`: the code of who gave the contact. What was prepared before the
 * theft, or written down by the unit, knows the first code that stands, and rather that of somebody whom we know.
 */
export function codeFor({ all }: Accesses, own?: VaultRef): VaultRef | undefined {
  if (own !== undefined) return own
  const standing = [...all].filter(([, { ended }]) => !ended)
  return (standing.find(([, { known }]) => known) ?? standing[0])?.[0]
}
