import { createHash } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify } from 'jose'
import type { Kysely } from 'kysely'
import type { ClientTables } from './partner-client.ts'

/** RFC 7523 section 2.2. */
export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const LONGEST_SECONDS = 300

/** The client whom an assertion names, without any proof yet; undefined when it is no JWT. */
export function assertedClient(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).sub
  } catch {
    return undefined
  }
}

/** Whether the assertion was signed by a registered key of the organisation, for us, just now, and never seen before
 * (RFC 7523 section 3; OpenID Connect Core section 9, private_key_jwt). */
export async function assertionHolds(
  db: Kysely<ClientTables>,
  assertion: string,
  { clientId, organisation, audience, now }: { clientId: string; organisation: string; audience: string[]; now: Date },
): Promise<boolean> {
  try {
    const key = await keyOf(db, organisation, decodeProtectedHeader(assertion).kid ?? '', now)
    if (!key) return false
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: ['EdDSA', 'Ed25519'],
      issuer: clientId,
      subject: clientId,
      audience,
      requiredClaims: ['jti', 'exp', 'iat'],
      maxTokenAge: LONGEST_SECONDS,
      clockTolerance: 30,
      currentDate: now,
    })
    return await firstUse(db, `${clientId} ${payload.jti}`, now)
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return false
    throw error
  }
}

async function keyOf(db: Kysely<ClientTables>, partner: string, kid: string, now: Date) {
  const at = now.toISOString()
  const row = await db
    .selectFrom('partner_key')
    .select('public_key')
    .where('partner', '=', partner)
    .where('kid', '=', kid)
    .where('valid_from', '<=', at)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>', at)]))
    .executeTakeFirst()
  return row && importJWK({ kty: 'OKP', crv: 'Ed25519', x: row.public_key }, 'EdDSA')
}

/** Kept in the database, so that no second server takes the same assertion again. */
async function firstUse(db: Kysely<ClientTables>, use: string, now: Date): Promise<boolean> {
  const jti_hash = createHash('sha256').update(use).digest()
  const expires_at = new Date(now.getTime() + 2 * LONGEST_SECONDS * 1000).toISOString()
  await db.deleteFrom('partner_assertion').where('expires_at', '<', now.toISOString()).execute()
  const kept = await db
    .insertInto('partner_assertion')
    .values({ jti_hash, expires_at })
    .onConflict((on) => on.column('jti_hash').doNothing())
    .returning('jti_hash')
    .executeTakeFirst()
  return kept !== undefined
}
