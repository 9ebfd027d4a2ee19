import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, type TestContext, test } from 'node:test'
import { z } from 'zod'
import type { Database } from '#platform/database'
import { silentLog } from '#platform/log'
import { testDatabase } from '#test/support/database'
import { ownPort } from '#test/support/ports'
import { pretendOrganisations } from '../../../simulators/identity-provider/accounts.ts'
import type { Misbehaviour } from '../../../simulators/identity-provider/misbehave.ts'
import { type PretendIdentityProvider, startIdentityProvider } from '../../../simulators/identity-provider.ts'
import { buildApp } from '../build-app.ts'
import { defineRoute } from '../define-route.ts'
import { idleLedger } from '../testing.ts'
import { accessTokens } from './access-token.ts'
import { authenticator } from './authenticate.ts'
import { ClaimMapping } from './claims.ts'
import { Organisation, registerOrganisation } from './organisation.ts'
import { identityProvider } from './provider.ts'
import { signInRoutes } from './routes.ts'
import type { SessionTables } from './session.ts'
import { tokenKeys } from './token-keys.ts'

let port: number
let ours: string
let idp: PretendIdentityProvider

before(async () => {
  port = await ownPort()
  ours = `http://localhost:${port}`
  idp = await startIdentityProvider({ port: 0, redirectTo: [ours] })
})
after(() => idp.stop())

/** Tells who the edge thinks is calling. */
const whoAmI = defineRoute()({
  method: 'GET',
  url: '/who',
  who: 'anyone',
  summary: 'Who is calling',
  reply: z.object({ actor: z.string(), tenant: z.string(), purpose: z.string() }),
  handle: (_, { actor, tenant, caller }) => ({
    actor,
    tenant,
    purpose: (caller.kind === 'staff' && caller.purpose) || '',
  }),
})

/** A whole server on a port of its own: edge, sign-in, database, and a clock that the test moves. */
async function server(t: TestContext, given: { issuer?: string; pretend?: boolean } = {}) {
  const { server: database, owner } = await testDatabase<SessionTables>(t)
  for (const one of pretendOrganisations) await registerOrganisation(owner.kysely, Organisation.parse(one))
  const real = { slug: 'met', name: 'A real force', sort: 'force' as const, demo: false }
  await registerOrganisation(owner.kysely, real)
  const time = { ms: Date.now() }
  const clock = () => new Date(time.ms)
  const { issuer = idp.issuer, pretend = true } = given
  const { clientId, clientSecret } = idp
  const provider = identityProvider({ issuer, clientId, clientSecret, mapping: ClaimMapping.parse({}), pretend })
  const publicUrl = new URL(ours)
  const tokens = accessTokens(publicUrl.origin, await tokenKeys('A'.repeat(43)), clock)
  const db = database.kysely
  const app = await buildApp({
    database: database as Database,
    ledger: idleLedger,
    log: silentLog(),
    publicUrl,
    authenticate: authenticator({ db, tokens, publicUrl, clock }),
    routes: [{ name: 'who', module: 'test', route: whoAmI }],
    plugins: [async (edge) => signInRoutes(edge, { db, provider, publicUrl, clock, log: silentLog() })],
    requestsPerMinute: 100_000,
  })
  t.after(() => app.close())
  await app.listen({ port, host: '127.0.0.1' })
  return { time, owner: owner.kysely, provider }
}

type Visit = { status: number; url: string; body: string; setCookie: string[] }

/** A browser with a cookie jar an origin, that follows redirects and sends forms as browsers do. */
function browser() {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: URL) => jars.get(url.origin) ?? jars.set(url.origin, new Map()).get(url.origin) ?? new Map()
  const ask = async (address: string, form?: Record<string, string>, more: Record<string, string> = {}) => {
    const url = new URL(address)
    const jar = jarOf(url)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      accept: 'application/json',
      ...(cookie && { cookie }),
      ...(form && { origin: url.origin }),
      ...more,
    }
    const init = form ? { method: 'POST', body: new URLSearchParams(form) } : {}
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  const visit = async (address: string, form?: Record<string, string>): Promise<Visit> => {
    let response = await ask(address, form)
    let url = address
    for (let hops = 0; response.headers.has('location') && hops < 10; hops++) {
      url = new URL(response.headers.get('location') ?? '', url).href
      response = await ask(url)
    }
    return { status: response.status, url, body: await response.text(), setCookie: response.headers.getSetCookie() }
  }
  const session = () => jarOf(new URL(ours)).get('ringback')
  const who = async () =>
    JSON.parse((await visit(`${ours}/who`)).body) as { actor: string; tenant: string; purpose: string }
  return { ask, visit, who, session, jar: () => jarOf(new URL(ours)) }
}

type Browser = ReturnType<typeof browser>

async function signIn(b: Browser, account: string, next = '/who'): Promise<Visit> {
  const choose = await b.visit(`${ours}/sign-in?${new URLSearchParams({ next })}`)
  if (!choose.url.startsWith(idp.issuer)) return choose
  return b.visit(choose.url, { account })
}

const codeOf = ({ body }: Visit) => (JSON.parse(body) as { code: string }).code

test('a detective signs in, says why, works, and signs out', async (t) => {
  const { owner } = await server(t)
  const b = browser()
  assert.equal((await b.who()).actor, 'public')

  const choose = await signIn(b, 'demo-met.detective', '/who?x=1')
  assert.equal(new URL(choose.url).pathname, '/sign-in/purpose')
  assert.match(choose.body, /Investigate an offence/)
  assert.doesNotMatch(choose.body, /Hold or release money/)
  const { actor, tenant, purpose } = await b.who()
  assert.match(actor, /^staff:[\w-]{22}$/)
  assert.deepEqual({ tenant, purpose }, { tenant: 'demo-met', purpose: '' })

  const back = await b.visit(`${ours}/sign-in/purpose`, { purpose: 'investigate-crime', next: '/who?x=1' })
  assert.equal(back.url, `${ours}/who?x=1`)
  assert.equal((await b.who()).purpose, 'investigate-crime')

  const out = await b.visit(`${ours}/sign-out`, {})
  assert.match(out.body, /You are signed out/)
  assert.match(out.body, new RegExp(`${idp.issuer}/session/end\\?`))
  // B15: what a device keeps for a shift goes with the sign-out.
  const header = (await b.ask(`${ours}/sign-out`, {})).headers.get('clear-site-data')
  assert.equal(header, '"cache", "storage"')
  assert.equal((await b.who()).actor, 'public')
  const rows = await owner.selectFrom('staff_session').selectAll().execute()
  assert.equal(rows.length, 1)
  assert.ok(rows[0]?.ended_at)
  const kept = JSON.stringify([rows, await owner.selectFrom('staff').selectAll().execute()])
  for (const personal of ['Detective', 'demo-met.detective', idp.issuer]) assert.ok(!kept.includes(personal), personal)
})

test('the same person keeps one opaque id, and two people have two', async (t) => {
  const { owner } = await server(t)
  const ids: string[] = []
  for (const account of ['demo-met.analyst', 'demo-met.analyst', 'demo-city.analyst']) {
    const b = browser()
    await signIn(b, account)
    ids.push((await b.who()).actor)
  }
  assert.equal(ids[0], ids[1])
  assert.notEqual(ids[0], ids[2])
  assert.equal((await owner.selectFrom('staff').selectAll().execute()).length, 2)
})

test('somebody with one purpose is not asked for it', async (t) => {
  await server(t)
  const b = browser()
  const at = await signIn(b, 'demo-insurer.insurer')
  assert.equal(at.url, `${ours}/who`)
  assert.equal((await b.who()).purpose, 'settle-claim')
})

test('nobody acts for a purpose that their role does not have', async (t) => {
  await server(t)
  const b = browser()
  await signIn(b, 'demo-met.detective')
  const no = await b.visit(`${ours}/sign-in/purpose`, { purpose: 'stop-fraud' })
  assert.deepEqual([no.status, codeOf(no)], [403, 'purpose-not-yours'])
  assert.equal((await b.who()).purpose, '')
})

test('an unknown organisation, and a role that a bank cannot give, are told clearly and get no session', async (t) => {
  const { owner } = await server(t)
  for (const [account, code] of [
    ['demo-nowhere.analyst', 'organisation-unknown'],
    ['demo-bank.detective', 'no-role'],
    ['', 'sign-in-denied'],
  ] as const) {
    const b = browser()
    const at = await signIn(b, account)
    assert.deepEqual([at.status, codeOf(at)], [403, code])
    assert.equal(b.session(), undefined)
  }
  assert.deepEqual(await owner.selectFrom('staff_session').selectAll().execute(), [])
})

test('a pretend provider signs nobody into a real organisation', async (t) => {
  const { owner } = await server(t)
  await owner.updateTable('organisation').set({ demo: false }).where('slug', '=', 'demo-met').execute()
  assert.equal(codeOf(await signIn(browser(), 'demo-met.detective')), 'organisation-unknown')
})

test('no ID token with a fault opens a session', async (t) => {
  const { owner } = await server(t)
  t.after(() => idp.misbehave('none'))
  const faults: Misbehaviour[] = [
    'expired',
    'wrong-audience',
    'wrong-issuer',
    'wrong-nonce',
    'wrong-key',
    'altered',
    'unsigned',
    'no-subject',
  ]
  for (const fault of faults) {
    idp.misbehave(fault)
    const b = browser()
    const at = await signIn(b, 'demo-met.analyst')
    assert.deepEqual([at.status, b.session()], [400, undefined], fault)
    assert.equal(codeOf(at), 'sign-in-not-completed', fault)
  }
  assert.deepEqual(await owner.selectFrom('staff_session').selectAll().execute(), [])
})

/** Signs in up to the address with the code, without going there. */
async function callbackOf(b: Browser, account: string): Promise<string> {
  let response = await b.ask(`${ours}/sign-in`)
  let url = response.headers.get('location') ?? ''
  let form: Record<string, string> | undefined
  for (let hops = 0; hops < 10; hops++) {
    response = await b.ask(url, form)
    form = response.status === 200 ? { account } : undefined
    const to = response.headers.get('location')
    if (to) url = new URL(to, url).href
    if (url.startsWith(ours)) return url
  }
  throw new Error('The pretend provider sent no code.')
}

test('a code does not sign in a browser that did not ask for it (login CSRF)', async (t) => {
  await server(t)
  const attacker = browser()
  const callback = await callbackOf(attacker, 'demo-met.detective')
  const victim = browser()
  assert.equal(codeOf(await victim.visit(callback)), 'sign-in-not-completed')
  await victim.ask(`${ours}/sign-in`) // even with a sign-in of its own under way
  assert.equal(codeOf(await victim.visit(callback)), 'sign-in-not-completed')
  assert.equal(victim.session(), undefined)
})

test('a code works once, and not with another state', async (t) => {
  await server(t)
  const b = browser()
  const callback = await callbackOf(b, 'demo-met.detective')
  const attempt = b.jar().get('ringback-sign-in') ?? ''
  const other = new URL(callback)
  other.searchParams.set('state', 'A'.repeat(43))
  assert.equal(codeOf(await b.visit(other.href)), 'sign-in-not-completed')
  b.jar().set('ringback-sign-in', attempt)
  assert.equal((await b.visit(callback)).status, 200)
  const replay = browser()
  replay.jar().set('ringback-sign-in', attempt)
  assert.equal(codeOf(await replay.visit(callback)), 'sign-in-not-completed')
  assert.equal(replay.session(), undefined)
})

test('sign-in leads to no other site, not even by a forged cookie', async (t) => {
  await server(t)
  assert.equal(new URL((await signIn(browser(), 'demo-insurer.insurer', '//evil.example')).url).origin, ours)
  const b = browser()
  const callback = await callbackOf(b, 'demo-insurer.insurer')
  const [secret] = (b.jar().get('ringback-sign-in') ?? '').split('.')
  b.jar().set('ringback-sign-in', `${secret}.${Buffer.from('//evil.example/').toString('base64url')}`)
  const response = await b.ask(callback)
  assert.equal(response.headers.get('location'), '/')
  const purpose = await b.ask(`${ours}/sign-in/purpose`, { purpose: 'settle-claim', next: '//evil.example' })
  assert.equal(purpose.headers.get('location'), '/')
})

test('a cookie planted before sign-in, or copied before sign-out, opens nothing', async (t) => {
  await server(t)
  const b = browser()
  b.jar().set('ringback', 'planted-by-somebody-else')
  await signIn(b, 'demo-met.detective')
  const first = b.session()
  assert.notEqual(first, 'planted-by-somebody-else')
  await signIn(b, 'demo-met.detective')
  const second = b.session() ?? ''
  assert.notEqual(second, first)
  const thief = browser()
  thief.jar().set('ringback', first ?? '')
  assert.equal((await thief.who()).actor, 'public') // the second sign-in ended the first session
  thief.jar().set('ringback', second)
  assert.match((await thief.who()).actor, /^staff:/)
  await b.visit(`${ours}/sign-out`, {})
  assert.equal((await thief.who()).actor, 'public')
})

test('signing out everywhere ends the sessions on other machines, and nobody else’s', async (t) => {
  await server(t)
  const [here, there, colleague] = [browser(), browser(), browser()]
  await signIn(here, 'demo-met.detective')
  await signIn(there, 'demo-met.detective')
  await signIn(colleague, 'demo-met.analyst')
  await here.visit(`${ours}/sign-out/everywhere`, {})
  assert.equal((await there.who()).actor, 'public')
  assert.match((await colleague.who()).actor, /^staff:/)
})

test('a session ends after an hour idle, and after twelve hours however busy', async (t) => {
  const { time } = await server(t)
  const minute = 60_000
  const idle = browser()
  await signIn(idle, 'demo-met.detective')
  time.ms += 59 * minute
  assert.match((await idle.who()).actor, /^staff:/)
  time.ms += 61 * minute
  assert.equal((await idle.who()).actor, 'public')

  const busy = browser()
  await signIn(busy, 'demo-met.detective')
  for (let at = 0; at < 12 * 60 - 40; at += 40) {
    time.ms += 40 * minute
    assert.match((await busy.who()).actor, /^staff:/, `${at} minutes`)
  }
  time.ms += 41 * minute
  assert.equal((await busy.who()).actor, 'public')
})

test('another site cannot sign an officer out or change their purpose', async (t) => {
  await server(t)
  const b = browser()
  await signIn(b, 'demo-met.detective')
  for (const path of ['/sign-out', '/sign-out/everywhere', '/sign-in/purpose']) {
    const response = await b.ask(`${ours}${path}`, { purpose: 'prosecute' }, { origin: 'https://evil.example' })
    assert.equal(response.status, 403, path)
  }
  assert.match((await b.who()).actor, /^staff:/)
  assert.equal((await b.who()).purpose, '')
})

test('the database keeps only the hash of a cookie, and the cookie is out of reach of scripts', async (t) => {
  const { owner } = await server(t)
  const b = browser()
  const response = await b.ask(await callbackOf(b, 'demo-met.detective'))
  const line = response.headers.getSetCookie().find((set) => set.startsWith('ringback=')) ?? ''
  assert.match(line, /HttpOnly/)
  assert.match(line, /SameSite=Lax/)
  assert.match(line, /Path=\//)
  const [row] = await owner.selectFrom('staff_session').select('id_hash').execute()
  assert.deepEqual(
    row?.id_hash,
    createHash('sha256')
      .update(b.session() ?? '')
      .digest(),
  )
})

test('a provider that is down stops neither the start nor the rest, and sign-in works once it is back', async (t) => {
  const away = await startIdentityProvider({ port: 0, redirectTo: [ours] })
  await away.stop()
  const { provider } = await server(t, { issuer: away.issuer })
  assert.equal(provider.state(), 'unasked')
  const b = browser()
  assert.equal((await b.who()).actor, 'public')
  const at = await signIn(b, 'demo-met.detective')
  assert.deepEqual([at.status, codeOf(at), provider.state()], [503, 'identity-provider-away', 'away'])
  const back = await startIdentityProvider({ port: Number(new URL(away.issuer).port), redirectTo: [ours] })
  t.after(() => back.stop())
  const choose = await b.visit(`${ours}/sign-in`)
  assert.ok(choose.url.startsWith(back.issuer))
  assert.equal(provider.state(), 'answers')
})
