import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { CompactSign } from 'jose'
import type { Effect } from './journal.ts'

/** Signs receipts with a key made at start: it is in no file, so nobody can sign in this partner's name once it stopped. */
export function openSigner(partner: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const kid = `${partner}-${randomBytes(6).toString('hex')}`
  const keys = [{ kty: 'OKP' as const, crv: 'Ed25519' as const, kid, x: String(publicKey.export({ format: 'jwk' }).x) }]
  const receiptOf = ({ key, kind, outcome, code, at }: Effect) =>
    new CompactSign(Buffer.from(JSON.stringify({ action: key, partner, kind, outcome, ...(code && { code }), at })))
      .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'ringback-receipt+jws' })
      .sign(privateKey)
  return { receiptOf, keySet: { keys } }
}
