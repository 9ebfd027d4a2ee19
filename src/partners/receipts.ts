import { createHash } from 'node:crypto'
import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK } from 'jose'
import { z } from 'zod'
import { canonical } from '#lib/canonical-json'
import type { VaultRef } from '#platform/vault-ref'

/** A partner's public key and when its signatures count. Times in milliseconds since 1970. */
export type PartnerKey = {
  readonly kid: string
  /** Ed25519, the `x` of its JWK (RFC 8037). */
  readonly publicKey: string
  readonly validFrom: number
  readonly validUntil: number | undefined
}

/** The action that a receipt has to be about. */
export type Expected = { readonly action: string; readonly partner: string; readonly kind: string }

/** What a partner tells besides its receipt is vouched for there: SHA-256 of its canonical JSON (RFC 8785), base64url. */
export const answerHash = (answer: unknown): string =>
  createHash('sha256').update(canonical(answer)).digest('base64url')

/**
 * A partner's word on one action, verified. `at` is by the partner's clock, in milliseconds since 1970. Of a gateway that
 * signs nothing it has neither key nor JWS.
 */
export type Receipt = Expected & {
  readonly outcome: 'acknowledged' | 'refused'
  readonly code: string | undefined
  readonly at: number
  readonly kid: string | undefined
  /** As it came: kept verbatim, so that anyone can verify it again. */
  readonly jws: string | undefined
  /** Where the vault keeps what the partner told with it. */
  readonly answer?: VaultRef
  /** A gateway has only taken a message, and will say later whether that arrived. */
  readonly awaited?: boolean
}

export type ReceiptFault =
  | 'missing'
  | 'malformed'
  | 'wrong-algorithm'
  | 'unknown-key'
  | 'key-not-valid-then'
  | 'bad-signature'
  | 'other-action'
  | 'other-partner'
  | 'other-kind'
  | 'other-answer'
  | 'from-the-future'

export type Verdict =
  | { readonly ok: true; readonly receipt: Receipt }
  | { readonly ok: false; readonly fault: ReceiptFault }

export const receiptType = 'ringback-receipt+jws'
export const longestReceipt = 2000
const skewMs = 120_000
// How long after its last day a key may still vouch for what it signed in time: late receipts, not old keys found again.
const graceMs = 24 * 3_600_000

const Header = z.object({ alg: z.enum(['EdDSA', 'Ed25519']), kid: z.string().min(1), typ: z.literal(receiptType) })
const Payload = z.object({
  action: z.string(),
  partner: z.string(),
  kind: z.string(),
  outcome: z.enum(['acknowledged', 'refused']),
  code: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .max(60)
    .optional(),
  answer: z.string().max(60).optional(),
  at: z.iso.datetime({ offset: true }),
})

/**
 * Verifies a compact JWS (RFC 7515, Ed25519) against the partner's registered keys and binds it to one action. Only keys
 * that a person registered count: nothing is fetched because a receipt asks for it.
 */
export async function verifyReceipt(
  jws: string | undefined,
  expected: Expected,
  keys: readonly PartnerKey[],
  now: Date,
  answer?: unknown,
): Promise<Verdict> {
  if (jws === undefined || jws === '') return fault('missing')
  const header = headerOf(jws)
  if (typeof header === 'string') return fault(header)
  const key = keys.find(({ kid }) => kid === header.kid)
  if (!key) return fault('unknown-key')
  const payload = await signedPayload(jws, key)
  if (typeof payload === 'string') return fault(payload)

  const at = Date.parse(payload.at)
  if (payload.action !== expected.action) return fault('other-action')
  if (payload.partner !== expected.partner) return fault('other-partner')
  if (payload.kind !== expected.kind) return fault('other-kind')
  if (answer !== undefined && payload.answer !== answerHash(answer)) return fault('other-answer')
  if (at > now.getTime() + skewMs) return fault('from-the-future')
  if (!counted(key, at, now.getTime())) return fault('key-not-valid-then')
  return { ok: true, receipt: { ...expected, outcome: payload.outcome, code: payload.code, at, kid: key.kid, jws } }
}

/** The action that a receipt claims to be about. Not verified: only good for finding what to verify it against. */
export function claimedAction(jws: string): string | undefined {
  if (jws.length > longestReceipt) return undefined
  try {
    return z.uuid().safeParse(decodeJwt(jws).action).data
  } catch {
    return undefined
  }
}

const fault = (why: ReceiptFault): Verdict => ({ ok: false, fault: why })

function counted({ validFrom, validUntil }: PartnerKey, at: number, now: number): boolean {
  if (at < validFrom - skewMs) return false
  return validUntil === undefined || (at <= validUntil + skewMs && now <= validUntil + graceMs)
}

function headerOf(jws: string): z.output<typeof Header> | ReceiptFault {
  if (jws.length > longestReceipt) return 'malformed'
  try {
    const header = decodeProtectedHeader(jws)
    if (header.alg !== 'EdDSA' && header.alg !== 'Ed25519') return 'wrong-algorithm'
    return Header.safeParse(header).data ?? 'malformed'
  } catch {
    return 'malformed'
  }
}

async function signedPayload(jws: string, key: PartnerKey): Promise<z.output<typeof Payload> | ReceiptFault> {
  try {
    const jwk = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: key.publicKey }, 'EdDSA')
    const { payload } = await compactVerify(jws, jwk, { algorithms: ['EdDSA', 'Ed25519'] })
    return Payload.safeParse(JSON.parse(new TextDecoder().decode(payload))).data ?? 'malformed'
  } catch {
    return 'bad-signature'
  }
}
