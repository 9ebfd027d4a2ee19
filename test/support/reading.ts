import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** How long people take: silent reading of English (238 words a minute), a tap on a phone, a key of its keyboard. */
export const pace = { wordsAMinute: 238, tapMs: 1500, keyMs: 200 } as const

/** What one journey took of a person and of the network. */
export type Effort = {
  readonly words: number
  readonly taps: number
  readonly keys: number
  readonly networkMs: number
}

/** The seconds of a journey: reading every visible word once, pressing, typing, and waiting for pages. Nothing overlaps. */
export const secondsOf = ({ words, taps, keys, networkMs }: Effort): number =>
  (words / pace.wordsAMinute) * 60 + (taps * pace.tapMs + keys * pace.keyMs + networkMs) / 1000

/** A mark behind the names of partners that only a demo shows is no word that anybody reads. */
export const wordsIn = (text: string): number =>
  text
    .replaceAll('(pretend)', '')
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length

/** 2G at the edge of its reach: 50 kbit/s, half a second until anything comes. */
const slow = { offline: false, latency: 500, downloadThroughput: 50_000 / 8, uploadThroughput: 50_000 / 8 }
const smallPhone: BrowserContextOptions = { viewport: { width: 320, height: 640 }, javaScriptEnabled: false }

/** Somebody who reads every word of each page, on a small slow phone without JavaScript. */
export type Reader = {
  readonly page: Page
  /** Opens an address, to which they came by these taps and keys. */
  readonly open: (address: string, by?: { readonly taps?: number; readonly keys?: number }) => Promise<void>
  readonly choose: (label: string) => Promise<void>
  readonly type: (field: string, text: string) => Promise<void>
  /** Presses a button and waits for the page that it leads to. Of the last page only the heading is read. */
  readonly press: (name: string, more?: { readonly last: boolean }) => Promise<void>
  readonly spent: () => Effort & { readonly pages: number; readonly bytes: number }
  readonly close: () => Promise<void>
}

export async function openReader(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Reader> {
  const context = await browser.newContext({ baseURL: origin, ...smallPhone, ...options })
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  const spent = { words: 0, taps: 0, keys: 0, networkMs: 0, pages: 0, bytes: 0 }
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
    spent.bytes += encodedDataLength
  })
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', slow)
  const arrive = async (going: () => Promise<unknown>, read: 'main' | 'h1') => {
    const from = performance.now()
    await going()
    spent.networkMs += performance.now() - from
    spent.pages++
    // biome-ignore lint/performance/useDomNodeTextContent: only words that are seen are read
    spent.words += wordsIn(await page.locator(read).first().innerText())
  }
  return {
    page,
    open: async (address, { taps = 0, keys = 0 } = {}) => {
      spent.taps += taps
      spent.keys += keys
      await arrive(() => page.goto(address), 'main')
    },
    choose: async (label) => {
      spent.taps++
      await page.getByLabel(label, { exact: true }).check()
    },
    type: async (field, text) => {
      spent.taps++
      spent.keys += text.length
      await page.fill(`#${field}`, text)
    },
    press: async (name, { last } = { last: false }) => {
      spent.taps++
      const button = page.getByRole('button', { name })
      await arrive(() => Promise.all([page.waitForNavigation(), button.click()]), last ? 'h1' : 'main')
    },
    spent: () => ({ ...spent }),
    close: () => context.close(),
  }
}
