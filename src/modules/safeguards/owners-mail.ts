import { z } from 'zod'
import { type Locale, locales } from '#modules/victims/public'
import type { Revealed } from '#platform/vault/reveal'
import type { VaultRef } from '#platform/vault-ref'

const Contact = z.object({ email: z.string(), language: z.enum(locales).catch('en') })

/** An owner's e-mail address, and the language that they chose for it. */
export type OwnersMail = { readonly to: string; readonly language: Locale }

/** The e-mail addresses that an owner gave when getting ready, each once. */
export function mailsIn(known: ReadonlyMap<VaultRef, Revealed>): OwnersMail[] {
  const mails = new Map<string, OwnersMail>()
  for (const one of known.values()) {
    const contact = one.erased ? undefined : Contact.safeParse(one.value).data
    if (contact) mails.set(contact.email, { to: contact.email, language: contact.language })
  }
  return [...mails.values()]
}
