import type { Kysely } from 'kysely'
import type { CaseId } from '#lib/ids'
import type { VaultRef } from '#platform/vault-ref'
import { claimIdentity } from './commands/claim-identity.ts'
import { type IdentityTry, takeClaimTry } from './identity-tries.ts'
import { homeOfCase, type NetworkTables } from './network-of-line.ts'
import { reviewOf } from './review.ts'
import type { Reporting, ReportTables } from './take-report.ts'
import type { EventTables } from './tenant.ts'

/** Who asks, by which code when its browser has one, whether it reported what had a case already, and by which report. */
export type Claimant = {
  readonly by: { readonly from: string } | { readonly helper: string }
  readonly access?: string | undefined
  readonly joined?: boolean | undefined
  readonly report?: string | undefined
}

/** Who the reporter says they are. */
export type Identity = { readonly name: string; readonly born?: string; readonly postcode?: string }

/**
 * A claim that is sealed and not made yet: the input of `claimIdentity`, and the statement that keeps who they say they are. Refused where
 * the network of this number was asked often today.
 */
export async function sealClaim(
  { db, vault, now }: Pick<Reporting, 'vault' | 'now'> & { readonly db: unknown },
  theft: CaseId,
  identity: Identity,
  { by, access, joined, report }: Claimant,
) {
  const reviewAt = new Date(reviewOf(now().toISOString()))
  const [{ ref: claim, keep }, home, may] = await Promise.all([
    vault.seal({ class: 'identity', value: identity, reviewAt }),
    mayBeAsked(db as Kysely<NetworkTables>, theft),
    takeClaimTry(db as Kysely<IdentityTry>, theft, { ...by, joined }, now()),
  ])
  if (!may) return { refused: 'claims-tried' as const }
  const whose = { access: access as VaultRef | undefined, joined, report: report as CaseId | undefined }
  return { input: { case: theft, claim, ...whose, home }, keep }
}

/** Keeps a claim and has the home operator asked, as soon as it is known which that is; answers with where it is kept, by which its outcome is found. */
export async function takeClaim<Tables extends ReportTables & EventTables>(
  context: Reporting<Tables>,
  theft: CaseId,
  identity: Identity,
  by: Claimant,
): Promise<
  { readonly claim: VaultRef } | { readonly refused: keyof typeof claimIdentity.refusals | 'key-reused' | 'busy' }
> {
  const sealed = await sealClaim(context, theft, identity, by)
  if (sealed.refused) return { refused: sealed.refused }
  const { input, keep } = sealed
  const outcome = await context.execute(claimIdentity, input, 'claim', [keep])
  return outcome.ok ? { claim: input.claim } : { refused: outcome.refused }
}

/** Whom a person's name may be told to: the network that has said that the stolen line is its own; nobody while none has. */
export async function mayBeAsked(db: Kysely<NetworkTables>, theft: CaseId): Promise<string[]> {
  const { network, mayAsk } = await homeOfCase(db, theft)
  return network !== undefined && mayAsk ? [network] : []
}
