import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import { freshBytes } from '#lib/fresh-bytes'

/** What AES-256-GCM makes of a plaintext; `sealed` is the ciphertext followed by the 16-byte tag (NIST SP 800-38D). */
export type SealedBox = { nonce: Buffer; sealed: Buffer }

/** Node takes ten microseconds longer to make sure that bytes are no key object than to seal with one. */
const keyObject = (key: Buffer | KeyObject) => (Buffer.isBuffer(key) ? createSecretKey(key) : key)

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Seals bytes under a 256-bit key, bound to `aad`. The nonce is never a parameter: a repeated one would give away the key. */
export function sealBox(key: Buffer | KeyObject, plain: Buffer, aad: Buffer): SealedBox {
  const nonce = freshBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyObject(key), nonce).setAAD(aad)
  return { nonce, sealed: Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]) }
}

/** Opens a box; throws when key, nonce, bytes or `aad` are not those of the sealing. */
export function openBox(key: Buffer | KeyObject, { nonce, sealed }: SealedBox, aad: Buffer): Buffer {
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES) throw new Error('the sealed bytes are too short')
  const tag = sealed.subarray(sealed.length - TAG_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', keyObject(key), nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(aad).setAuthTag(tag)
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()])
}

/** A box as one run of bytes, nonce first. */
export const packBox = ({ nonce, sealed }: SealedBox): Buffer => Buffer.concat([nonce, sealed])

/** The reverse of `packBox`. */
export const unpackBox = (bytes: Buffer): SealedBox => ({
  nonce: bytes.subarray(0, NONCE_BYTES),
  sealed: bytes.subarray(NONCE_BYTES),
})

/** Additional data that binds a box to its place: JSON, so that no two lists of parts run together alike. */
export const boundTo = (...parts: string[]): Buffer => Buffer.from(JSON.stringify(['ringback-vault', ...parts]))
