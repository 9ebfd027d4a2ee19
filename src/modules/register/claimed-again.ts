import type { Kysely } from 'kysely'
import type { Execute } from '#http'
import { HandsetId } from '#lib/ids'
import type { Imei } from '#lib/imei/imei'
import type { VaultRef } from '#platform/vault-ref'
import { noteClaim } from './commands/note-claim.ts'
import { handsetOf } from './owners.ts'
import type { ImeiHandset } from './views/imei-handset.ts'

type Context = { readonly db: Kysely<ImeiHandset>; readonly execute: Execute }
type Claim = { readonly imeis: readonly Imei[]; readonly claimant: VaultRef; readonly proved: boolean }

/** A number was refused because another phone has it. It is noted on that one: one of the two may be a clone. */
export async function noteClaimedAgain({ db, execute }: Context, { imeis, ...claim }: Claim): Promise<void> {
  const handset = await handsetOf(db, imeis)
  if (handset) await execute(noteClaim, { handset: HandsetId.parse(handset), imeis: [...imeis], ...claim }, 'claim')
}
