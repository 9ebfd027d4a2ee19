import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { buildApp } from '#http'
import { Organisation, type OrganisationTables, registerOrganisation } from '#http/sign-in/organisation'
import { idleLedger } from '#http/testing'
import { pretendProvider } from '#lib/pretend-provider'
import { openPages } from '#pages/pages'
import { loadConfig } from '#platform/config'
import { silentLog } from '#platform/log'
import { pretendOrganisations } from '../../simulators/identity-provider/accounts.ts'
import { startIdentityProvider } from '../../simulators/identity-provider.ts'
import { openSignIn } from '../../src/serve/sign-in.ts'
import { buildAssets } from '../../tools/build-assets.ts'
import { axe, launchBrowser } from '../support/browser.ts'
import { testDatabase } from '../support/database.ts'
import { ownPort } from '../support/ports.ts'
import { wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
const folder = await mkdtemp(join(tmpdir(), 'ringback-sign-in-'))
const config = loadConfig({ PORT: String(await ownPort([0, 10])), RINGBACK_DATA: folder, RINGBACK_DEMO: '1' })
const { port, issuer } = pretendProvider(config.port)
const provider = await startIdentityProvider({ port, redirectTo: [config.publicUrl] })
const { owner, server: database } = await testDatabase<OrganisationTables>(wholeFile)
for (const one of pretendOrganisations) await registerOrganisation(owner.kysely, Organisation.parse(one))
const [log, clock] = [silentLog(), () => new Date()]
const pages = await openPages({
  assetFolder: (await buildAssets()).folder,
  now: () => clock().toISOString(),
  demo: true,
})
const signIn = await openSignIn({
  ...{ config, database: database as never, log, clock },
  render: pages.renderSignIn,
})
const app = await buildApp({
  ...pages,
  ...signIn,
  plugins: [...pages.plugins, ...signIn.plugins],
  ...{ database: database as never, log, publicUrl: new URL(config.publicUrl) },
  ledger: idleLedger,
})
await app.listen({ port: config.port, host: '127.0.0.1' })
after(async () => {
  await browser.close()
  await app.close()
  await provider.stop()
  await rm(folder, { recursive: true })
})

async function screen(javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({ baseURL: config.publicUrl, javaScriptEnabled })
  context.setDefaultTimeout(10_000)
  return context.newPage()
}

const press = async (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()

test('a detective signs in, says why, and signs out of both places, without JavaScript', async () => {
  const page = await screen(false)
  await page.goto('/staff')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${issuer}/interaction/**`)
  await page.getByRole('button', { name: 'Detective', exact: true }).first().focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sign-in/purpose?**')
  await page.getByRole('radio').first().check()
  await page.locator('form[action="/sign-in/purpose"] button').click()
  await page.waitForURL('**/staff')
  assert.match((await page.textContent('body')) ?? '', /demo-met|Metropolitan Police/)
  await press(page, 'Sign out')
  // Ringback's own page moves on to the provider, which asks before it forgets the account too.
  await page.waitForURL(`${issuer}/session/end?**`)
  await press(page, 'Sign out, so that I can choose another account')
  await page.waitForURL(`${config.publicUrl}/`)
  await page.goto('/staff')
  assert.match((await page.textContent('body')) ?? '', /Your own organisation signs you in/)
  await page.goto('/sign-in')
  assert.match((await page.textContent('h1')) ?? '', /Choose who you are/)
})

test('somebody whose organisation is unknown reads why, and what to do', async () => {
  const page = await screen(false)
  await page.goto('/sign-in')
  await page.locator('button[value="demo-nowhere.analyst"]').click()
  await page.waitForURL('**/sign-in/callback?**')
  assert.match((await page.textContent('main')) ?? '', /Your organisation does not use Ringback/)
})

test('the pages on the way have nothing that WCAG 2.2 AA finds wrong', async () => {
  const page = await screen(true)
  await page.goto('/sign-in')
  assert.deepEqual(await axe(page), [])
  await page.locator('button[value="demo-met.detective"]').click()
  await page.waitForURL('**/sign-in/purpose?**')
  assert.deepEqual(await axe(page), [])
})
