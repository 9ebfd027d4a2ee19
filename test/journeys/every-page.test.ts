import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
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

/** What a page says; and what its words are as they came, before any script touched them. */
const saidBy = async (page: Page) => ((await page.locator('main').textContent()) ?? '').replace(/Reference: \S+/, '')
const asSent = (html: string) =>
  `new DOMParser().parseFromString(${JSON.stringify(html)}, 'text/html').querySelector('main').textContent`
const headingColour = `getComputedStyle(document.querySelector('h1')).color`
/** On paper nobody opens a fold, follows a link or chooses a file. */
const lostOnPaper = `[
  ...[...document.querySelectorAll('details')].filter((one) => getComputedStyle(one, '::details-content').contentVisibility !== 'visible'),
  ...[...document.links].filter((one) => one.checkVisibility() && getComputedStyle(one, '::after').content !== 'none'),
  ...[...document.querySelectorAll('[type=file]')].filter((one) => one.checkVisibility()),
].map((one) => one.outerHTML.slice(0, 80))`
const paperColour = 'getComputedStyle(document.body).backgroundColor'

/** Counts what comes over the wire, headers and all. */
async function countBytes(context: BrowserContext, page: Page): Promise<() => number> {
  const cdp = await context.newCDPSession(page)
  let bytes = 0
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await cdp.send('Network.enable')
  return () => bytes
}

/** What strangers’ pages link to: a stranger must be able to follow it. */
const linked = new Set<string>()
const hrefs = `[...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))`

// One opening serves all that it can: a page is opened twice, and not once for each thing that is looked at.
for (const [name, url, options] of visits) {
  test(`${name}: on a phone in light, nothing for WCAG 2.2 AA to find; every control is reached by Tab, shows its focus, and lets it go; at most 30 KB on the wire`, async (t) => {
    const { page, context, faults } = await openScreen(t, browser, origin, {
      ...options,
      ...phone,
      colorScheme: 'light',
    })
    const bytes = await countBytes(context, page)
    await page.goto(url)
    if (options !== staff) for (const href of (await page.evaluate(hrefs)) as string[]) linked.add(href)
    assert.deepEqual(await keyboardOnly(page), [])
    assert.deepEqual(await axe(page), [])
    assert.equal(await sideways(page), 0)
    if (url !== '/kit') assert.ok(bytes() > 0 && bytes() <= 30 * 1024, `${bytes()} bytes`)
    assert.deepEqual(faults, [])
  })

  test(`${name}: on a desk in dark, nothing for WCAG 2.2 AA to find; says the same without JavaScript; prints black on white`, async (t) => {
    const { page, faults } = await openScreen(t, browser, origin, { ...options, colorScheme: 'dark' })
    const html = (await (await page.goto(url))?.text()) ?? ''
    const said = await saidBy(page)
    assert.ok(said.length > 40)
    assert.equal(String(await page.evaluate(asSent(html))).replace(/Reference: \S+/, ''), said)
    assert.deepEqual(await axe(page), [])
    assert.equal(await sideways(page), 0)
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.evaluate(headingColour), 'rgb(0, 0, 0)')
    assert.equal(await page.evaluate(paperColour), 'rgb(255, 255, 255)')
    assert.equal(await page.locator('nav:visible').count(), 0)
    assert.deepEqual(await page.evaluate(lostOnPaper), [])
    assert.ok(await page.getByText(/^As it stood on \d+ \w+ \d{4}\.$/).isVisible(), 'what is "today" has its date')
    assert.deepEqual(faults, [])
  })
}

test('in the reader’s own high-contrast colours, no word is lost', async (t) => {
  const { page } = await openScreen(t, browser, origin, { forcedColors: 'active', colorScheme: 'dark' })
  await page.goto('/kit')
  assert.deepEqual(await page.evaluate(wordsLost), [])
})

test('no link on any page leads nowhere', async () => {
  // Served by other parts than pages; /demo is there only where pretend organisations are.
  const elsewhere = ['/sign-in?next=/staff', '/case/leave', '/demo']
  // tel: and mailto: lead to other programs.
  const ours = [...linked].filter((href) => href.startsWith('/') && !elsewhere.includes(href))
  assert.ok(ours.length > 20, 'the pages above were looked at')
  for (const link of ours) assert.ok((await fetch(origin + link)).status < 400, link)
})
