import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'

export type CallerTokenTables = { partner: { slug: string; config: Record<string, unknown> } }

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')

/**
 * The partner that calls with this fixed bearer token, as gateways do that know no other sign-in: its configuration holds the
 * token's SHA-256 under one of `names`.
 */
export async function partnerWithToken(
  db: Kysely<CallerTokenTables>,
  token: string | undefined,
  ...names: readonly string[]
): Promise<string | undefined> {
  if (token === undefined) return undefined
  const hash = hashOf(token)
  const rows = await db.selectFrom('partner').select(['slug', 'config']).execute()
  return rows.find(({ config }) => names.some((name) => config[name] === hash))?.slug
}
