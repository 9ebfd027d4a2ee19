import { z } from 'zod'
import type { Tools } from '#ledger'
import type { VaultRef } from '#platform/vault-ref'
import { type Address, addressOf } from './safe-contacts.ts'
import { isStolenNumber, type StolenTables } from './stolen-number.ts'

const Claim = z.object({ contact: z.string() })

/**
 * Where somebody who is not the victim wants to be written to. Where it is no address the person who decides has read it, and calls;
 * to a stolen number nothing is sent, for a thief may have typed it: the answer is behind their code.
 */
export async function claimantAddress<Tables extends StolenTables>(
  { db, vault, now }: Pick<Tools<Tables>, 'db' | 'now' | 'vault'>,
  act: string,
  claim: VaultRef,
): Promise<Extract<Address, { channel: 'text' | 'email' }> | undefined> {
  const kept = (await vault.reveal(act, 'respond-to-theft', [claim])).get(claim)
  const said = kept && !kept.erased ? Claim.safeParse(kept.value).data : undefined
  const address = said && addressOf(said.contact)
  if (address?.channel === 'email') return address
  if (address?.channel !== 'text') return undefined
  const looking = { db, vault, now } as unknown as Pick<Tools<StolenTables>, 'db' | 'now' | 'vault'>
  return (await isStolenNumber(looking, address.to)) ? undefined : address
}
