import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../test/support/browser.ts'
import { atMost, type Figure, median, recorded } from '../frame.ts'

const looks = 7

type Paint = { readonly first: number; readonly largest: number; readonly map: number }

/** The page of the map in Chromium, each time with an empty cache: words and picture, and the map that moves, ms from the click. */
export async function firstPaint(origin: string, cookies: string, path: string): Promise<Figure[]> {
  const browser = await launchBrowser()
  try {
    const seen: Paint[] = []
    for (let look = 0; look < looks; look++) seen.push(await paint(browser, origin, cookies, path))
    const of = (what: keyof Paint) => seen.map((one) => one[what] / 1000)
    return [
      recorded(`${path} in Chromium, empty cache, ${looks} looks: first paint, p50`, median(of('first')), 's'),
      atMost('  longest', Math.max(...of('first')), 's', 2),
      recorded('  the largest thing on it painted, longest', Math.max(...of('largest')), 's'),
      recorded('  the map that moves is there, p50', median(of('map')), 's'),
    ]
  } finally {
    await browser.close()
  }
}

async function paint(browser: Browser, origin: string, cookies: string, path: string): Promise<Paint> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  try {
    const url = new URL(origin).origin
    await context.addCookies(
      cookies.split('; ').map((one) => {
        const at = one.indexOf('=')
        return { name: one.slice(0, at), value: one.slice(at + 1), url }
      }),
    )
    const page = await context.newPage()
    const began = performance.now()
    await page.goto(url + path, { waitUntil: 'commit' })
    await page.locator('.rb-map--live canvas').waitFor()
    const map = performance.now() - began
    const [first, largest] = (await page.evaluate(`new Promise((resolve) => new PerformanceObserver((list) => {
      const [paint] = performance.getEntriesByName('first-contentful-paint')
      resolve([paint.startTime, list.getEntries().at(-1).startTime])
    }).observe({ type: 'largest-contentful-paint', buffered: true }))`)) as [number, number]
    return { first, largest, map }
  } finally {
    await context.close()
  }
}
