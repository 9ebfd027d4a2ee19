import type { Chance } from '../chance.ts'

/** Somebody whose phone is not stolen, and who is meant harm: all that is so of them. An agent uses what it would know. */
export type Target = {
  readonly line: string
  readonly name: string
  readonly born: string
  readonly postcode: string
  readonly imeis: readonly string[]
}
export type Identity = { readonly name: string; readonly born?: string; readonly postcode?: string }

/** What anybody can do at Ringback's pages and desks. `afterMs` since the attempt began. */
export type Try = { readonly afterMs: number } & (
  | { readonly do: 'claim'; readonly line: string; readonly identities: readonly Identity[]; readonly safe?: boolean }
  /** The phone is really taken now, and its owner stops it with the card. */
  | { readonly do: 'owner-stops' }
  /** The same, and its owner has nothing but a borrowed phone: number, name and birth date or postcode. */
  | { readonly do: 'owner-claims' }
  | { readonly do: 'code'; readonly code: string }
  | { readonly do: 'vouch'; readonly line: string }
  | { readonly do: 'sell-and-stop'; readonly imeis: readonly string[] }
)

/**
 * `secrets`: knows what only the owner and those near them know: whole name with birth date or postcode. `desk`: misuses what an
 * employer gave.
 */
export type Attempt = { readonly knows: 'number' | 'name' | 'secrets' | 'desk'; readonly tries: readonly Try[] }

export type Agent = {
  readonly name: string
  /** Weight among the attempts, and where that is from. */
  readonly share: number
  readonly source: string
  readonly attempt: (chance: Chance, target: Target) => Attempt
}

export const minuteMs = 60_000

/** A birth date of a grown-up, drawn blindly. */
export const someBirthDate = (chance: Chance): string => {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${chance.whole(1955, 2006)}-${two(chance.whole(1, 12))}-${two(chance.whole(1, 28))}`
}
export const somePostcode = (chance: Chance): string =>
  `${chance.one(['N', 'E', 'SE', 'SW', 'W', 'NW'])}${chance.whole(1, 20)} ${chance.whole(1, 9)}${chance.one(['AA', 'AB', 'BD', 'DE', 'HJ', 'LN', 'PQ', 'RS'])}`

const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Twelve signs as on a card, by chance. One in 32 has the right check sign. */
export const someCode = (chance: Chance): string => Array.from({ length: 12 }, () => chance.one([...signs])).join('')
