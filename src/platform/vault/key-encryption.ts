import { boundTo, openBox, packBox, sealBox, unpackBox } from './sealed-box.ts'

/** A subject's key as the database keeps it: the id of the key-encryption key, and the bytes that it wrapped. */
export type WrappedKey = { kek: string; wrapped: Buffer }

/** The one port to key-encryption keys (KEK). A cloud KMS fills it with its own encrypt and decrypt; `aad` is its context. */
export type KeyEncryption = {
  current: string
  wrap(key: Buffer, aad: string): Promise<WrappedKey>
  unwrap(kek: string, wrapped: Buffer, aad: string): Promise<Buffer>
}

/** A key-encryption key held in memory. `id` is public and stands beside each key that it wrapped. */
export type Kek = { id: string; key: Buffer }

const KEK = /^([a-z0-9][a-z0-9-]{0,31}):([A-Za-z0-9+/_-]{43}=?)$/

/** Reads `id:base64key[,olderid:base64key]`, the current key first. The error never repeats a key. */
export function parseKeks(text: string): [Kek, ...Kek[]] {
  const [first, ...rest] = text.split(',').map((part, at) => parseKek(part.trim(), at + 1))
  if (!first) throw new Error(kekForm(1))
  const ids = new Set([first, ...rest].map((kek) => kek.id))
  if (ids.size <= rest.length) throw new Error('RINGBACK_KEK names one key id twice: give each key its own id')
  return [first, ...rest]
}

function parseKek(part: string, at: number): Kek {
  const [, id, base64] = KEK.exec(part) ?? []
  const key = Buffer.from(base64 ?? '', 'base64')
  if (!id || key.length !== 32) throw new Error(kekForm(at))
  return { id, key }
}

const kekForm = (at: number) =>
  `RINGBACK_KEK: key ${at} is not id:key with a lower-case id and 32 bytes in base64 (make one: openssl rand -base64 32)`

/** Key encryption by keys from configuration: AES-256-GCM, bound to the subject and to the key's id. */
export function localKeyEncryption([first, ...older]: [Kek, ...Kek[]]): KeyEncryption {
  const keys = new Map([first, ...older].map((kek) => [kek.id, kek.key]))
  return {
    current: first.id,
    async wrap(key, aad) {
      return { kek: first.id, wrapped: packBox(sealBox(first.key, key, boundTo('key', aad, first.id))) }
    },
    async unwrap(kek, wrapped, aad) {
      const key = keys.get(kek)
      if (!key) throw new Error(`the key-encryption key ${kek} is not in the configuration: add it to RINGBACK_KEK`)
      try {
        return openBox(key, unpackBox(wrapped), boundTo('key', aad, kek))
      } catch (cause) {
        throw new Error(
          `a key wrapped by ${kek} does not open: the bytes under that id differ, or the row was changed`,
          {
            cause,
          },
        )
      }
    },
  }
}
