import type { Kysely } from 'kysely'
import type { CaseId } from '#lib/ids'
import type { VaultRef } from '#platform/vault-ref'
import { claimIdentity } from './commands/claim-identity.ts'
import { homeOfCase, type NetworkTables } from './network-of-line.ts'
import { reviewOf } from './review.ts'
import type { Reporting, ReportTables } from './take-report.ts'
import type { EventTables } from './tenant.ts'

/** By which code the claim comes, when its browser has one, and whether it reported what had a case already. */
export type Claimant = { readonly access?: string | undefined; readonly joined?: boolean | undefined }

/** Who the reporter says they are. */
export type Identity = { readonly name: string; readonly born?: string; readonly postcode?: string }

/** Keeps a claim and has the home operator asked, as soon as it is known which that is; answers with where it is kept, by which its outcome is found. */
export async function takeClaim<Tables extends ReportTables & EventTables>(
  { db, vault, execute, now }: Reporting<Tables>,
  theft: CaseId,
  identity: Identity,
  by: Claimant = {},
): Promise<
  { readonly claim: VaultRef } | { readonly refused: keyof typeof claimIdentity.refusals | 'key-reused' | 'busy' }
> {
  const reviewAt = new Date(reviewOf(now().toISOString()))
  const [{ ref: claim }, home] = await Promise.all([
    vault.put({ class: 'identity', value: identity, reviewAt }),
    mayBeAsked(db as unknown as Kysely<NetworkTables>, theft),
  ])
  const access = by.access as VaultRef | undefined
  const outcome = await execute(claimIdentity, { case: theft, claim, access, joined: by.joined, home }, 'claim')
  return outcome.ok ? { claim } : { refused: outcome.refused }
}

/** Whom a person's name may be told to: the network that has said that the stolen line is its own; nobody while none has. */
export async function mayBeAsked(db: Kysely<NetworkTables>, theft: CaseId): Promise<string[]> {
  const { network, mayAsk } = await homeOfCase(db, theft)
  return network !== undefined && mayAsk ? [network] : []
}
