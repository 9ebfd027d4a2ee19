import { type ImeiKey, tacOf } from '#lib/imei/imei'
import type { Claim } from '../views/imei-claim.ts'

/** What is known of a case as far as it decides whose handset this is. */
export type CaseFact = { readonly disputed: boolean; readonly unproven: boolean; readonly handset: string | undefined }

/** A handset in custody that shows one of these numbers. */
export type Held = { readonly exhibit: string; readonly label: string | undefined }

/** All that is known of some IMEI keys (`factsOf`). */
export type Facts = {
  readonly claims: ReadonlyMap<ImeiKey, readonly Claim[]>
  readonly keys: ReadonlyMap<Claim, readonly ImeiKey[]>
  readonly cases: ReadonlyMap<string, CaseFact>
  /** Of these, the numbers of a handset that a shop vouches for. The others its owner typed, and nobody has checked. */
  readonly sold: ReadonlyMap<Claim, readonly ImeiKey[]>
  /** Cases that name a handset of the register, whether or not they know its IMEIs. */
  readonly casesOfHandset: ReadonlyMap<string, readonly string[]>
  /** The case for which a key is reported stolen or held. */
  readonly flagged: ReadonlyMap<ImeiKey, string>
  readonly held: ReadonlyMap<ImeiKey, readonly Held[]>
}

export const whys = {
  'several-cases': 'More than one report names this phone.',
  'several-handsets': 'More than one phone is registered with this number: one of them is a copy.',
  'two-handsets': 'The two numbers belong to two different phones.',
  'report-names-other': 'A report named this number first, and another phone since.',
  'case-disputed': 'Something speaks against the report. A person must settle that.',
  'case-unproven': 'Nobody has checked who reported this phone.',
  'typed-only': 'Only the owner typed this number, and nobody has checked it. Look at the phone and at the report.',
  'held-already': 'A phone with this number is in custody already.',
  'twice-in-tray': 'This number is on another line too.',
} as const
export type Why = keyof typeof whys

/** Whose handset it is. `matched` names exactly one case, or one registered handset that nobody has reported. */
export type Verdict =
  | { readonly state: 'matched'; readonly case: string | undefined; readonly handset: string | undefined }
  | {
      readonly state: 'ambiguous'
      readonly why: Why
      /** The case that a person may find to be the owner's after all (`typed-only`). */
      readonly case?: string
    }
  | { readonly state: 'unknown' }

const ambiguous = (why: Why): Verdict => ({ state: 'ambiguous', why })
const idOf = (claim: Claim) => claim.slice(claim.indexOf('/') + 1)

/**
 * Judges the numbers read from one handset. Pure. Anything that speaks for more than one owner makes it ambiguous: a
 * handset that goes to a person to look at costs minutes, one that goes to the wrong owner costs everything.
 */
export function judge(keys: readonly ImeiKey[], facts: Facts, self?: string): Verdict {
  const handsets = idsOf(keys, facts, 'handset/')
  const cases = casesOf(keys, handsets, facts)
  const held = keys.flatMap((key) => facts.held.get(key) ?? []).filter(({ exhibit }) => exhibit !== self)
  if (held.length > 0) return ambiguous('held-already')
  if (keys.some((key) => elsewhere(facts.flagged.get(key), cases))) return ambiguous('report-names-other')
  if (cases.length > 1) return ambiguous('several-cases')
  if (handsets.length > 1) return ambiguous(eachHasOne(keys, facts) ? 'two-handsets' : 'several-handsets')
  const [theft] = cases
  const [handset] = handsets
  if (theft === undefined && handset === undefined) return { state: 'unknown' }
  if (theft !== undefined && !agree(theft, handset, facts)) return ambiguous('several-handsets')
  const claims: Claim[] = [...cases.map((id): Claim => `case/${id}`), ...handsets.map((id): Claim => `handset/${id}`)]
  if (!fit(keys, claims, facts)) return ambiguous('two-handsets')
  const fact = theft === undefined ? undefined : facts.cases.get(theft)
  if (fact?.disputed) return ambiguous('case-disputed')
  if (theft !== undefined && (fact?.unproven ?? true)) return ambiguous('case-unproven')
  if (theft !== undefined && !keysOf(`case/${theft}`, facts).some((key) => soldWith(keys, facts).includes(key)))
    return { state: 'ambiguous', why: 'typed-only', case: theft }
  return { state: 'matched', case: theft, handset }
}

/**
 * These numbers, and those that a shop sold in one handset with them. A case that knows none of them is tied to the handset
 * by its owner's typing alone: that may be a stranger's number (USERS 4).
 */
export function soldWith(keys: readonly ImeiKey[], { claims, sold }: Pick<Facts, 'claims' | 'sold'>): ImeiKey[] {
  const handsets = keys.flatMap((key) => (claims.get(key) ?? []).filter((claim) => sold.get(claim)?.includes(key)))
  return [...new Set([...keys, ...handsets.flatMap((claim) => sold.get(claim) ?? [])])]
}

/** The case that a handset may be said to belong to once a person has looked at it. */
export const caseIn = (verdict: Verdict): string | undefined => (verdict.state === 'unknown' ? undefined : verdict.case)

function idsOf(keys: readonly ImeiKey[], { claims }: Facts, kind: 'case/' | 'handset/'): string[] {
  const all = keys.flatMap((key) => claims.get(key) ?? []).filter((claim) => claim.startsWith(kind))
  return [...new Set(all.map(idOf))]
}

/** Cases that name a key, or the handset that the register has for it by its id or by its other number. */
function casesOf(keys: readonly ImeiKey[], handsets: readonly string[], facts: Facts): string[] {
  const others = handsets.flatMap((handset) => facts.keys.get(`handset/${handset}`) ?? [])
  const named = handsets.flatMap((handset) => facts.casesOfHandset.get(handset) ?? [])
  return [...new Set([...idsOf([...keys, ...others], facts, 'case/'), ...named])]
}

const elsewhere = (flagged: string | undefined, cases: readonly string[]) =>
  flagged !== undefined && !cases.includes(flagged)

const eachHasOne = (keys: readonly ImeiKey[], facts: Facts) =>
  keys.every((key) => idsOf([key], facts, 'handset/').length <= 1)

/** Registered handsets that a case speaks of: by its number, or by one of its IMEIs. */
function handsetsOf(theft: string, facts: Facts): string[] {
  const named = facts.cases.get(theft)?.handset
  return [...new Set([...idsOf(keysOf(`case/${theft}`, facts), facts, 'handset/'), ...(named ? [named] : [])])]
}

const keysOf = (claim: Claim, facts: Facts) => facts.keys.get(claim) ?? []

/** Whether the case and the register can mean one handset. */
function agree(theft: string, handset: string | undefined, facts: Facts): boolean {
  const tied = handsetsOf(theft, facts)
  if (handset === undefined) return tied.length <= 1
  return (
    tied.length === 1 &&
    tied[0] === handset &&
    overlap(keysOf(`case/${theft}`, facts), keysOf(`handset/${handset}`, facts))
  )
}

/** An owner may have typed another person's number, and the operator have named the phone that was really taken. */
const overlap = (ofCase: readonly ImeiKey[], ofHandset: readonly ImeiKey[]) =>
  ofCase.length === 0 || ofHandset.length === 0 || ofCase.some((key) => ofHandset.includes(key))

/** One number known, one more read: the second SIM's, when it is of the same model. Two known leave room for no third. */
function fit(keys: readonly ImeiKey[], claims: readonly Claim[], facts: Facts): boolean {
  const known = new Set(claims.flatMap((claim) => keysOf(claim, facts)))
  const foreign = keys.filter((key) => !known.has(key))
  return foreign.every((key) => known.size < 2 && [...known].every((one) => tacOf(one) === tacOf(key)))
}
