import { accessSync, constants } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * The installed Chromium: CHROMIUM when set, else the first on PATH, best the one without windows: a page opened, walked and
 * judged there costs 0.7 s of processor time, and 1.8 s in the whole browser. Playwright's own download is never used.
 */
export function chromiumPath(env: NodeJS.ProcessEnv = process.env): string {
  if (env.CHROMIUM) return env.CHROMIUM
  const folders = (env.PATH ?? '').split(delimiter)
  const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
  if (found) return found
  throw new Error(
    'The journeys need Chromium. Install it: apt-get install chromium-headless-shell. Or set CHROMIUM to its path.',
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Starts Chromium. Root has no sandbox of its own to drop into, so only then is it off. */
export function launchBrowser(): Promise<Browser> {
  const root = process.getuid?.() === 0
  return chromium.launch({ executablePath: chromiumPath(), args: root ? ['--no-sandbox', ...flags] : flags })
}

/** What one person sees: `faults` collects script errors, refused content (CSP) and every request that left for another host. */
export type Screen = { page: Page; context: BrowserContext; faults: string[] }

/** Opens a window at `origin` for the length of the test. The test fails when the page had any fault. */
export async function openScreen(
  t: TestContext,
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Screen> {
  // A state that turns up while a page is looked at fades in: for a reader who wants no motion it is there at once.
  const usual = { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' } as const
  const context = await browser.newContext({ baseURL: origin, ...usual, ...options })
  t.after(() => context.close())
  const page = await context.newPage()
  return { page, context, faults: watch(page, origin) }
}

function watch(page: Page, origin: string): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`))
  page.on('console', (message) => {
    // A page that answers 4xx is logged as an error by Chromium itself; journeys look at error pages on purpose.
    const expected = message.text().startsWith('Failed to load resource: the server responded with a status of 4')
    if (message.type() === 'error' && !expected) faults.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:'))
      faults.push(`left for ${request.url()}`)
  })
  return faults
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

type AxeResult = { violations: { id: string; help: string; nodes: { target: string[]; failureSummary?: string }[] }[] }

// A colour on its way to another is neither of the two.
const settled = `Promise.all(document.getAnimations()
  .filter((one) => Number.isFinite(Number(one.effect?.getComputedTiming().endTime)))
  .map((one) => one.finished.catch(() => undefined))).then(() => undefined)`

/** What WCAG 2.0 to 2.2 A and AA find wrong, one readable line a finding. The page keeps its real headers: CSP stays on. */
export async function axe(page: Page): Promise<string[]> {
  await page.waitForLoadState()
  await page.evaluate(settled)
  await page.evaluate(axeSource)
  // Only what is wrong is gathered and sent over: all that is right of a page is a megabyte.
  const run = `axe.run(document, {
    runOnly: { type: 'tag', values: ${JSON.stringify(axeTags)} },
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  }).then(({ violations }) => ({ violations }))`
  const { violations } = (await page.evaluate(run)) as AxeResult
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${id}: ${help}: ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`,
    ),
  )
}

/** The title, once the page that was clicked for is there: until then it has none. */
export async function titleOf(page: Page): Promise<string> {
  await page.waitForLoadState('domcontentloaded')
  return page.title()
}

/**
 * Waits until an expression holds in the page, also over a reload. Playwright's own wait may look but once: from the second look on
 * it evaluates text within the page, which our policy refuses.
 */
export async function untilHolds(page: Page, expression: string): Promise<void> {
  const last = Date.now() + 30_000
  // A page that is just loaded anew answers nothing.
  while (!(await page.evaluate(expression).catch(() => false))) {
    if (Date.now() > last) throw new Error(`It never held in the page: ${expression}`)
    await setTimeout(50)
  }
}

/** Pixels that the page is wider than the window: 0 is right, also at 320. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}

/** Sends the form of an address with nothing in it, as a browser does. */
export const sendEmpty = (page: Page, url: string, isUpload = false) =>
  Promise.all([
    page.waitForNavigation(),
    page.evaluate(`(() => {
      const form = document.createElement('form')
      form.method = 'post'
      form.action = ${JSON.stringify(url)}
      form.enctype = ${JSON.stringify(isUpload ? 'multipart/form-data' : 'application/x-www-form-urlencoded')}
      document.body.append(form)
      form.submit()
    })()`),
  ])
