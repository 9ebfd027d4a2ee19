import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import Provider from 'oidc-provider'
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js'
import { pretendProvider } from '#lib/pretend-provider'
import { accountOf, pretendAccounts } from './identity-provider/accounts.ts'
import { type Misbehaviour, spoiled } from './identity-provider/misbehave.ts'
import { chooseAccountPage, messagePage, signOutPage, style } from './identity-provider/page.ts'

/** `folder` keeps the signing key over restarts; `redirectTo` are the addresses of the Ringback that may use it. */
export type IdentityProviderOptions = { port: number; folder?: string; redirectTo: string[] }

export type PretendIdentityProvider = {
  issuer: string
  clientId: string
  clientSecret: string
  /** From now on hand out ID tokens with this fault. */
  misbehave: (fault: Misbehaviour) => void
  stop: () => Promise<void>
}

const HOST = '127.0.0.1'
const { clientId, clientSecret } = pretendProvider(0)

/** Starts an OpenID Connect provider on this machine whose accounts are the roles of DOMAIN 3.1. Port 0 takes a free one. */
export async function startIdentityProvider(options: IdentityProviderOptions): Promise<PretendIdentityProvider> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, HOST, resolve)
  })
  const address = server.address()
  const issuer = `http://${HOST}:${typeof address === 'object' && address ? address.port : options.port}`
  const key = await signingKey(options.folder)
  let fault: Misbehaviour = 'none'
  const provider = new Provider(issuer, configuration(key.jwk, options.redirectTo))
  provider.use(spoiling(() => fault, key))
  const protocol = provider.callback()
  server.on('request', (request, response) => void answer(provider, protocol, request, response))
  return {
    issuer,
    clientId,
    clientSecret,
    misbehave: (next) => {
      fault = next
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Key = { jwk: JWK; private: CryptoKey; kid: string }

async function signingKey(folder: string | undefined): Promise<Key> {
  const file = folder && join(folder, 'identity-provider.jwk')
  const kept = file && (await readFile(file, 'utf8').catch(() => undefined))
  const jwk = kept ? (JSON.parse(kept) as JWK) : await newKey()
  if (file && folder && !kept) {
    await mkdir(folder, { recursive: true })
    await writeFile(file, JSON.stringify(jwk), { mode: 0o600 })
  }
  return { jwk, private: (await importJWK(jwk, 'RS256')) as CryptoKey, kid: jwk.kid ?? '' }
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: randomBytes(8).toString('hex') }
}

function configuration(jwk: JWK, redirectTo: string[]): Record<string, unknown> {
  const HOUR = 3600
  return {
    jwks: { keys: [jwk] },
    adapter: createMemoryAdapter(0), // named, else the provider warns about its default; it is this very one
    cookies: { keys: [randomBytes(32).toString('hex')] },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: redirectTo.map((base) => `${base}/sign-in/callback`),
        post_logout_redirect_uris: redirectTo.map((base) => `${base}/`),
      },
    ],
    claims: { openid: ['sub', 'organisation', 'roles', 'name'] },
    conformIdTokenClaims: false, // else these claims would only be in userinfo
    pkce: { required: () => true },
    ttl: { AccessToken: HOUR, AuthorizationCode: 60, Grant: HOUR, IdToken: 300, Interaction: HOUR, Session: 12 * HOUR },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, id: string) => found(id),
    // Nothing to consent to: the organisation's own provider and the organisation's own system.
    loadExistingGrant: grantOf,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context: { body: string }, form: string) => {
          context.body = signOutPage(form)
        },
        postLogoutSuccessSource: (context: { body: string }) => {
          context.body = messagePage('Signed out', 'You are signed out of the pretend identity provider.')
        },
      },
    },
    renderError: (context: { type: string; body: string }, out: { error: string }) => {
      context.type = 'html'
      context.body = messagePage('Sign-in did not work', `The pretend identity provider says: ${out.error}.`)
    },
  }
}

type GrantContext = {
  oidc: { client: { clientId: string }; session: { accountId: string }; provider: Provider }
}

async function grantOf({ oidc: { client, session, provider } }: GrantContext) {
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
  grant.addOIDCScope('openid')
  await grant.save()
  return grant
}

function found(id: string) {
  const account = accountOf(id)
  if (!account) return undefined
  const { organisation, role, title } = account
  const claims = { sub: id, organisation: organisation.slug, roles: [role], name: `${title}, ${organisation.name}` }
  return { accountId: id, claims: () => claims }
}

function spoiling(fault: () => Misbehaviour, key: Key) {
  return async (context: { path: string; body: unknown }, next: () => Promise<void>) => {
    await next()
    const body = context.body as { id_token?: string } | undefined
    if (context.path !== '/token' || !body?.id_token) return
    context.body = { ...body, id_token: await spoiled(body.id_token, fault(), key.private, key.kid) }
  }
}

type Protocol = (request: IncomingMessage, response: ServerResponse) => Promise<void>

async function answer(provider: Provider, protocol: Protocol, request: IncomingMessage, response: ServerResponse) {
  const { pathname } = new URL(request.url ?? '/', `http://${HOST}`)
  response.setHeader('content-security-policy', "default-src 'none'; style-src 'self'; frame-ancestors 'none'")
  try {
    if (pathname === '/style.css') return void response.setHeader('content-type', 'text/css').end(style)
    if (pathname.startsWith('/interaction/')) return await interact(provider, request, response)
    if (pathname === '/session/end') response.removeHeader('content-security-policy') // its form may send itself by script
    await protocol(request, response)
  } catch {
    response.writeHead(400, { 'content-type': 'text/html; charset=utf-8' })
    response.end(messagePage('This sign-in is over', 'Go back to Ringback and sign in again.'))
  }
}

async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { uid } = await provider.interactionDetails(request, response)
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    response.end(chooseAccountPage(uid, pretendAccounts))
    return
  }
  const id = new URLSearchParams(await bodyOf(request)).get('account')
  const chosen = id !== null && accountOf(id) !== undefined
  const denied = { error: 'access_denied', error_description: 'Nobody was chosen' }
  await provider.interactionFinished(request, response, chosen ? { login: { accountId: id, remember: true } } : denied)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) {
    pieces.push(piece as Buffer)
    if (pieces.length > 100) throw new Error('The choose-account form is one line long; this body is not.')
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** How `ringback simulators` runs it. */
export default async ({ port, folder, publicUrl }: { port: number; folder: string; publicUrl: string }) => {
  const { issuer, stop } = await startIdentityProvider({ port, folder, redirectTo: [publicUrl] })
  return { name: 'Pretend identity provider', address: issuer, stop }
}
