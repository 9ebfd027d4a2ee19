import type { Page } from 'playwright-core'

/** Gives the page a picture, waits for its answer, and gives the numbers that it offers. */
export async function offeredFor(page: Page, picture: Buffer): Promise<string[]> {
  const block = page.locator('[data-read-imei]')
  await block.locator('input[type=file]').setInputFiles({ name: 'box.png', mimeType: 'image/png', buffer: picture })
  await block.locator('[role=status]', { hasText: /Press the number|could not read/ }).waitFor({ timeout: 120_000 })
  return block.locator('[data-imei]').evaluateAll((all) => all.map((one) => one.getAttribute('data-imei') ?? ''))
}
