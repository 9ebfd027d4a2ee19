import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { decodeProtectedHeader, SignJWT, UnsecuredJWT } from 'jose'
import * as openid from 'openid-client'
import { z } from 'zod'
import { registerKeys } from '#partners/partner'
import type { Database } from '#platform/database'
import { silentLog } from '#platform/log'
import { testDatabase } from '#test/support/database'
import { buildApp } from '../build-app.ts'
import { defineRoute } from '../define-route.ts'
import { idleLedger, named } from '../testing.ts'
import { accessTokens, type PartnerClient } from './access-token.ts'
import { authenticator } from './authenticate.ts'
import { basicHeader } from './basic-header.ts'
import { ASSERTION_TYPE } from './client-assertion.ts'
import { type OAuthOptions, oauthRoutes } from './oauth-routes.ts'
import { registerOrganisation } from './organisation.ts'
import { addClient, type ClientTables, removePartner, rotateClient } from './partner-client.ts'
import type { SessionTables } from './session.ts'
import { tokenKeys } from './token-keys.ts'

const seed = (fill: number) => Buffer.alloc(32, fill).toString('base64url')
const operator = { slug: 'an-operator', name: 'An operator', sort: 'operator' as const, demo: false }

const whoAmI = defineRoute()({
  method: 'GET',
  url: '/who',
  who: 'anyone',
  summary: 'Who is calling',
  reply: z.object({ actor: z.string(), tenant: z.string() }),
  handle: (_, { actor, tenant }) => ({ actor, tenant }),
})

const mayTrade = defineRoute()({
  method: 'GET',
  url: '/may-trade',
  who: { act: 'look', record: 'imei-status' },
  summary: 'A check that an operator may make',
  reply: z.object({ status: z.string() }),
  handle: () => ({ status: 'clear' }),
})

async function server(t: TestContext, given: { keys?: string; limits?: OAuthOptions['limits'] } = {}) {
  const { server: database, owner } = await testDatabase<ClientTables & SessionTables>(t)
  const db = owner.kysely
  await registerOrganisation(db, operator)
  const credentials = await addClient(db, operator.slug)
  const time = { ms: Date.now() }
  const clock = () => new Date(time.ms)
  const publicUrl = new URL('http://localhost:8080')
  const keys = await tokenKeys(given.keys ?? seed(1))
  const tokens = accessTokens(publicUrl.origin, keys, clock)
  const limits = given.limits && { limits: given.limits }
  const app = await buildApp({
    database: database as Database,
    ledger: idleLedger,
    log: silentLog(),
    publicUrl,
    authenticate: authenticator({ db: database.kysely, tokens, publicUrl, clock }),
    routes: named(whoAmI, mayTrade),
    plugins: [async (edge) => oauthRoutes(edge, { db: database.kysely, tokens, keys, publicUrl, clock, ...limits })],
    requestsPerMinute: 100_000,
  })
  t.after(() => app.close())
  const ask = async (form: Record<string, string> | string, authorization?: string) => {
    const payload = typeof form === 'string' ? form : new URLSearchParams(form).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...(authorization && { authorization }) }
    const response = await app.inject({ method: 'POST', url: '/oauth/token', headers, payload })
    return { status: response.statusCode, headers: response.headers, ...response.json<Answer>() }
  }
  const who = async (token: string) => {
    const response = await app.inject({ url: '/who', headers: { authorization: `Bearer ${token}` } })
    return { status: response.statusCode, challenge: response.headers['www-authenticate'], ...response.json<Who>() }
  }
  return {
    app,
    db,
    owner,
    ask,
    who,
    time,
    clock,
    keys,
    credentials,
    basic: basicHeader(credentials.clientId, credentials.secret),
  }
}

type Answer = {
  access_token: string
  token_type: string
  expires_in: number
  scope: string
  error?: string
  error_description?: string
}
type Who = { actor: string; tenant: string }
const grant = { grant_type: 'client_credentials' }

test("an operator's machine gets a token for five minutes and is known by it", async (t) => {
  const { ask, who, time, basic, credentials } = await server(t)
  const answer = await ask(grant, basic)
  assert.equal(answer.status, 200)
  assert.deepEqual([answer.token_type, answer.expires_in], ['Bearer', 300])
  assert.equal(
    answer.scope,
    'block-order:change block-order:look blocklist:look imei-status:look line-state:change receipt:change sighting:change',
  )
  assert.equal(answer.headers['cache-control'], 'no-store')
  assert.deepEqual(decodeProtectedHeader(answer.access_token).typ, 'at+jwt')
  const known = await who(answer.access_token)
  assert.deepEqual([known.actor, known.tenant], [`partner:${credentials.clientId}`, 'an-operator'])
  time.ms += 299_000
  assert.equal((await who(answer.access_token)).status, 200)
  time.ms += 7_000
  const late = await who(answer.access_token)
  assert.deepEqual([late.status, late.challenge], [401, 'Bearer error="invalid_token"']) // RFC 6750 section 3.1
})

test('a token that was altered, unsigned, for another, of another kind or by another key is refused', async (t) => {
  const { ask, who, basic, keys, clock } = await server(t)
  const { access_token: good } = await ask(grant, basic)
  const [header, body = '', signature] = good.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
  const sign = (more: Record<string, unknown>, head: Record<string, unknown> = {}, key: KeyObject = keys.signing) =>
    new SignJWT({ ...claims, ...more })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: keys.kid, ...head })
      .sign(key)
  assert.equal((await who(await sign({}))).status, 200) // the forge itself is sound
  const now = Math.floor(clock().getTime() / 1000)
  const richer = Buffer.from(JSON.stringify({ ...claims, sort: 'bank' })).toString('base64url')
  const hmac = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: keys.kid })
  const bad = {
    altered: `${header}.${richer}.${signature}`,
    unsigned: new UnsecuredJWT(claims).encode(),
    'without signature': `${header}.${body}.`,
    'for another': await sign({ aud: 'https://another.example' }),
    'by another issuer': await sign({ iss: 'https://another.example' }),
    'an ID token': await sign({}, { typ: 'JWT' }),
    'another key': await sign({}, {}, generateKeyPairSync('ed25519').privateKey),
    'unknown key id': await sign({}, { kid: 'x' }),
    'signed with our public key as a secret': await hmac.sign(Buffer.from(keys.jwks.keys[0]?.x ?? '', 'base64url')),
    'for a year': await sign({ iat: now - 400, exp: now + 31_536_000 }),
    'from the future': await sign({ iat: now + 60, exp: now + 360 }),
    'no subject': await sign({ sub: undefined }),
    'unknown sort': await sign({ sort: 'king' }),
    'no token at all': '',
    garbage: 'a.b.c',
  }
  for (const [what, token] of Object.entries(bad)) assert.equal((await who(token)).status, 401, what)
})

test('bad requests are answered in the words of RFC 6749', async (t) => {
  const { ask, app, basic, credentials } = await server(t)
  const { clientId } = credentials
  const cases: [string, Record<string, string> | string, string | undefined, number, string][] = [
    ['no grant', {}, basic, 400, 'invalid_request'],
    ['a password grant', { grant_type: 'password' }, basic, 400, 'unsupported_grant_type'],
    ['twice', 'grant_type=client_credentials&grant_type=client_credentials', basic, 400, 'invalid_request'],
    ['nobody', grant, undefined, 401, 'invalid_client'],
    ['a wrong secret', grant, basicHeader(clientId, 'wrong'), 401, 'invalid_client'],
    ['an unknown client', grant, basicHeader('nobody', 'wrong'), 401, 'invalid_client'],
    ['half a header', grant, 'Basic %%%', 401, 'invalid_client'],
    [
      'the secret in the form',
      { ...grant, client_id: clientId, client_secret: 'x' },
      undefined,
      400,
      'invalid_request',
    ],
    ['two ways at once', { ...grant, client_assertion: 'x' }, basic, 400, 'invalid_request'],
    ['another client id', { ...grant, client_id: 'other' }, basic, 400, 'invalid_request'],
    ["a bank's scope", { ...grant, scope: 'freeze-order:look' }, basic, 400, 'invalid_scope'],
  ]
  for (const [what, form, authorization, status, error] of cases) {
    const answer = await ask(form, authorization)
    assert.deepEqual([answer.status, answer.error], [status, error], what)
    assert.equal(answer.headers['www-authenticate'] !== undefined, status === 401, what)
  }
  const json = await app.inject({
    method: 'POST',
    url: '/oauth/token',
    payload: grant,
    headers: { authorization: basic },
  })
  assert.deepEqual([json.statusCode, json.json<Answer>().error], [400, 'invalid_request'])
  const narrow = await ask({ ...grant, scope: 'block-order:look' }, basic)
  assert.equal(narrow.scope, 'block-order:look')
})

test('a token asked for less opens no more than that, also where its owner may do more', async (t) => {
  const { ask, app, basic } = await server(t)
  const tried = async (form: Record<string, string>) => {
    const { access_token: token } = await ask(form, basic)
    const { statusCode, body } = await app.inject({ url: '/may-trade', headers: { authorization: `Bearer ${token}` } })
    return [statusCode, JSON.parse(body).code]
  }
  assert.deepEqual(await tried({ ...grant, scope: 'block-order:look' }), [403, 'outside-scope'])
  assert.deepEqual(await tried({ ...grant, scope: 'block-order:look imei-status:look' }), [200, undefined])
  assert.deepEqual(await tried(grant), [200, undefined])
})

test('a client that guesses is made to wait, from that address only, and the right secret works afterwards', async (t) => {
  const { ask, time, basic, credentials } = await server(t, { limits: { failures: 3, requests: 60 } })
  const wrong = basicHeader(credentials.clientId, 'wrong')
  for (let n = 0; n < 3; n++) assert.equal((await ask(grant, wrong)).status, 401)
  const locked = await ask(grant, basic)
  assert.deepEqual([locked.status, locked.error], [429, 'temporarily_unavailable'])
  assert.ok(Number(locked.headers['retry-after']) > 0)
  time.ms += 10 * 60_000
  assert.equal((await ask(grant, basic)).status, 200)
})

test('a client asks so often and no more', async (t) => {
  const { ask, basic, time } = await server(t, { limits: { failures: 10, requests: 2 } })
  const statuses = [await ask(grant, basic), await ask(grant, basic), await ask(grant, basic)].map(
    ({ status }) => status,
  )
  assert.deepEqual(statuses, [200, 200, 429])
  time.ms += 60_000
  assert.equal((await ask(grant, basic)).status, 200)
})

test('a flood of wrong secrets is turned away at once and leaves the server answering', async (t) => {
  const { ask, app, credentials } = await server(t, { limits: { failures: 1000, requests: 1000 } })
  const wrong = basicHeader(credentials.clientId, 'wrong')
  const flood = Promise.all(Array.from({ length: 60 }, () => ask(grant, wrong)))
  assert.equal((await app.inject('/healthz')).statusCode, 200)
  const statuses = (await flood).map(({ status }) => status)
  assert.ok(statuses.includes(503), 'some must be told to come back')
  assert.ok(statuses.every((status) => status === 503 || status === 401))
})

test('after rotation old and new credentials work until the old ones end; removal ends all', async (t) => {
  const { ask, db, time, clock, basic, credentials } = await server(t)
  const until = new Date(time.ms + 3_600_000)
  const fresh = await rotateClient(db, credentials.clientId, { now: clock(), until })
  assert.ok('secret' in fresh)
  const second = basicHeader(fresh.clientId, fresh.secret)
  assert.deepEqual([(await ask(grant, basic)).status, (await ask(grant, second)).status], [200, 200])
  time.ms += 3_600_001
  assert.deepEqual([(await ask(grant, basic)).status, (await ask(grant, second)).status], [401, 200])
  assert.deepEqual(await rotateClient(db, credentials.clientId, { now: clock(), until }), { refused: 'unknown-client' })
  assert.deepEqual(await removePartner(db, operator.slug, clock()), { clients: 2, keys: 0 })
  assert.equal((await ask(grant, second)).status, 401)
})

test('a partner can prove itself by its registered key, once an assertion, and not for somebody else', async (t) => {
  const { ask, owner, time, clock, credentials } = await server(t)
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  await registerKeys(owner.pool, operator.slug, { keys: [{ kty: 'OKP', crv: 'Ed25519', kid: '2026', x }] })
  time.ms = Date.now() + 1000 // after the key was registered
  const now = Math.floor(clock().getTime() / 1000)
  const usual = { iss: credentials.clientId, sub: credentials.clientId, aud: 'http://localhost:8080/oauth/token' }
  const assertion = (more: Record<string, unknown> = {}, key = privateKey, kid = '2026') =>
    new SignJWT({ ...usual, jti: randomUUID(), iat: now, exp: now + 60, ...more })
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .sign(key)
  const form = (text: string) => ({ ...grant, client_assertion_type: ASSERTION_TYPE, client_assertion: text })

  const good = await assertion()
  assert.equal((await ask(form(good))).status, 200)
  assert.equal((await ask(form(good))).status, 401, 'the same assertion again')
  const bad = {
    'for somebody else': await assertion({ aud: 'https://another.example/token' }),
    expired: await assertion({ iat: now - 200, exp: now - 100 }),
    'for a year': await assertion({ iat: now - 400, exp: now + 31_536_000 }),
    'without an id': await assertion({ jti: undefined }),
    'by another key': await assertion({}, generateKeyPairSync('ed25519').privateKey),
    'unknown key id': await assertion({}, privateKey, '2025'),
    unsigned: new UnsecuredJWT({ ...usual, jti: 'x', iat: now, exp: now + 60 }).encode(),
    garbage: 'x',
  }
  for (const [what, text] of Object.entries(bad)) assert.equal((await ask(form(text))).status, 401, what)
  const another = await ask({ ...form(await assertion()), client_assertion_type: 'something-else' })
  assert.equal(another.error, 'invalid_request')
})

test('keys rotate: tokens of the old key hold while it is listed, and the new one signs', async (t) => {
  const client: PartnerClient = { clientId: 'c', organisation: 'an-operator', sort: 'operator' }
  const issuer = 'http://localhost:8080'
  const clock = () => new Date()
  const old = accessTokens(issuer, await tokenKeys(seed(1)), clock)
  const both = await tokenKeys(`${seed(2)}, ${seed(1)}`)
  const rotated = accessTokens(issuer, both, clock)
  const scope = 'imei-status:look'
  assert.deepEqual(await rotated.verify(await old.issue(client, scope)), { ...client, scope: [scope] })
  assert.equal(await old.verify(await rotated.issue(client, '')), 'no-good')
  assert.equal(
    await accessTokens(issuer, await tokenKeys(seed(2)), clock).verify(await old.issue(client, '')),
    'no-good',
  )
  const { app } = await server(t, { keys: `${seed(2)},${seed(1)}` })
  const shown = await app.inject('/.well-known/jwks.json')
  assert.deepEqual(shown.json(), both.jwks)
  assert.ok(!shown.body.includes('"d"'))
  await assert.rejects(tokenKeys('too-short'), /RINGBACK_TOKEN_KEYS/)
})

test('an ordinary OAuth library finds its way from the metadata alone', async (t) => {
  const { app, credentials } = await server(t)
  const viaInject: openid.CustomFetch = async (address, { method, headers, body }) => {
    const url = new URL(address)
    const payload = body === undefined || body === null ? {} : { payload: String(body) }
    const response = await app.inject({
      method: method === 'POST' ? 'POST' : 'GET',
      url: url.pathname,
      headers,
      ...payload,
    })
    const type = String(response.headers['content-type'])
    return new Response(response.body, { status: response.statusCode, headers: { 'content-type': type } })
  }
  const { clientId, secret } = credentials
  const options = {
    execute: [openid.allowInsecureRequests],
    algorithm: 'oauth2' as const,
    [openid.customFetch]: viaInject,
  }
  const found = await openid.discovery(
    new URL('http://localhost:8080'),
    clientId,
    secret,
    openid.ClientSecretBasic(secret),
    options,
  )
  const { access_token } = await openid.clientCredentialsGrant(found)
  assert.equal(decodeProtectedHeader(access_token).alg, 'EdDSA')
})
