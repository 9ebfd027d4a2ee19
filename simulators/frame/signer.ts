import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { CompactSign, SignJWT } from 'jose'
import { canonical } from '#lib/canonical-json'
import type { Effect } from './journal.ts'

/**
 * Signs receipts, and the client assertions by which the partner signs in at Ringback, with a key made at start: it is in
 * no file, so nobody can sign in this partner's name once it stopped.
 */
export function openSigner(partner: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const kid = `${partner}-${randomBytes(6).toString('hex')}`
  const keys = [{ kty: 'OKP' as const, crv: 'Ed25519' as const, kid, x: String(publicKey.export({ format: 'jwk' }).x) }]
  const receiptOf = ({ key, kind, outcome, code, at, answer }: Effect) => {
    const told = answer === undefined ? {} : { answer: hashOf(answer) }
    const word = { action: key, partner, kind, outcome, ...(code && { code }), ...told, at }
    return new CompactSign(Buffer.from(JSON.stringify(word)))
      .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'ringback-receipt+jws' })
      .sign(privateKey)
  }
  const assertionOf = (claims: Record<string, unknown>) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid }).sign(privateKey)
  return { receiptOf, assertionOf, keySet: { keys } }
}

/** What a receipt says of its answer: SHA-256 of the canonical JSON (RFC 8785), base64url. */
const hashOf = (answer: unknown) => createHash('sha256').update(canonical(answer)).digest('base64url')
