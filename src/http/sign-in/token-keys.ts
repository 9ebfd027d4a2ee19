import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import type { Sign } from '../define-route.ts'

/** Ed25519 keys of our access tokens: the first signs, all verify, so that a new one can be put in front of an old one. */
export type TokenKeys = {
  kid: string
  signing: KeyObject
  verifying: ReadonlyMap<string, KeyObject>
  /** The public halves, as /.well-known/jwks.json shows them (RFC 7517). */
  jwks: { keys: JWK[] }
}

// PKCS #8 around a raw Ed25519 seed (RFC 8410 section 7).
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SEED = /^[A-Za-z0-9_-]{43}$/

/** Reads `seed` or `seed,older-seed,…`, each 32 bytes in base64url. A key's id is its thumbprint (RFC 7638). */
export async function tokenKeys(text: string): Promise<TokenKeys> {
  const seeds = text.split(',').map((seed) => seed.trim())
  if (!seeds.every((seed) => SEED.test(seed)))
    throw new Error('RINGBACK_TOKEN_KEYS is not a list of 32-byte keys in base64url, parted by commas.')
  const keys = await Promise.all(seeds.map(keyOf))
  const [first] = keys
  if (!first) throw new Error('RINGBACK_TOKEN_KEYS is empty: leave it out, or give it a key.')
  return {
    kid: first.kid,
    signing: first.signing,
    verifying: new Map(keys.map(({ kid, verifying }) => [kid, verifying])),
    jwks: { keys: keys.map(({ jwk }) => jwk) },
  }
}

async function keyOf(seed: string) {
  const der = Buffer.concat([PKCS8, Buffer.from(seed, 'base64url')])
  const signing = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const verifying = createPublicKey(signing)
  const bare = verifying.export({ format: 'jwk' }) as JWK
  const kid = await calculateJwkThumbprint(bare)
  return { kid, signing, verifying, jwk: { ...bare, kid, alg: 'EdDSA', use: 'sig' } }
}

/**
 * Signs statements of ours with the key of the access tokens. The type in the header keeps the two apart: what takes tokens
 * takes `at+jwt` only (RFC 8725 section 3.11).
 */
export const signer =
  ({ kid, signing }: TokenKeys): Sign =>
  async (statement, typ) => {
    if (typ === 'at+jwt') throw new Error('A statement must not pass for an access token: give it a type of its own.')
    const signed = `${base64url({ alg: 'EdDSA', kid, typ })}.${base64url(statement)}`
    return `${signed}.${sign(null, Buffer.from(signed), signing).toString('base64url')}`
  }

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
