import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { BrowserContextOptions } from 'playwright-core'
import { startOperators } from '../../simulators/operators.ts'
import startPushService from '../../simulators/push-service.ts'
import { axe, launchBrowser, openScreen, sideways, titleOf } from '../support/browser.ts'
import { keptSimulators } from '../support/case-desk.ts'
import { faultsOf, reportInWindow } from '../support/case-window.ts'
import { enrolledPhone, quietGateway } from '../support/enrolling.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
after(() => browser.close())
const { simulators, ask } = keptSimulators(startOperators('demo-ee'), startPushService)
const loop = await openLoop(wholeFile, { simulators })
await quietGateway(loop)
const small = { viewport: { width: 320, height: 640 } }

/** A trusted person's phone, which knows its owner by their finger. */
async function phone(t: TestContext, options: BrowserContextOptions = {}) {
  const screen = await openScreen(t, browser, loop.config.publicUrl, { ...small, ...options })
  const cdp = await screen.context.newCDPSession(screen.page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  /** Whether whoever holds the phone is its owner. */
  const held = (byOwner: boolean) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: byOwner })
  return { ...screen, cdp, held }
}

test('B78 USERS 2.1 B: a trusted person types their code once; after that a finger and one button stop the phone, in two steps', async (t) => {
  const { trustedCode } = await enrolledPhone(loop, { number: '07700 900123', trusted: 'friend@example.org' })
  const { page, context, cdp, held, faults } = await phone(t)
  const fits = async (where: string) => {
    await page.evaluate('scrollTo(0, 0)') // the way out stays in sight, so further down it lies over something
    assert.deepEqual(await axe(page), [], where)
    assert.equal(await sideways(page), 0, where)
    assert.deepEqual(await keyboardOnly(page), [], where)
  }
  await page.goto('/mine')
  // Nothing of ours answers it: what this device keeps of the page stays.
  assert.match(String(await page.getByRole('link', { name: 'Leave this page now' }).getAttribute('href')), /^https:/)
  await page.getByText('First time? Use a code').click()
  await page.getByRole('button', { name: 'Show the phone' }).click()
  assert.match(await titleOf(page), /^Error: /)
  await fits('no code')
  await page.fill('#code', 'H7K2-9QRM-4T3X')
  await page.getByRole('button', { name: 'Show the phone' }).click()
  await page.locator('#code-error').waitFor()
  assert.equal(await page.inputValue('#code'), 'H7K2-9QRM-4T3X', 'what was typed is not lost')
  await page.fill('#code', trustedCode)
  await page.getByRole('button', { name: 'Show the phone' }).click()
  await page.getByRole('heading', { name: 'Phone ending in 23' }).waitFor()
  await fits('opened by a code')
  await page.getByRole('button', { name: 'Keep a passkey' }).click()
  await page.getByText('Your passkey is kept').waitFor()
  await page.getByText('It is back', { exact: true }).click()
  await page.getByText('More', { exact: true }).click()
  await fits('opened by a passkey')

  // It can be put on a home screen, and says what to do where there is no network.
  const { errors } = await cdp.send('Page.getAppManifest')
  assert.deepEqual(errors, [])
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
  await context.setOffline(true)
  await page.goto('/mine')
  await page.getByRole('heading', { name: 'You have no network here' }).waitFor()
  assert.match(String(await page.textContent('main')), /999[\s\S]*159[\s\S]*icloud\.com\/find[\s\S]*android\.com\/lock/)
  assert.notEqual(await page.evaluate(`getComputedStyle(document.querySelector('h1')).fontFamily`), 'Times New Roman')
  await context.setOffline(false)

  await page.goto('/mine')
  await held(false)
  await page.getByRole('button', { name: 'Open with my passkey' }).click()
  await page.getByText('Your device did not do it. Try again, or use your code.').waitFor()
  await held(true)
  await page.getByRole('button', { name: 'Open with my passkey' }).click() // one
  await page.getByRole('button', { name: 'Stop this phone' }).click() // two
  await page.getByRole('heading', { name: 'We have your report' }).waitFor()
  assert.deepEqual(
    faults.filter((fault) => !fault.includes('ERR_INTERNET_DISCONNECTED')),
    [],
  )
})

test('B78: the owner shows by six digits from the phone that it is theirs; a card alone shows nothing of it', async (t) => {
  const { card } = await enrolledPhone(loop, { number: '07700 900146' })
  const { page, faults } = await phone(t)
  const fits = async (where: string) => {
    assert.deepEqual(await axe(page), [], where)
    assert.equal(await sideways(page), 0, where)
  }
  await page.goto('/mine')
  await page.getByText('First time? Use a code').click()
  await page.fill('#code', card)
  await page.getByRole('button', { name: 'Show the phone' }).click()
  await page.getByRole('heading', { name: 'The phone of this card' }).waitFor()
  await page.getByRole('button', { name: 'Keep a passkey' }).click()
  await page.getByText('Is it your own phone?').click()
  await page.getByText('Are you safe?').click()
  await fits('a card keeps a passkey')
  await page.getByRole('button', { name: 'Send six digits to the phone' }).click()
  await page.getByText('We sent six digits to this phone.').waitFor()
  await fits('six digits are asked for')
  await page.fill('#digits', '12')
  await page.getByRole('button', { name: 'It is my own phone' }).click()
  await page.getByText('These are not the six digits that we sent').first().waitFor()
  assert.match(await titleOf(page), /^Error: /)
  await fits('wrong digits')
  assert.deepEqual(faults, [])
})

test('without JavaScript the code shows the phone, and stops it', async (t) => {
  const { trustedCode } = await enrolledPhone(loop, { number: '07700 900145', trusted: 'friend@example.org' })
  const { page, faults } = await openScreen(t, browser, loop.config.publicUrl, { ...small, javaScriptEnabled: false })
  await page.goto('/mine')
  assert.equal(await page.getByRole('button', { name: 'Open with my passkey' }).isVisible(), false)
  await page.getByText('First time? Use a code').click()
  await page.fill('#code', trustedCode)
  await page.getByRole('button', { name: 'Show the phone' }).click()
  await page.getByRole('button', { name: 'Stop this phone' }).click()
  assert.equal((await page.textContent('h1'))?.trim(), 'We have your report')
  assert.deepEqual(faults, [])
})

test('B51: on a device of their own a victim asks for notices: the browser says that there is news and no more, until they stop it', async (t) => {
  const origin = loop.config.publicUrl
  const main = async () => String(await page.textContent('main')).replaceAll(/\s+/g, ' ')
  const press = (name: string) => Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).click()])
  const { page, context, faults } = await openScreen(t, browser, origin, small)
  await reportInWindow(page, '07700 900112')
  await context.grantPermissions(['notifications'], { origin })
  // Where the browser takes pushes is ours here: its maker's service is on no machine of a test. All else is Chromium's.
  const subscription = JSON.stringify(await (await ask('demo-push', '/_subscribe', {})).json())
  await page.addInitScript(`PushManager.prototype.subscribe = async () => ({ toJSON: () => (${subscription}) })`)
  await page.goto('/case')
  await page.getByRole('link', { name: 'Show news of your case in this browser' }).click()
  assert.equal((await page.locator('h1').textContent())?.trim(), 'Show news of your case in this browser')
  assert.match(await main(), /Never on a phone that somebody lends you/)
  assert.equal(await page.getByText('This browser cannot do it').isVisible(), false)
  assert.deepEqual(await faultsOf(page), [])
  await press('Show news here')
  assert.match(String(await page.locator('#mine-error').textContent()), /Only on a device that is yours/)
  assert.deepEqual(await faultsOf(page), [])
  await page.getByLabel('This device is mine').check()
  await press('Show news here')
  assert.match(await main(), /We show news in 1 browser/)
  assert.deepEqual(await faultsOf(page), [])

  const cdp = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL === `${origin}/case`)
      if (own) resolve(own.registrationId)
    })
  })
  await cdp.send('ServiceWorker.enable')
  // A browser without a screen shows no notices; all until then is the worker's.
  const worker = context.serviceWorkers().find((one) => one.url().endsWith('/case-worker.js'))
  assert.ok(worker)
  await worker.evaluate(
    'self.registration.showNotification = async (title, { body }) => void (self.shown = title + ": " + body)',
  )
  const data = JSON.stringify({ title: 'Ringback', text: 'There is news. Open your page.' })
  await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registered, data })
  const shown = await loop.until('the browser shows it', () => worker.evaluate<string | undefined>('self.shown'))
  assert.equal(shown, 'Ringback: There is news. Open your page.')

  await press('Show no more news')
  assert.doesNotMatch(await main(), /We show news in/)
  await page.goto('/case')
  await page.getByText('You stopped one of the ways by which we tell you news').waitFor()
  assert.deepEqual(faults, [])
})
