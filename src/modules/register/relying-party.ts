import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'

// Some hundred modules that only this page needs: whoever checks a phone or seals a log does not wait for them.
const library = () => import('@simplewebauthn/server')

/** How a browser is asked for a passkey, or for an answer of one. `challenge` is random, and known by its sender alone. */
type Asked = { readonly publicUrl: URL; readonly challenge: string }

/** Whether passkeys can be kept at this address: a browser binds them to a name, never to an IP address. */
export const takesPasskeys = (publicUrl: URL): boolean => isIP(publicUrl.hostname.replace(/^\[|\]$/g, '')) === 0

/**
 * Asks for a new passkey (WebAuthn level 2, 5.4). `user` is random: nobody's name is kept on the device. No attestation: we
 * trust the code that was typed, not the make of the device.
 */
export const creationOptions = ({ publicUrl, challenge, user }: Asked & { readonly user: string }) => ({
  rp: { id: publicUrl.hostname, name: 'Ringback' },
  user: { id: Buffer.from(user).toString('base64url'), name: 'Stop a phone', displayName: 'Stop a phone' },
  challenge,
  pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
  timeout: waitsMs,
  authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  attestation: 'none',
})

/** Asks for an answer of whichever passkey of ours its holder chooses. */
export const requestOptions = ({ publicUrl, challenge }: Asked) => ({
  rpId: publicUrl.hostname,
  challenge,
  timeout: waitsMs,
  userVerification: 'required',
})

const waitsMs = 120_000

const Credential = z.object({
  id: z.string().min(1).max(1500),
  rawId: z.string().max(1500),
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}),
  response: z.looseObject({ clientDataJSON: z.string().max(8000) }),
})

/** What a browser sent, as far as it looks like a credential at all; undefined when it does not. */
export function readCredential(sent: string): z.output<typeof Credential> | undefined {
  try {
    return Credential.safeParse(JSON.parse(sent)).data
  } catch {
    return undefined // not JSON
  }
}
type Credential = z.output<typeof Credential>

/** What we are to judge an answer by. `known` says whether a challenge is one of ours that still holds. */
type Expected = { readonly publicUrl: URL; readonly known: (challenge: string) => boolean }

const expected = ({ publicUrl, known }: Expected) => ({
  expectedChallenge: known,
  expectedOrigin: publicUrl.origin,
  expectedRPID: publicUrl.hostname,
  requireUserVerification: true,
})

export type NewPasskey = {
  readonly id: string
  readonly publicKey: string
  readonly counter: number
  readonly bound: boolean
}

/** A new passkey whose making was verified: our challenge, our origin, by somebody whom the device knows. */
export async function readNewPasskey(sent: Credential, given: Expected): Promise<NewPasskey | undefined> {
  const { verifyRegistrationResponse } = await library()
  const response = sent as unknown as RegistrationResponseJSON
  // It throws for whatever is not as it must be; which of it, whoever sent it need not know.
  const made = await verifyRegistrationResponse({ response, ...expected(given) }).catch(() => undefined)
  if (!made?.verified) return undefined
  const { credential, credentialDeviceType } = made.registrationInfo
  const publicKey = Buffer.from(credential.publicKey).toString('base64url')
  return { id: credential.id, publicKey, counter: credential.counter, bound: credentialDeviceType === 'singleDevice' }
}

/** The counter of an answer whose signature was verified; undefined when anything is not as it must be. */
export async function readAnswer(
  sent: Credential,
  publicKey: string,
  given: Expected,
): Promise<{ readonly counter: number } | undefined> {
  const { verifyAuthenticationResponse } = await library()
  const response = sent as unknown as AuthenticationResponseJSON
  // Whether the counter went up is for the command to say, which has the stream: here it starts from nothing.
  const credential = { id: sent.id, publicKey: Buffer.from(publicKey, 'base64url'), counter: 0 }
  const read = await verifyAuthenticationResponse({ response, credential, ...expected(given) }).catch(() => undefined)
  return read?.verified ? { counter: read.authenticationInfo.newCounter } : undefined
}

const ClientData = z.object({ challenge: z.string() })

/** The challenge that an answer says it answers. Nothing is verified by it. */
export function challengeOf({ response }: Credential): string {
  try {
    return ClientData.parse(JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString())).challenge
  } catch {
    return ''
  }
}

export const hashOf = (challenge: string) => createHash('sha256').update(challenge).digest('hex')
