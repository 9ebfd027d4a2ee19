import type { CloneSign } from '#lib/proof'
import { type Seen, signsOfSeen } from './seen-apart.ts'

/**
 * Somebody's word that a number is on their phone. `handset` is null where the register had it on another phone already and
 * refused. `proved`: a shop sold it, or put it in the register.
 */
export type Claim = {
  readonly claimant: string
  readonly handset: string | null
  readonly proved: boolean
  readonly at: string
}

/** The maker that the owner named, the make that the TAC list names, and every maker that we know: by name and short name. */
export type Model = {
  readonly maker: string | undefined
  readonly make: string | undefined
  readonly makers: readonly { readonly slug: string; readonly name: string }[]
}

/** What the register knows of one number. */
export type Known = { readonly claims: readonly Claim[]; readonly seen: readonly Seen[]; readonly model: Model }

/** Why a number is thought to be on two phones; nothing where it is not. */
export const signsOf = ({ claims, seen, model }: Known, now: Date): CloneSign[] => [
  ...(hasTwoOwners(claims, now) ? (['two-owners'] as const) : []),
  ...signsOfSeen(seen),
  ...(isOtherModel(model) ? (['other-model'] as const) : []),
]

const dayMs = 86_400_000

/**
 * Two people have the same number on two phones, each as well proved as the other. What one only typed is nothing against
 * what a shop sold; and of two who typed, a day must have passed: a thief with the open phone would type its number first.
 */
export function hasTwoOwners(claims: readonly Claim[], now: Date): boolean {
  const isSettled = ({ proved, at }: Claim) => proved || Date.parse(at) <= now.getTime() - dayMs
  const best = claims.some(({ proved }) => proved) ? claims.filter(({ proved }) => proved) : claims
  return best.some((one) => best.some((other) => areApart(one, other) && isSettled(one) && isSettled(other)))
}

const areApart = (one: Claim, other: Claim) =>
  one.claimant !== other.claimant && (one.handset === null || one.handset !== other.handset)

/** The owner says one maker that we know, the TAC another. */
export function isOtherModel({ maker, make, makers }: Model): boolean {
  if (maker === undefined || make === undefined) return false
  const named = makers.filter(({ slug, name }) => sharesWord(make, `${name} ${slug}`))
  return makers.some(({ slug }) => slug === maker) && named.length > 0 && named.every(({ slug }) => slug !== maker)
}

// What many a company is called besides its name, and what says that it is pretend.
const common = new Set([
  'inc',
  'ltd',
  'co',
  'corp',
  'the',
  'demo',
  'mobile',
  'electronics',
  'communications',
  'devices',
])
const wordsOf = (name: string) =>
  name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !common.has(word))

const sharesWord = (one: string, other: string) => wordsOf(one).some((word) => wordsOf(other).includes(word))
