import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { accountOf, pretendAccounts, pretendOrganisations } from './identity-provider/accounts.ts'
import { chooseAccountPage } from './identity-provider/page.ts'
import { startIdentityProvider } from './identity-provider.ts'

const redirectTo = ['http://localhost:8080']

async function started(t: TestContext, folder?: string) {
  const provider = await startIdentityProvider({ port: 0, redirectTo, ...(folder && { folder }) })
  t.after(() => provider.stop())
  return provider
}

const keysOf = async (issuer: string) => (await fetch(`${issuer}/jwks`)).json()

test('every name says that it is pretend, and every organisation is a demo one', () => {
  for (const { name, slug, demo } of pretendOrganisations) {
    assert.match(name, /\(pretend\)$/)
    assert.match(slug, /^demo-/)
    assert.equal(demo, true)
  }
})

test('the choose-account page needs no script, names its language and title, and has one button an account', () => {
  const html = chooseAccountPage('uid"><script>', pretendAccounts)
  assert.doesNotMatch(html, /<script|style=|onclick/)
  assert.match(html, /<html lang="en-GB">/)
  assert.match(html, /<title>Choose who you are/)
  assert.match(html, /Pretend identity provider/)
  assert.equal(html.match(/<button /g)?.length, pretendAccounts.length + 1)
  assert.equal(html.match(/<h1>/g)?.length, 1)
})

test('the signing key stays over a restart when there is a folder, and is new when there is none', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'pretend-'))
  t.after(() => rm(folder, { recursive: true }))
  const first = await keysOf((await started(t, folder)).issuer)
  assert.deepEqual(await keysOf((await started(t, folder)).issuer), first)
  assert.notDeepEqual(await keysOf((await started(t)).issuer), first)
  assert.ok(!JSON.stringify(first).includes('"d"'))
})

test('an address that is not ours gets no code, and a stale page is told kindly', async (t) => {
  const { issuer, clientId } = await started(t)
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: 'https://evil.example/sign-in/callback',
  })
  const response = await fetch(`${issuer}/auth?${query}`, { redirect: 'manual' })
  assert.equal(response.status, 400)
  assert.match(await response.text(), /Sign-in did not work/)
  const stale = await fetch(`${issuer}/interaction/gone`)
  assert.equal(stale.status, 400)
  assert.match(await stale.text(), /This sign-in is over/)
})

test('a role has as many officers as a city needs, each a person of their own; other ids are nobody', () => {
  assert.equal(accountOf('demo-met.response-officer-17')?.id, 'demo-met.response-officer-17')
  assert.equal(accountOf('demo-met.response-officer-17')?.role, 'response-officer')
  for (const id of ['', 'demo-met.response-officer-', 'demo-met.king-1', 'demo-met.response-officer-17-1', '-1'])
    assert.equal(accountOf(id), undefined, id)
})
