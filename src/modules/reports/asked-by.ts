import type { Kysely } from 'kysely'
import { VaultRef } from '#platform/vault-ref'

type Asked = { action: { id: string; version: number; input: { claim?: string } } }

/** By which fact of its case a partner was asked, and about whom. */
export async function askedBy(db: Kysely<Asked>, action: string) {
  const asked = await db.selectFrom('action').select(['input', 'version']).where('id', '=', action).executeTakeFirst()
  return { claim: VaultRef.safeParse(asked?.input.claim).data, version: asked?.version }
}
