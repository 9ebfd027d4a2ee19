import type { Kysely } from 'kysely'
import type { CaseId } from '#lib/ids'
import type { VaultRef } from '#platform/vault-ref'
import { claimIdentity } from './commands/claim-identity.ts'
import { reviewOf } from './review.ts'
import type { Reporting, ReportTables } from './take-report.ts'
import { type EventTables, firstOf } from './tenant.ts'

/** By which code the claim comes, when its browser has one, and whether it reported what had a case already. */
export type Claimant = { readonly access?: string | undefined; readonly joined?: boolean | undefined }

/** Who the reporter says they are. */
export type Identity = { readonly name: string; readonly born?: string; readonly postcode?: string }

/** A claim that is sealed and not made yet: the input of `claimIdentity`, and the statement that keeps who they say they are. */
export async function sealClaim(
  { db, vault, now }: Pick<Reporting, 'vault' | 'now'> & { readonly db: unknown },
  theft: CaseId,
  identity: Identity,
  { access, joined }: Claimant = {},
) {
  const reviewAt = new Date(reviewOf(now().toISOString()))
  const [{ ref: claim, keep }, home] = await Promise.all([
    vault.seal({ class: 'identity', value: identity, reviewAt }),
    homeOf(db as Kysely<EventTables>, theft),
  ])
  return { input: { case: theft, claim, access: access as VaultRef | undefined, joined, home }, keep }
}

/** Keeps a claim and has the home operator asked; answers with where it is kept, by which its outcome is found. */
export async function takeClaim<Tables extends ReportTables & EventTables>(
  context: Reporting<Tables>,
  theft: CaseId,
  identity: Identity,
  by: Claimant = {},
): Promise<
  { readonly claim: VaultRef } | { readonly refused: keyof typeof claimIdentity.refusals | 'key-reused' | 'busy' }
> {
  const { input, keep } = await sealClaim(context, theft, identity, by)
  const outcome = await context.execute(claimIdentity, input, 'claim', [keep])
  return outcome.ok ? { claim: input.claim } : { refused: outcome.refused }
}

/** The operator of the stolen line: the one that the first fact of the case asked to hold it. */
export async function homeOf(db: Kysely<EventTables>, theft: CaseId): Promise<string[]> {
  const owes = (await firstOf(db, `case/${theft}`))?.owes ?? []
  return owes.filter(({ kind }) => kind === 'hold-line-changes').flatMap(({ partners }) => partners)
}
