import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { BrowserContextOptions } from 'playwright-core'
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
const visits: [string, string, BrowserContextOptions][] = [
  ...pages.map((url): [string, string, BrowserContextOptions] => [url, url, {}]),
  ['/figures/:slug', '/figures/thefts-reported', {}],
  ['/figures/:slug, by group', '/figures/time-to-block', {}],
  ['/staff, signed in', '/staff', staff],
  ['every part of the look', '/kit', {}],
  ['an address that does not exist', '/no-such-page', {}],
]

/**
 * In the page: words in the colour of the reader's own canvas. In forced colours Chromium paints that canvas behind all
 * text, whatever surface lies below.
 */
const wordsLost = `(() => {
  const canvas = getComputedStyle(document.body).backgroundColor
  const worded = [...document.body.querySelectorAll('*')].filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  return worded.filter((e) => getComputedStyle(e).color === canvas).map((e) => e.textContent.trim().slice(0, 40))
})()`

for (const [name, url, options] of visits) {
  test(`${name}: nothing for WCAG 2.2 AA to find, in light on a phone and in dark on a desk`, async (t) => {
    for (const look of [{ ...phone, colorScheme: 'light' }, { colorScheme: 'dark' }] as const) {
      const { page, faults } = await openScreen(t, browser, origin, { ...options, ...look })
      await page.goto(url)
      assert.deepEqual(await axe(page), [])
      assert.equal(await sideways(page), 0)
      assert.deepEqual(faults, [])
    }
  })

  test(`${name}: every control is reached by Tab, shows its focus, and lets it go`, async (t) => {
    const { page } = await openScreen(t, browser, origin, { ...options, ...phone })
    await page.goto(url)
    assert.deepEqual(await keyboardOnly(page), [])
  })

  test(`${name}: says the same without JavaScript`, async (t) => {
    const without = await openScreen(t, browser, origin, { ...options, javaScriptEnabled: false })
    const withIt = await openScreen(t, browser, origin, options)
    const texts = []
    for (const { page } of [without, withIt]) {
      await page.goto(url)
      texts.push(((await page.locator('main').textContent()) ?? '').replace(/Reference: \S+/, ''))
    }
    assert.ok((texts[0] ?? '').length > 40)
    assert.equal(texts[0], texts[1])
  })

  test(`${name}: prints black on white`, async (t) => {
    const { page } = await openScreen(t, browser, origin, { ...options, colorScheme: 'dark' })
    await page.goto(url)
    await page.emulateMedia({ media: 'print' })
    const style = `(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))`
    const heading = `getComputedStyle(document.querySelector('h1')).color`
    assert.equal(await page.evaluate(heading), 'rgb(0, 0, 0)')
    assert.equal(((await page.evaluate(style)) as string[])[1], 'rgb(255, 255, 255)')
    assert.equal(await page.locator('nav').isVisible(), false)
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
