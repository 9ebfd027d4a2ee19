import * as openid from 'openid-client'
import type { ClaimMapping } from './claims.ts'

/** The identity provider by which staff sign in, as configured. */
export type ProviderSettings = {
  issuer: string
  clientId: string
  clientSecret: string
  mapping: ClaimMapping
  /** A pretend provider may sign staff into demo organisations only. */
  pretend: boolean
}

/** What `/readyz` says of it: `unasked` until first needed, `away` when the last attempt failed. */
export type ProviderState = 'unasked' | 'answers' | 'away'

/** The provider does not answer: nobody can sign in just now, and everything else goes on. */
export class ProviderAway extends Error {}

export type IdentityProvider = {
  settings: ProviderSettings
  /** Its metadata, asked for when first needed and again after each failure. Throws ProviderAway. */
  configuration: () => Promise<openid.Configuration>
  state: () => ProviderState
  /** It broke off in the middle: ask for everything anew when next needed. */
  lost: () => void
}

const TIMEOUT_S = 5

/** Asks nothing yet: a provider that is down must not stop the start. */
export function identityProvider(settings: ProviderSettings): IdentityProvider {
  let found: Promise<openid.Configuration> | undefined
  let state: ProviderState = 'unasked'
  const discover = async () => {
    try {
      const configuration = await discovered(settings)
      state = 'answers'
      return configuration
    } catch (cause) {
      state = 'away'
      found = undefined // the next caller asks again; those who wait now share this answer
      throw new ProviderAway(`The identity provider ${settings.issuer} does not answer: check OIDC_ISSUER.`, { cause })
    }
  }
  return {
    settings,
    state: () => state,
    lost: () => {
      state = 'away'
      found = undefined
    },
    configuration: () => {
      found ??= discover()
      return found
    },
  }
}

function discovered({ issuer, clientId, clientSecret }: ProviderSettings): Promise<openid.Configuration> {
  const url = new URL(issuer)
  // Plain http only on this machine: anywhere else a code on the wire would be anybody's.
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const plain = url.protocol === 'http:' && local ? [openid.allowInsecureRequests] : []
  // openid-client trusts TLS for tokens fetched by itself; the signature is checked all the same.
  const execute = [...plain, openid.enableNonRepudiationChecks]
  return openid.discovery(url, clientId, clientSecret, openid.ClientSecretBasic(clientSecret), {
    execute,
    timeout: TIMEOUT_S,
  })
}
