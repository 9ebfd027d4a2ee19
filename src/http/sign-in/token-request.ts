import type { Kysely } from 'kysely'
import type { PartnerClient } from './access-token.ts'
import { basicCredentials } from './basic-header.ts'
import { ASSERTION_TYPE, assertedClient, assertionHolds } from './client-assertion.ts'
import type { Limit } from './limit.ts'
import { isPartnerSort } from './organisation.ts'
import type { ClientTables } from './partner-client.ts'
import { scopesFor } from './purposes.ts'
import type { SecretAnswer, SecretChecks } from './secret.ts'

/** A "no" in the form of RFC 6749 section 5.2; `temporarily_unavailable` is borrowed from section 4.1.2.1. */
export type TokenError = {
  error: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope' | 'temporarily_unavailable'
  status: number
  error_description: string
  retryAfter?: number
}

export type Grant = { client: PartnerClient; scope: string }

export type TokenRequest = { authorization: string | undefined; form: Record<string, unknown>; address: string }

export type TokenRequestParts = {
  db: Kysely<ClientTables>
  checks: SecretChecks
  /** Wrong secrets a client and address; requests a client and address. */
  failures: Limit
  requests: Limit
  clock: () => Date
  audience: string[]
}

/** Judges a token request: form, grant, who asks and with which proof, scope. */
export async function judgeTokenRequest(parts: TokenRequestParts, request: TokenRequest): Promise<Grant | TokenError> {
  const form = fields(request.form)
  if (!form) return no('invalid_request', 'A parameter is given twice or is no text.')
  if (!form.grant_type) return no('invalid_request', 'grant_type is missing.')
  if (form.grant_type !== 'client_credentials')
    return no('unsupported_grant_type', 'Only client_credentials is taken here.')
  const proof = proofOf(request.authorization, form)
  if (typeof proof === 'string') return no('invalid_request', proof)
  if (!proof) return badClient
  const now = parts.clock()
  const client = await liveClient(parts.db, proof.clientId, now)
  // An unknown client costs no scrypt: a flood of invented ids must not keep real partners waiting.
  const who = client ? `${client.clientId} ${request.address}` : request.address
  const wait = parts.requests.count(who) || parts.failures.waitFor(who)
  if (wait) return later(429, wait)
  const answer = client ? await proven(parts, proof, client, now) : 'wrong'
  if (answer === 'busy') return later(503, 1)
  if (answer === 'right' && client) {
    parts.failures.forget(who)
    return granted(client, form.scope)
  }
  parts.failures.count(who)
  return badClient
}

type Proof = { clientId: string } & ({ secret: string } | { assertion: string })

/** How the client proves itself: exactly one way. A text says what is wrong; undefined means no proof that we take. */
function proofOf(authorization: string | undefined, form: Record<string, string>): Proof | string | undefined {
  const { client_assertion: assertion, client_assertion_type: type, client_id: claimedId } = form
  if (form.client_secret) return 'Send client_id and client_secret in the Authorization header, not in the form.'
  if (authorization && assertion) return 'Send either an Authorization header or a client_assertion.'
  if (assertion && type !== ASSERTION_TYPE) return 'client_assertion_type is not the one of RFC 7523.'
  const clientId = assertion && assertedClient(assertion)
  const proof = assertion ? clientId && { clientId, assertion } : basicCredentials(authorization)
  if (!proof) return undefined
  return claimedId && claimedId !== proof.clientId ? 'client_id is not the client that proves itself.' : proof
}

type LiveClient = PartnerClient & { secretHash: string | null }

async function proven(parts: TokenRequestParts, proof: Proof, client: LiveClient, now: Date): Promise<SecretAnswer> {
  if ('secret' in proof) return client.secretHash ? parts.checks.check(proof.secret, client.secretHash) : 'wrong'
  const holds = await assertionHolds(parts.db, proof.assertion, { ...client, audience: parts.audience, now })
  return holds ? 'right' : 'wrong'
}

async function liveClient(db: Kysely<ClientTables>, clientId: string, now: Date): Promise<LiveClient | undefined> {
  const row = await db
    .selectFrom('partner_client')
    .innerJoin('organisation', 'organisation.slug', 'partner_client.organisation')
    .select(['secret_hash', 'organisation', 'sort'])
    .where('client_id', '=', clientId)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now.toISOString())]))
    .executeTakeFirst()
  if (!row || !isPartnerSort(row.sort)) return undefined
  return { clientId, organisation: row.organisation, sort: row.sort, secretHash: row.secret_hash }
}

function granted({ clientId, organisation, sort }: PartnerClient, asked: string | undefined): Grant | TokenError {
  const all = scopesFor(sort)
  const wanted = asked?.split(' ').filter(Boolean) ?? []
  if (!wanted.every((scope) => all.includes(scope)))
    return no('invalid_scope', `Your organisation may ask for: ${all.join(' ')}`)
  return { client: { clientId, organisation, sort }, scope: (wanted.length > 0 ? [...new Set(wanted)] : all).join(' ') }
}

function fields(form: Record<string, unknown>): Record<string, string> | undefined {
  const entries = Object.entries(form)
  return entries.every(([, value]) => typeof value === 'string')
    ? (Object.fromEntries(entries) as Record<string, string>)
    : undefined
}

const no = (error: TokenError['error'], error_description: string): TokenError => ({
  error,
  status: 400,
  error_description,
})

// One answer for an unknown client and a wrong proof.
const badClient: TokenError = {
  error: 'invalid_client',
  status: 401,
  error_description:
    'This client is unknown, ended, or did not prove itself. Check id and secret, or ask for new ones.',
}

const later = (status: 429 | 503, retryAfter: number): TokenError => ({
  error: 'temporarily_unavailable',
  status,
  error_description: 'Too many token requests. Keep a token for its five minutes, and wait as Retry-After says.',
  retryAfter,
})
