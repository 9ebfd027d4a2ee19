import { type NoteSigner, noteSigner, parseSigner } from '#lib/note'

/**
 * The key that signs heads, from configuration: 32 bytes in base64url, or a note key `PRIVATE+KEY+<origin>+…`. The
 * origin is the ledger's name in its heads and the key's name. Throws a sentence that does not show the key.
 */
export function sealSigner(secret: string, origin: string): NoteSigner {
  if (!secret.startsWith('PRIVATE+KEY+')) return noteSigner(origin, seedOf(secret))
  const signer = parseSigner(secret)
  if (signer.name !== origin) {
    throw new Error(`RINGBACK_SEAL_KEY is the key of ${signer.name}, and RINGBACK_ORIGIN is ${origin}: make them agree`)
  }
  return signer
}

function seedOf(secret: string): Buffer {
  const seed = Buffer.from(secret, 'base64url')
  if (seed.length !== 32) throw new Error('RINGBACK_SEAL_KEY is not 32 bytes in base64url')
  return seed
}
