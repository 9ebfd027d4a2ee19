import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

type Stop = { name: string; shown: boolean; covered: boolean }

const inPage = await readFile(join(import.meta.dirname, 'keyboard-in-page.js'), 'utf8')

/** The browser gives an error summary its focus (`autofocus`) when it first draws the page, which may be after its load. */
const drawn = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'

/**
 * Walks the page by Tab alone. Gives what is wrong, one line each: a thing that cannot be reached, a focus that cannot
 * be seen or is covered, a trap. A group of radios is one stop.
 */
export async function keyboardOnly(page: Page): Promise<string[]> {
  await page.waitForLoadState()
  await page.evaluate(drawn)
  await page.evaluate(inPage)
  const wanted = (await page.evaluate('ringbackKeyboard.mark()')) as string[]
  const { reached, ended } = await walk(page, wanted.length * 2 + 5)
  const faults = wanted.filter((name) => !reached.has(name)).map((name) => `Tab never reaches ${name}`)
  for (const { name, shown, covered } of reached.values()) {
    if (!shown) faults.push(`Focus cannot be seen on ${name}`)
    if (covered) faults.push(`Focus is covered on ${name}`)
  }
  return ended ? faults : [...faults, 'Tab never leaves the page: a trap']
}

/** Presses Tab until the focus has left the page again, at most `most` times. */
async function walk(page: Page, most: number): Promise<{ reached: Map<string, Stop>; ended: boolean }> {
  const reached = new Map<string, Stop>()
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab')
    const stop = (await page.evaluate('ringbackKeyboard.look()')) as Stop | null
    if (stop) reached.set(stop.name, stop)
    else if (reached.size > 0) return { reached, ended: true }
  }
  return { reached, ended: false }
}
