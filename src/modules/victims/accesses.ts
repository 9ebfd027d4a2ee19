import { fold } from '#ledger'
import { levelOf, type Means, showsHolder } from '#lib/proof'
import { CasesLinked } from '#modules/reports/events/cases-linked'
import { IdentityClaimed } from '#modules/reports/events/identity-claimed'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { isFirstReporter, ofOwn } from '#modules/reports/public'
import type { VaultRef } from '#platform/vault-ref'
import { AccessGiven } from './events/access-given.ts'

/** One code with its word, as the case's stream tells it. */
export type GivenCode = {
  /** Somebody looked at who holds it, or their operator knew them. */
  readonly known: boolean
  /** Its holder said a number, and has shown nothing more. */
  readonly bare: boolean
  /** And the number was in a case already: by that much they see nothing of the case. */
  readonly joined: boolean
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
  /** The case began with a number and nothing more. */
  readonly beganBare: boolean
  readonly safeMode: boolean
  /** All that asked for it is a bare number, which keeps nobody from the case once somebody shows more (`isGuarded`). */
  readonly safeBare: boolean
  /** Who the first reporter says they are. */
  readonly ownClaims: readonly VaultRef[]
  readonly all: ReadonlyMap<VaultRef, GivenCode>
  /** Claims that the operator found true. */
  readonly found: readonly VaultRef[]
  /** Somebody has shown more than a number. */
  readonly proved: boolean
  /** Somebody has shown that they are the holder. */
  readonly holderKnown: boolean
}

const none: Accesses = {
  ...{ reported: false, beganBare: false, safeMode: false, all: new Map(), found: [] },
  ...{ safeBare: false, ownClaims: [] },
  ...{ proved: false, holderKnown: false },
}

/**
 * Who may open a case. Anybody can report a number and gets a code for that (principle 1: easy to stop). Once somebody shows
 * that they are the holder, what was given on the bare number ends, unless it was their own. A card, a stop word or a trusted
 * person show a phone's owner to be near but not who holds the code, so they end nothing: from then on such a code shows that there is
 * a report, and no more (`isNarrow`). In safe mode nobody's word ends a code but that of police, for an ex-partner knows name and birth
 * date, and whoever pays for the phone is known to its network and to a bank. What a bare number asked for gives way here
 * as everywhere: whoever switches it on by a number alone ends and keeps nobody's code.
 */
const given = fold<Accesses>(none, (on) => [
  on(TheftReported, (state, { means, safeMode }) => ({
    ...{ ...state, reported: true, safeMode, beganBare: levelOf(means) === 0 },
    ...{ proved: showsMore(means), holderKnown: showsHolder(means), safeBare: safeMode && levelOf(means) === 0 },
  })),
  on(SafeModeSet, (state, { on: safeMode, access: own, bare }) => {
    // Whoever knows only the number makes nobody fall silent by it.
    if (bare) return { ...state, safeMode, safeBare: safeMode }
    const all = [...state.all].map(([ref, one]) => [ref, { ...one, feared: safeMode && ref !== own }] as const)
    return { ...state, safeMode, safeBare: false, all: new Map(all) }
  }),
  on(AccessGiven, (state, { access, claim, checked = false, shown = false, joined = false }) => {
    const claims = claim ? [claim] : []
    const known = checked || claims.some((one) => state.found.includes(one))
    const bare = !known && !shown && (joined || state.beganBare)
    return changed(state, access, { known, bare, joined: joined && !known, claims, ended: false, feared: false })
  }),
  // A person found that both are one theft. Whoever knew only the number gains no more by that than by reporting it twice.
  on(CasesLinked, (state, { other, as, same, codes = [] }) => {
    if (as === 'later') return state
    if (!same) return { ...state, all: new Map([...state.all].filter(([, one]) => one.of !== other)) }
    const taken = codes.map(({ access, known, claims, bare = false, joined = false }) => {
      const ended = state.holderKnown && !known && !joined
      return [access, { known, bare, joined, claims, ended, feared: false, of: other }] as const
    })
    return { ...state, all: new Map([...state.all, ...taken]) }
  }),
  on(IdentityClaimed, (before, { claim, access, joined }) => {
    const state = joined ? before : { ...before, ownClaims: [...before.ownClaims, claim] }
    const held = access && state.all.get(access)
    return held ? changed(state, access, { ...held, claims: [...held.claims, claim] }) : state
  }),
  on(ProofShown, (before, { means, claim, access: own }) => {
    const confirms = levelOf(means) > 0 && isFirstReporter(before, { claim, access: own })
    const state = confirms ? { ...before, safeBare: false } : before
    const guarded = state.safeMode && !state.safeBare
    const isOwn = (ref: VaultRef, one: GivenCode) => ref === own || (claim !== undefined && one.claims.includes(claim))
    const more = showsMore(means)
    const seen = mapped(state, (ref, one) => ({ ...one, bare: one.bare && !(more && !one.joined && isOwn(ref, one)) }))
    const proved = state.proved || more
    if (!showsHolder(means) || (guarded && !looked.includes(means))) return { ...state, all: seen, proved }
    const found = claim ? [...state.found, claim] : state.found
    const all = mapped({ all: seen }, (ref, one) => judged(one, isOwn(ref, one)))
    return { ...state, found, all, proved, holderKnown: true }
  }),
])

/** Codes that were given for a report which has a case of its own by now open that one (`caseOfCode`). */
export const accesses = ofOwn(given)

/** Whether somebody showed more than a number by it. A crime number says more of the theft, and nothing of a person. */
const showsMore = (means: Means): boolean => levelOf(means) > 0 && means !== 'crime-reference'

/** In safe mode: who looked at whoever said so, and hears whom they fear. */
const looked: readonly Means[] = ['police-handler', 'officer-present', 'purchase-document']

const mapped = (
  { all }: Pick<Accesses, 'all'>,
  change: (ref: VaultRef, one: GivenCode) => GivenCode,
): Accesses['all'] => new Map([...all].map(([ref, one]) => [ref, change(ref, one)] as const))

const changed = (state: Accesses, ref: VaultRef, access: GivenCode): Accesses => ({
  ...state,
  all: new Map([...state.all, [ref, access]]),
})

/** `own`: it is the code of who was shown to be the holder. */
function judged(access: GivenCode, own: boolean): GivenCode {
  const known = access.known || own
  return {
    ...{ ...access, known, bare: access.bare && !known, joined: access.joined && !known },
    ended: access.ended || !(known || access.joined),
  }
}

/** Whether this code still opens its case. */
export const stands = ({ all }: Accesses, ref: string): boolean => all.get(ref as VaultRef)?.ended === false

/**
 * Whether all that this code shows is that there is a report: its holder said a number, and somebody else has shown more, or had
 * reported before. No bank, no network and no news.
 */
export const isNarrow = ({ all, proved }: Accesses, ref: string): boolean => {
  const one = all.get(ref as VaultRef)
  return one?.bare === true && (proved || one.joined)
}

/**
 * Whether this code opens the case itself. For whoever said a number and not even who they are it does not: whether that number was in
 * a case before must not be seen, so the first one reads no more than the second (ADR 0024). Nor does whoever guesses a name: the
 * case opens with the network's yes. `asksNetwork`: there is a network to say so; where there is none, a name must do.
 */
export const opens = (given: Accesses, ref: string, asksNetwork: boolean): boolean => {
  const one = given.all.get(ref as VaultRef)
  if (one === undefined || one.ended || isNarrow(given, ref)) return false
  return !one.bare || (one.claims.length > 0 && !asksNetwork)
}

/** Whether it stands and somebody knows who holds it: their operator, or a person who looked. */
export const isKnown = (given: Accesses, ref: string): boolean =>
  stands(given, ref) && given.all.get(ref as VaultRef)?.known === true
/** Whether whom the holder of this code named may be written to. */
export const speaksFor = (given: Accesses, ref: string): boolean => {
  const one = given.all.get(ref as VaultRef)
  return one !== undefined && !one.ended && !one.feared && !isNarrow(given, ref)
}

/**
 * By which code, and so by which word, somebody knows us. `own`: the code of who gave the contact. What was prepared before the
 * theft, or written down by the unit, knows the first code that stands, and rather that of somebody whom we know.
 */
export function codeFor(given: Accesses, own?: VaultRef): VaultRef | undefined {
  if (own !== undefined) return own
  const standing = [...given.all].filter(([ref, { ended }]) => !ended && !isNarrow(given, ref))
  return (standing.find(([, { known }]) => known) ?? standing[0])?.[0]
}
