import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { field } from './wire.ts'

/** A receipt taken apart, nothing believed yet. */
export type Receipt = {
  readonly text: string
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Readonly<Record<string, unknown>>
}

/** The receipt in the body of an answer; undefined when there is none. */
export function receiptIn(json: unknown): string | undefined {
  const receipt = field(json, 'receipt')
  return typeof receipt === 'string' && receipt !== '' ? receipt : undefined
}

/** Takes a compact JWS (RFC 7515 7.1) apart: three parts in base64url, the first two JSON objects. */
export function takeApart(text: string): Receipt | undefined {
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(text)) return undefined
  const [header, payload] = text.split('.').slice(0, 2).map(objectIn)
  return header && payload && { text, header, payload }
}

function objectIn(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url')))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** Whether an Ed25519 key (RFC 8032) made the signature over header and payload as they stand, whatever the header claims. */
export function isSignedBy({ text }: Receipt, key: KeyObject): boolean {
  const at = text.lastIndexOf('.')
  try {
    return verify(null, Buffer.from(text.slice(0, at)), key, Buffer.from(text.slice(at + 1), 'base64url'))
  } catch {
    return false
  }
}

/** The public keys of a key set (RFC 7517) that can have made a receipt, by their `kid`. */
export function keysIn(set: unknown): Map<string, KeyObject> {
  const keys = field(set, 'keys')
  return new Map(
    (Array.isArray(keys) ? keys : []).flatMap((jwk: unknown) => {
      const [kid, key] = [field(jwk, 'kid'), keyOf(jwk)]
      return typeof kid === 'string' && key ? [[kid, key] as const] : []
    }),
  )
}

function keyOf(jwk: unknown): KeyObject | undefined {
  const [kty, crv, x] = [field(jwk, 'kty'), field(jwk, 'crv'), field(jwk, 'x')]
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string') return undefined
  try {
    return createPublicKey({ key: { kty, crv, x }, format: 'jwk' })
  } catch {
    return undefined
  }
}
