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

/** Keeps a claim and has the home operator asked; answers with where it is kept, by which its outcome is found. */
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
    homeOf(db as unknown as Kysely<EventTables>, theft),
  ])
  const access = by.access as VaultRef | undefined
  const outcome = await execute(claimIdentity, { case: theft, claim, access, joined: by.joined, home }, 'claim')
  return outcome.ok ? { claim } : { refused: outcome.refused }
}

/** The operator of the stolen line: the one that the first fact of the case asked to hold it. */
export async function homeOf(db: Kysely<EventTables>, theft: CaseId): Promise<string[]> {
  const owes = (await firstOf(db, `case/${theft}`))?.owes ?? []
  return owes.filter(({ kind }) => kind === 'hold-line-changes').flatMap(({ partners }) => partners)
}
