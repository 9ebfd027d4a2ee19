import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

const N = 16_384
const R = 8
const BYTES = 32

/** `busy` means that too many checks wait already: the caller is told to come back, and the event loop stays free. */
export type SecretAnswer = 'right' | 'wrong' | 'busy'

export type SecretChecks = { check: (secret: string, hash: string) => Promise<SecretAnswer> }

/** A client secret of 256 random bits. Shown once, kept only as a hash. */
export const newSecret = (): string => randomBytes(BYTES).toString('base64url')

/** The form in which a secret is kept: scrypt (RFC 7914) with its own salt and cost. */
export async function hashOf(secret: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(secret, salt, N, R)
  return ['scrypt', N, R, 1, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Checks secrets a few at a time: one check holds a thread of libuv's four for about 50 ms and 16 MB, and files, names
 * and the signing of tokens need those threads too. */
export function secretChecks({ atOnce = 2, waiting = 32 } = {}): SecretChecks {
  const queue: Array<() => void> = []
  let running = 0
  const next = () => {
    const waiter = queue.shift()
    if (waiter)
      waiter() // takes over this slot, so nobody slips in between
    else running--
  }
  return {
    async check(secret, hash) {
      if (running >= atOnce) {
        if (queue.length >= waiting) return 'busy'
        await new Promise<void>((resolve) => queue.push(resolve))
      } else running++
      return matches(secret, hash).finally(next)
    },
  }
}

async function matches(secret: string, hash: string): Promise<SecretAnswer> {
  const [scheme, n, r, , salt = '', kept = ''] = hash.split('$')
  if (scheme !== 'scrypt') throw new Error('A client secret is kept in an unknown form: rotate this client.')
  const key = await derive(secret, Buffer.from(salt, 'base64url'), Number(n), Number(r))
  const expected = Buffer.from(kept, 'base64url')
  return expected.length === BYTES && timingSafeEqual(key, expected) ? 'right' : 'wrong'
}

function derive(secret: string, salt: Buffer, n: number, r: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, BYTES, { N: n, r, p: 1, maxmem: 256 * n * r }, (fault, key) =>
      fault ? reject(fault) : resolve(key),
    )
  })
}
