import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { asStaff } from '#http/testing'
import { findPages } from '#pages/pages'
import { axe, launchBrowser, openScreen, sideways } from '../support/browser.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openSite, wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
const { origin } = await openSite(wholeFile, { demo: true })
after(() => browser.close())

const phone = { viewport: { width: 320, height: 640 } }
const staff = { extraHTTPHeaders: asStaff('analyst', 'response-officer') }
const pages = (await findPages()).map(({ page }) => page.url).filter((url) => !url.includes(':'))
const addresses: [string, string, BrowserContextOptions][] = [
  ...pages.map((url): [string, string, BrowserContextOptions] => [url, url, {}]),
  ['/figures/:slug', '/figures/thefts-reported', {}],
  ['/figures/:slug, by group', '/figures/time-to-block', {}],
  ['/staff, signed in', '/staff', staff],
  ['every part of the look', '/kit', {}],
  ['an address that does not exist', '/no-such-page', {}],
]

/** What an address shows, but for its own name and the reference of a fault. */
async function shownAt(url: string, { extraHTTPHeaders = {} }: BrowserContextOptions): Promise<string> {
  const text = await (await fetch(origin + url, { headers: { accept: 'text/html', ...extraHTTPHeaders } })).text()
  return text.replaceAll(url, '').replace(/Reference: \S+/, '')
}

// Dozens of addresses show a stranger the same page, to sign in or to open a case: it is looked at once.
const distinct = new Map<string, (typeof addresses)[number]>()
for (const address of addresses) {
  const shown = await shownAt(address[1], address[2])
  if (!distinct.has(shown)) distinct.set(shown, address)
}
const visits = [...distinct.values()]

/**
 * In the page: words in the colour of the reader's own canvas. In forced colours Chromium paints that canvas behind all
 * text, whatever surface lies below.
 */
const wordsLost = `(() => {
  const canvas = getComputedStyle(document.body).backgroundColor
  const worded = [...document.body.querySelectorAll('*')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  return worded.filter((e) => getComputedStyle(e).color === canvas).map((e) => e.textContent.trim().slice(0, 40))
})()`

/** What a page says, and how it looks on paper. */
const saidBy = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/Reference: \S+/, '')
const headingColour = `getComputedStyle(document.querySelector('h1')).color`
const paperColour = 'getComputedStyle(document.body).backgroundColor'

// One opening serves all that it can: a page is opened three times, and not once for each thing that is looked at.
for (const [name, url, options] of visits) {
  test(`${name}: on a phone in light, nothing for WCAG 2.2 AA to find; every control is reached by Tab, shows its focus, and lets it go`, async (t) => {
    const { page, faults } = await openScreen(t, browser, origin, { ...options, ...phone, colorScheme: 'light' })
    await page.goto(url)
    assert.deepEqual(await keyboardOnly(page), [])
    assert.deepEqual(await axe(page), [])
    assert.equal(await sideways(page), 0)
    assert.deepEqual(faults, [])
  })

  test(`${name}: on a desk in dark, nothing for WCAG 2.2 AA to find; says the same without JavaScript; prints black on white`, async (t) => {
    const without = await openScreen(t, browser, origin, { ...options, javaScriptEnabled: false })
    const { page, faults } = await openScreen(t, browser, origin, { ...options, colorScheme: 'dark' })
    await Promise.all([without.page.goto(url), page.goto(url)])
    const said = await saidBy(page)
    assert.ok(said.length > 40)
    assert.equal(await saidBy(without.page), said)
    assert.deepEqual(await axe(page), [])
    assert.equal(await sideways(page), 0)
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.evaluate(headingColour), 'rgb(0, 0, 0)')
    assert.equal(await page.evaluate(paperColour), 'rgb(255, 255, 255)')
    assert.equal(await page.locator('nav:visible').count(), 0)
    assert.deepEqual(faults, [])
  })
}

test('in the reader’s own high-contrast colours, no word is lost', async (t) => {
  const { page } = await openScreen(t, browser, origin, { forcedColors: 'active', colorScheme: 'dark' })
  await page.goto('/kit')
  assert.deepEqual(await page.evaluate(wordsLost), [])
})

test('every page, with everything it fetches, is at most 30 KB on the wire', async (t) => {
  for (const url of pages) {
    const { page, context } = await openScreen(t, browser, origin)
    const cdp = await context.newCDPSession(page)
    let bytes = 0
    cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    await cdp.send('Network.enable')
    await page.goto(url, { waitUntil: 'networkidle' })
    assert.ok(bytes > 0 && bytes <= 30 * 1024, `${url} took ${bytes} bytes`)
  }
})

test('no link on any page leads nowhere', async (t) => {
  // Served by other parts than pages; /demo is there only where pretend organisations are.
  const elsewhere = ['/sign-in?next=/staff', '/case/leave', '/demo']
  const { page, context } = await openScreen(t, browser, origin)
  const seen = new Set<string>()
  for (const url of pages) {
    await page.goto(url)
    for (const link of await page
      .locator('a[href]')
      .evaluateAll((links) => links.map((a) => a.getAttribute('href') ?? '')))
      seen.add(link)
  }
  // tel: and mailto: lead to other programs.
  for (const link of [...seen].filter((href) => href.startsWith('/') && !elsewhere.includes(href))) {
    assert.ok((await context.request.get(origin + link)).status() < 400, link)
  }
})
