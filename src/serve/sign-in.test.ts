import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { buildApp } from '#http'
import { idleLedger } from '#http/testing'
import { pretendProvider } from '#lib/pretend-provider'
import { loadConfig } from '#platform/config'
import { silentLog } from '#platform/log'
import { testDatabase } from '#test/support/database'
import { ownPort } from '#test/support/ports'
import { startIdentityProvider } from '../../simulators/identity-provider.ts'
import { openSignIn } from './sign-in.ts'

async function edge(t: TestContext, env: Record<string, string>) {
  const { server: database } = await testDatabase(t)
  const folder = await mkdtemp(join(tmpdir(), 'ringback-sign-in-'))
  t.after(() => rm(folder, { recursive: true }))
  const config = loadConfig({
    PORT: String(await ownPort([0, 10])),
    RINGBACK_DATA: folder,
    DATABASE_URL: 'postgres://none',
    ...env,
  })
  const [log, clock] = [silentLog(), () => new Date()]
  const signIn = await openSignIn({ config, database, log, clock })
  const ledger = idleLedger
  const app = await buildApp({ ...signIn, database, ledger, log, publicUrl: new URL(config.publicUrl), routes: [] })
  t.after(() => app.close())
  return { app, config }
}

test('while staff cannot sign in the server is ready for everybody else, and says so', async (t) => {
  const { app, config } = await edge(t, { RINGBACK_DEMO: '1' })
  const away = await app.inject('/readyz')
  assert.equal(away.statusCode, 200)
  assert.deepEqual(away.json(), {
    status: 'ready',
    without: { 'identity-provider': 'Does not answer: staff cannot sign in.' },
  })
  const { port, issuer } = pretendProvider(config.port)
  const provider = await startIdentityProvider({ port, redirectTo: [config.publicUrl] })
  t.after(() => provider.stop())
  assert.deepEqual((await app.inject('/readyz')).json(), { status: 'ready' })
  assert.ok((await app.inject('/sign-in')).headers.location?.startsWith(issuer))
})

test('without a demo and without a provider nobody can sign in, and the page says what to set', async (t) => {
  const { app } = await edge(t, { RINGBACK_DEMO: '0' })
  const page = await app.inject('/sign-in')
  assert.equal(page.statusCode, 503)
  assert.match(page.body, /OIDC_ISSUER/)
  assert.deepEqual((await app.inject('/readyz')).json(), { status: 'ready' })
})

test('a mapping of claims that cannot be used stops the start', async (t) => {
  const oidc = { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' }
  await assert.rejects(edge(t, { ...oidc, OIDC_CLAIMS: '{' }), /OIDC_CLAIMS is no mapping/)
})
