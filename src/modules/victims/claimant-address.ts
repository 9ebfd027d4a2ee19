import { z } from 'zod'
import type { Tools } from '#ledger'
import type { VaultRef } from '#platform/vault-ref'
import { type Address, addressOf } from './safe-contacts.ts'

const Claim = z.object({ contact: z.string() })

/** Where somebody who is not the victim wants to be written to. Where it is no address the person who decides has read it, and calls. */
export async function claimantAddress<Tables>(
  { vault }: Pick<Tools<Tables>, 'vault'>,
  act: string,
  claim: VaultRef,
): Promise<Extract<Address, { channel: 'text' | 'email' }> | undefined> {
  const kept = (await vault.reveal(act, 'respond-to-theft', [claim])).get(claim)
  const said = kept && !kept.erased ? Claim.safeParse(kept.value).data : undefined
  const address = said && addressOf(said.contact)
  return address?.channel === 'text' || address?.channel === 'email' ? address : undefined
}
