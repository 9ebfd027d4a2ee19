import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

// A small authenticator, written from the Web Authentication specification (level 2), never from the library that we judge by.

type Asked = { readonly challenge: string; readonly rp?: { id: string }; readonly rpId?: string }
/** What a test may have it do otherwise than it should. */
type Odd = { readonly origin?: string; readonly rpId?: string; readonly verified?: boolean; readonly counter?: number }

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()

/** A passkey in software. `travels`: it is backup eligible, as passkeys are that several devices share. */
export function authenticator(origin: string, { travels = false, counts = true } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  let used = 0

  const clientData = (type: string, { challenge }: Asked, odd: Odd) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: odd.origin ?? origin, crossOrigin: false }))

  const authData = (asked: Asked, odd: Odd, attested = Buffer.alloc(0)) => {
    if (counts) used++
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(odd.counter ?? used)
    const verified = odd.verified === false ? 0 : 0x04
    const flags = 0x01 | verified | (travels ? 0x08 : 0) | (attested.length > 0 ? 0x40 : 0)
    const host = odd.rpId ?? asked.rp?.id ?? asked.rpId ?? ''
    return Buffer.concat([sha256(host), Buffer.from([flags]), counter, attested])
  }

  const sent = (response: Record<string, Buffer>) => {
    const parts = Object.entries(response).map(([name, bytes]) => [name, bytes.toString('base64url')])
    const said = id.toString('base64url')
    const frame = { id: said, rawId: said, type: 'public-key', clientExtensionResults: {} }
    return JSON.stringify({ ...frame, response: Object.fromEntries(parts) })
  }

  return {
    id: id.toString('base64url'),
    /** Makes the passkey (5.1.3, 6.3.2): what a browser would send. */
    create(asked: Asked, odd: Odd = {}): string {
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
      const coordinates = [-2, Buffer.from(x, 'base64url'), -3, Buffer.from(y, 'base64url')] as const
      const cose = cborMap([1, 2, 3, -7, -1, 1, ...coordinates])
      const length = Buffer.from([0, id.length])
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cose])
      const attestationObject = cborMap(
        ['fmt', 'none', 'attStmt', cborMap([]), 'authData', authData(asked, odd, attested)],
        2,
      )
      return sent({ clientDataJSON: clientData('webauthn.create', asked, odd), attestationObject })
    },
    /** Answers a challenge (5.1.4, 6.3.3). */
    get(asked: Asked, odd: Odd = {}): string {
      const clientDataJSON = clientData('webauthn.get', asked, odd)
      const authenticatorData = authData(asked, odd)
      const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), privateKey)
      return sent({ clientDataJSON, authenticatorData, signature })
    },
  }
}

/** A CBOR map (RFC 8949) of names and values in turn. `raw`: the place of a value that is CBOR already. */
function cborMap(all: readonly (number | string | Buffer)[], raw = -1): Buffer {
  const parts = all.map((one, at) => (at === 2 * raw - 1 && Buffer.isBuffer(one) ? one : cbor(one)))
  return Buffer.concat([Buffer.from([0xa0 | (all.length / 2)]), ...parts])
}

function cbor(value: number | string | Buffer): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, value.length), Buffer.from(value)])
  return Buffer.concat([head(2, value.length), value])
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length])
  return length < 256
    ? Buffer.from([(major << 5) | 24, length])
    : Buffer.from([(major << 5) | 25, length >> 8, length & 255])
}
