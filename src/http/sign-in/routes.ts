import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import type { Log } from '#platform/log'
import type { Purpose, Role } from '../access/vocabulary.ts'
import { problem, thrown } from '../problem.ts'
import { claimed } from './claims.ts'
import {
  ATTEMPT_SECONDS,
  attemptText,
  authorizationUrl,
  type IdClaims,
  newAttempt,
  providerSignOutUrl,
  readAttempt,
  redeemCode,
} from './code-flow.ts'
import { cookie } from './cookie.ts'
import { localPath } from './local-path.ts'
import { mayHold, organisationOf } from './organisation.ts'
import { plainPage, type RenderSignIn } from './page.ts'
import { type IdentityProvider, ProviderAway } from './provider.ts'
import { purposesFor } from './purposes.ts'
import {
  beginSession,
  choosePurpose,
  endEverySession,
  endSession,
  openSession,
  type SessionLimits,
  type SessionTables,
  sessionLimits,
  staffId,
} from './session.ts'

export type SignInOptions = {
  db: Kysely<SessionTables>
  /** Undefined when none is configured: pages then say so. */
  provider: IdentityProvider | undefined
  publicUrl: URL
  clock: () => Date
  log: Log
  limits?: SessionLimits
  render?: RenderSignIn
  /** Where staff go who asked for no page. */
  home?: string
}

/** The cookies of sign-in: one for the session, one for a sign-in under way. */
export const signInCookies = (publicUrl: URL) => {
  const secure = publicUrl.protocol === 'https:'
  return { session: cookie('ringback', { secure }), attempt: cookie('ringback-sign-in', { secure }) }
}

type Parts = SignInOptions & {
  limits: SessionLimits
  render: RenderSignIn
  home: string
  cookies: ReturnType<typeof signInCookies>
}

/** Staff sign-in by OpenID Connect, purpose and sign-out. Register it on the edge, which refuses cross-site forms. */
export async function signInRoutes(app: FastifyInstance, options: SignInOptions): Promise<void> {
  const cookies = signInCookies(options.publicUrl)
  const parts: Parts = { limits: sessionLimits, render: plainPage, home: '/', ...options, cookies }
  const form = { config: { accepts: 'form' as const }, schema: { hide: true } }
  const hidden = { schema: { hide: true } }
  app.get('/sign-in', hidden, (request, reply) => start(parts, request, reply))
  app.get('/sign-in/callback', hidden, (request, reply) => finish(parts, request, reply))
  app.get('/sign-in/purpose', hidden, (request, reply) => askPurpose(parts, request, reply))
  app.post('/sign-in/purpose', form, (request, reply) => takePurpose(parts, request, reply))
  app.post('/sign-out', form, (request, reply) => signOut(parts, request, reply, 'here'))
  app.post('/sign-out/everywhere', form, (request, reply) => signOut(parts, request, reply, 'everywhere'))
}

const callbackUrl = ({ publicUrl }: Parts) => new URL('/sign-in/callback', publicUrl)

async function start(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const attempt = newAttempt(field(request.query, 'next') ?? parts.home)
  const url = await reached(parts, (provider) => authorizationUrl(provider, attempt, callbackUrl(parts)))
  return reply
    .header('set-cookie', parts.cookies.attempt.set(attemptText(attempt), ATTEMPT_SECONDS))
    .redirect(url.href, 303)
}

async function finish(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const { cookies, log } = parts
  const attempt = readAttempt(cookies.attempt.read(request.headers.cookie))
  reply.header('set-cookie', cookies.attempt.clear())
  if (!attempt) throw thrown(problem('sign-in-not-completed'))
  // Our own address, not the Host header: what the browser claims to have reached decides nothing.
  const callback = new URL(request.url, parts.publicUrl)
  const outcome = await reached(parts, (provider) => redeemCode(provider, attempt, callback))
  if ('refused' in outcome) {
    log.warn({ code: outcome.detail }, 'sign-in refused')
    throw thrown(problem(outcome.refused === 'denied' ? 'sign-in-denied' : 'sign-in-not-completed'))
  }
  const before = cookies.session.read(request.headers.cookie)
  const { token, roles } = await admit(parts, outcome.claims, before)
  const purposes = purposesFor(roles)
  const [only] = purposes
  if (only && purposes.length === 1) await choosePurpose(parts.db, token, only.purpose)
  reply.header('set-cookie', cookies.session.set(token))
  const choose = `/sign-in/purpose?${new URLSearchParams({ next: attempt.next })}`
  return reply.redirect(purposes.length > 1 ? choose : attempt.next, 303)
}

/** Opens a session for somebody whose claims name a registered organisation and a role that fits it. */
async function admit(parts: Parts, claims: IdClaims, before: string | undefined) {
  const { db, clock, limits, log, provider } = parts
  if (!provider) throw thrown(problem('no-identity-provider'))
  const said = claimed(claims, provider.settings.mapping)
  const organisation = await organisationOf(db, said.organisation)
  if (!organisation || (provider.settings.pretend && !organisation.demo)) throw thrown(problem('organisation-unknown'))
  const roles = said.roles.filter((role): role is Role => mayHold(role, organisation.sort))
  if (roles.length === 0) throw thrown(problem('no-role'))
  const staff = await staffId(db, claims.iss, claims.sub)
  const token = await beginSession(
    db,
    { staff, organisation: organisation.slug, roles },
    { now: clock(), limits, before },
  )
  log.info({ actor: `staff:${staff}`, tenant: organisation.slug, roles }, 'signed in')
  return { token, roles }
}

/** The session of the request, or the problem that sends its caller to sign in. */
async function session(parts: Parts, request: FastifyRequest) {
  const token = parts.cookies.session.read(request.headers.cookie)
  const open = token && (await openSession(parts.db, token, { now: parts.clock(), limits: parts.limits }))
  if (!token || !open) throw thrown(problem('sign-in-needed'))
  return { ...open, token }
}

async function askPurpose(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const { roles, purpose } = await session(parts, request)
  const next = localPath(field(request.query, 'next'))
  const page = await parts.render({ page: 'purpose', choices: purposesFor(roles), chosen: purpose, next })
  return reply.type('text/html; charset=utf-8').send(page)
}

async function takePurpose(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const { roles, token, staff, organisation } = await session(parts, request)
  const said = field(request.body, 'purpose')
  const choice = purposesFor(roles).find(({ purpose }) => purpose === said)
  if (!choice) throw thrown(problem('purpose-not-yours'))
  await choosePurpose(parts.db, token, choice.purpose satisfies Purpose)
  parts.log.info({ actor: `staff:${staff}`, tenant: organisation, purpose: choice.purpose }, 'purpose chosen')
  return reply.redirect(localPath(field(request.body, 'next')), 303)
}

async function signOut(parts: Parts, request: FastifyRequest, reply: FastifyReply, where: 'here' | 'everywhere') {
  const { db, clock, cookies, render } = parts
  const token = cookies.session.read(request.headers.cookie)
  if (token && where === 'everywhere') await endEverySession(db, (await session(parts, request)).staff, clock())
  if (token) await endSession(db, token, clock())
  const provider = await providerSignOut(parts)
  return (
    reply
      .header('set-cookie', cookies.session.clear())
      // An officer's tour is kept on their device (docs/adr/0038), a worker with it. Cookies: a victim's pass is none of ours here.
      .header('clear-site-data', '"cache", "storage"')
      .type('text/html; charset=utf-8')
      .send(await render({ page: 'signed-out', provider }))
  )
}

/** A provider that is away must not keep anybody from signing out here. */
async function providerSignOut({ provider, publicUrl }: Parts): Promise<string | null> {
  try {
    return provider ? ((await providerSignOutUrl(provider, new URL('/', publicUrl)))?.href ?? null) : null
  } catch (error) {
    if (error instanceof ProviderAway) return null
    throw error
  }
}

async function reached<T>({ provider, log }: Parts, ask: (provider: IdentityProvider) => Promise<T>): Promise<T> {
  if (!provider) throw thrown(problem('no-identity-provider'))
  try {
    return await ask(provider)
  } catch (error) {
    if (!(error instanceof ProviderAway)) throw error
    provider.lost()
    log.error({ reason: error.message }, 'identity provider away')
    throw thrown(problem('identity-provider-away', { headers: { 'retry-after': '30' } }))
  }
}

const field = (of: unknown, name: string): unknown =>
  typeof of === 'object' && of !== null && Object.hasOwn(of, name) ? Reflect.get(of, name) : undefined
