import { type CryptoKey, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'

/** What is wrong with the ID tokens that the pretend provider hands out, so that a test can see them refused. */
export type Misbehaviour =
  | 'none'
  | 'expired'
  | 'wrong-audience'
  | 'wrong-issuer'
  | 'wrong-nonce'
  | 'wrong-key'
  | 'altered'
  | 'unsigned'
  | 'no-subject'

const changed: Partial<Record<Misbehaviour, JWTPayload>> = {
  expired: { iat: 1_600_000_000, exp: 1_600_000_300 },
  'wrong-audience': { aud: 'somebody-else' },
  'wrong-issuer': { iss: 'https://another.example' },
  'wrong-nonce': { nonce: 'of-another-sign-in' },
  'no-subject': { sub: '' },
}

/** The ID token as a provider with this fault would hand it out. */
export async function spoiled(idToken: string, fault: Misbehaviour, key: CryptoKey, kid: string): Promise<string> {
  const [header = '', body = '', signature = ''] = idToken.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as JWTPayload
  const payload = { ...claims, ...changed[fault] }
  if (fault === 'none') return idToken
  if (fault === 'unsigned') return new UnsecuredJWT(payload).encode()
  if (fault === 'altered') {
    const richer = Buffer.from(JSON.stringify({ ...claims, roles: ['detective'] })).toString('base64url')
    return `${header}.${richer}.${signature}`
  }
  const signing = fault === 'wrong-key' ? (await generateKeyPair('RS256')).privateKey : key
  return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).sign(signing)
}
