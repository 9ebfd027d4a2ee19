import { z } from 'zod'
import type { Tools } from '#ledger'
import { isStolenNumber } from '#modules/register/public'
import type { OpenCase } from '#modules/reports/public'
import type { VaultRef } from '#platform/vault-ref'
import { type Address, addressOf } from './safe-contacts.ts'

const Claim = z.object({ contact: z.string() })

/**
 * Where somebody who is not the victim wants to be written to. Where it is no address the person who decides has read it, and calls;
 * to a stolen number nothing is sent, for a thief may have typed it: the answer is behind their code.
 */
export async function claimantAddress<Tables extends OpenCase>(
  { db, vault, now }: Pick<Tools<Tables>, 'db' | 'now' | 'vault'>,
  act: string,
  claim: VaultRef,
): Promise<Extract<Address, { channel: 'text' | 'email' }> | undefined> {
  const kept = (await vault.reveal(act, 'respond-to-theft', [claim])).get(claim)
  const said = kept && !kept.erased ? Claim.safeParse(kept.value).data : undefined
  const address = said && addressOf(said.contact)
  if (address?.channel === 'email') return address
  if (address?.channel !== 'text') return undefined
  return (await isStolenNumber({ db, vault, now }, address.to)) ? undefined : address
}
