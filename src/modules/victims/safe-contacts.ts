import { z } from 'zod'
import { readLine } from '#lib/line'
import { type Postal, readPostal } from '#lib/postal'
import type { VaultRef } from '#platform/vault-ref'
import { type Locale, locales } from './welsh.ts'

/** Where one person can be reached, as the vault holds it. */
export type Address =
  | { readonly channel: 'text'; readonly to: string }
  | { readonly channel: 'email'; readonly to: string }
  | { readonly channel: 'push'; readonly to: Subscription }
  | { readonly channel: 'letter'; readonly to: Postal }

const Subscription = z.object({ endpoint: z.url(), keys: z.object({ p256dh: z.string(), auth: z.string() }) })
type Subscription = z.output<typeof Subscription>

const Written = z.union([
  z.string(),
  z.object({ email: z.string() }).transform(({ email }) => email),
  z.object({ number: z.string() }).transform(({ number }) => number),
])

const Posted = z.object({ postal: z.array(z.string()) })
const Speaks = z.object({ language: z.enum(locales) })

/** In which language they want to be written to. It is kept with the address: it is as personal. */
export const languageIn = (value: unknown): Locale => Speaks.safeParse(value).data?.language ?? 'en'

/**
 * Reads what the vault holds as a contact: a number, an e-mail address, a push subscription or a postal address; undefined when
 * it is none.
 */
export function addressOf(value: unknown): Address | undefined {
  const posted = readPostal(Posted.safeParse(value).data?.postal.join('\n') ?? '')
  if (posted) return { channel: 'letter', to: posted }
  const push = Subscription.safeParse(value)
  if (push.success) return { channel: 'push', to: push.data }
  const written = Written.safeParse(value).data
  if (written === undefined) return undefined
  const email = z.email().safeParse(written.trim().toLowerCase())
  if (email.success) return { channel: 'email', to: email.data }
  const line = readLine(written)
  return line && { channel: 'text', to: line }
}

/** One contact with where it came from: prepared before the theft, given in the case, or a trusted person's own device. */
export type Contact = {
  readonly ref: VaultRef
  readonly address: Address
  readonly from: 'enrolment' | 'case' | 'passkey'
  /** The victim says that nobody else reads it. */
  readonly confirmed: boolean
  readonly language?: Locale
  /** When an enrolled one was prepared, ISO 8601. */
  readonly preparedAt?: string
}

export type Victim = {
  readonly reportedAt: string
  /** The stolen number, E.164. */
  readonly line: string | undefined
  readonly restored: boolean
  /** Safe mode keeps others from the case. */
  readonly guarded: boolean
  /** This number is stolen again, in another case: its owner's new phone may be what takes the notices of this one. */
  readonly takenAgain: boolean
  /** Numbers that are stolen in any open case: whoever has that phone reads what is sent to it. */
  readonly stolen: ReadonlySet<string>
}

export type SafeContact = Contact & { readonly toLine: boolean }

/**
 * Whether the victim's word may stand in what goes there (docs/adr/0040). It is half of what opens the case, and the mark by which they know us:
 * a thief who reads it in the mailbox of the stolen phone writes as we do. So it goes only where the victim has said, after the theft, that
 * nobody else reads. What was prepared before hears the news without it.
 */
export const mayHaveWord = ({ from, confirmed }: Pick<Contact, 'from' | 'confirmed'>): boolean =>
  from === 'case' && confirmed

const tooNewMs = 24 * 3_600_000

/** A letter only goes to whom nothing else reaches. */
export function postLast<T extends Pick<Contact, 'address'>>(reached: readonly T[], mayPost: boolean): T[] {
  const others = reached.filter(({ address }) => address.channel !== 'letter')
  return others.length > 0 || !mayPost ? others : [...reached]
}

/**
 * Whom we may write to. The stolen number and the stolen phone's own push subscription are hostile; so is what was
 * prepared in the day before the theft, for a thief with an open phone may have prepared it. In safe mode only what the victim
 * confirmed in the case itself: what was prepared may be the abuser's. The same address is written to once, as the victim gave it in the case
 * if they did.
 */
export function safeContacts(contacts: readonly Contact[], victim: Victim): SafeContact[] {
  const safe = contacts.filter((contact) => isSafe(contact, victim))
  const ordered = [...safe.filter((one) => !mayHaveWord(one)), ...safe.filter(mayHaveWord)]
  return [...new Map(ordered.map((contact) => [JSON.stringify(contact.address), contact])).values()].map((contact) => ({
    ...contact,
    toLine: contact.address.to === victim.line,
  }))
}

function isSafe({ address, from, confirmed, preparedAt }: Contact, victim: Victim): boolean {
  if (victim.guarded && !(from === 'case' && confirmed)) return false
  // Anybody at home sees that a letter came.
  if (victim.guarded && address.channel === 'letter') return false
  if (address.channel === 'push' && !isSafeBrowser(from, confirmed, victim)) return false
  if (preparedAt !== undefined && Date.parse(victim.reportedAt) - Date.parse(preparedAt) < tooNewMs) return false
  if (address.channel !== 'text') return true
  // Its owner had a new SIM in this case, and another may say that it is stolen again.
  if (address.to === victim.line && !victim.restored) return false
  return !victim.stolen.has(address.to)
}

/** Nobody can tell on which device a browser is. One that was there before the theft may be on the stolen phone. */
const isSafeBrowser = (from: Contact['from'], confirmed: boolean, { takenAgain }: Victim): boolean =>
  from === 'passkey' || (from === 'case' && confirmed && !takenAgain)
