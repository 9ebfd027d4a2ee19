import { createHash, generateKeyPairSync, sign as signWith } from 'node:crypto'
import { canonical } from '#lib/canonical-json'
import type { Breaks } from './breaks.ts'

export type Outcome = {
  readonly status: number
  readonly code: string
  readonly kind: string
  readonly outcome: 'acknowledged' | 'refused'
  /** The receipt's own code, of a refusal. */
  readonly why?: string
  readonly answer?: unknown
}

const kid = 'test-2026'
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Signs receipts by hand, so that each part of one can be got wrong alone. */
export function openSigning(breaks: Breaks, now: () => number) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const other = generateKeyPairSync('ed25519').privateKey
  const { d } = privateKey.export({ format: 'jwk' })
  const jwk = { kty: 'OKP', crv: 'Ed25519', kid, x: publicKey.export({ format: 'jwk' }).x }

  const receiptOf = (key: string, { kind, outcome, why, answer }: Outcome): string => {
    const isFirst = kind === 'block-handset' && outcome === 'acknowledged'
    const header = {
      alg: breaks('receipt says HS256') ? 'HS256' : 'EdDSA',
      kid: breaks('receipt names a strange key') ? 'another' : kid,
      typ: breaks('receipt is a plain JWT') ? 'JWT' : 'ringback-receipt+jws',
    }
    const word = {
      action: breaks('receipt names another order') ? 'another' : key,
      partner: breaks('receipt names another operator') ? 'south' : 'north',
      kind: breaks('receipt of a block names another kind') && isFirst ? 'block' : kind,
      outcome: breaks('receipt of a block says refused') && isFirst ? 'refused' : outcome,
      ...(why !== undefined && { code: why }),
      ...(answer !== undefined && { answer: createHash('sha256').update(canonical(answer)).digest('base64url') }),
      at: new Date(breaks('receipt is of another year') ? 0 : now()).toISOString(),
      ...(breaks('receipt is long') && isFirst && { more: 'x'.repeat(2000) }),
    }
    const signed = `${base64url(header)}.${base64url(word)}`
    const by = breaks('receipt is signed by a strange key') ? other : privateKey
    return `${signed}.${signWith(null, Buffer.from(signed), by).toString('base64url')}`
  }
  return { receiptOf, keySet: { keys: [breaks('publishes its private key') ? { ...jwk, d } : jwk] } }
}
