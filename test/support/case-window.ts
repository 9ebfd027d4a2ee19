import type { Page } from 'playwright-core'
import { readLine } from '#lib/line'
import { subscriberOf } from '../../simulators/operators/subscribers.ts'
import { axe, sideways } from './browser.ts'
import { keyboardOnly } from './keyboard.ts'

const press = (page: Page, name: string) =>
  Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).click()])

export const holderOf = (line: string) => subscriberOf(readLine(line) ?? '')

type Given = { readonly safe?: boolean; readonly place?: string }

/** Reports in this window as its owner would, says who they are, and writes down code and word from the receipt. */
export async function reportInWindow(page: Page, line: string, { safe = false, place = '' }: Given = {}) {
  await page.goto('/report')
  await page.fill('#line', line)
  await page.getByLabel('Snatched from my hand').check()
  await page.fill('#place', place)
  if (safe) await page.getByLabel('Somebody close to me').check()
  await press(page, 'Block it now')
  const { name, postcode } = holderOf(line)
  await page.fill('#name', name)
  await page.fill('#postcode', postcode)
  await press(page, 'Tell my network')
  const panel = await page.locator('.govuk-panel strong').allTextContents()
  const [code = '', word = ''] = panel
  await untilItOpens(page)
  return { code, word }
}

/** The case opens with the network's yes: a moment later, where a network is there that answers. */
async function untilItOpens(page: Page): Promise<void> {
  for (const end = performance.now() + 10_000; performance.now() < end; await page.goto('/report/receipt'))
    if ((await page.getByRole('link', { name: 'see your case' }).count()) > 0) return
}

/** Opens the case in another window: code and word, nothing else. */
export async function openWithCode(page: Page, { code, word }: { code: string; word: string }): Promise<void> {
  await page.goto('/case')
  await page.fill('#code', code)
  await page.fill('#word', word)
  await press(page, 'Open my case')
}

/** What is wrong with the page that is open: WCAG 2.2 AA, wider than the window, or not for the keyboard. */
export async function faultsOf(page: Page): Promise<string[]> {
  const wide = await sideways(page)
  return [...(await axe(page)), ...(wide ? [`${wide} pixels too wide`] : []), ...(await keyboardOnly(page))]
}
