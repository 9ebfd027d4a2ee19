import type { TestContext } from 'node:test'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import type { Purpose, Role } from '#http'
import { openScreen, type Screen } from './browser.ts'
import type { Loop } from './loop.ts'

/** A window in which a member of staff has signed in and said why they look. */
export async function openStaffScreen(
  t: TestContext,
  browser: Browser,
  loop: Loop,
  [organisation, role, purpose]: readonly [string, Role, Purpose],
  options: BrowserContextOptions = {},
): Promise<Screen> {
  const screen = await openScreen(t, browser, new URL(loop.config.publicUrl).origin, options)
  const { cookie } = await loop.staff(organisation, role, purpose)
  const [name = '', value = ''] = cookie.split('=')
  await screen.context.addCookies([{ name, value, url: loop.config.publicUrl }])
  return screen
}
