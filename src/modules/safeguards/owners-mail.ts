import { z } from 'zod'
import type { Revealed } from '#platform/vault/reveal'
import type { VaultRef } from '#platform/vault-ref'

const Contact = z.object({ email: z.string() })

/** The e-mail addresses that an owner gave when getting ready, each once. */
export function mailsIn(known: ReadonlyMap<VaultRef, Revealed>): string[] {
  const mails = [...known.values()].flatMap((one) =>
    one.erased ? [] : (Contact.safeParse(one.value).data?.email ?? []),
  )
  return [...new Set(mails)]
}
