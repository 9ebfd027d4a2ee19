// Takes the screenshots in docs/screens, from pages served here with pretend rows: node tools/screens.ts
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { asStaff } from '#http/testing'
import type { ImeiKey } from '#lib/imei/imei'
import type { ImeiStatus } from '#modules/register/public'
import { launchBrowser } from '#test/support/browser'
import { openSite } from '#test/support/site'

type Shot = {
  name: string
  url: string
  options: BrowserContextOptions
  media?: 'print'
  act?: (page: Page) => Promise<unknown>
}

const folder = fileURLToPath(new URL('../docs/screens', import.meta.url))
const phone = { viewport: { width: 320, height: 640 } }
const desk = { viewport: { width: 800, height: 600 } }
const staff = { extraHTTPHeaders: asStaff('response-officer') }
const stolen = '490154203237518'

const check = (imei: string) => async (page: Page) => {
  await page.fill('#imei', imei)
  await page.click('form .govuk-button')
  await page.waitForLoadState()
}

const shots: Shot[] = [
  { name: 'start', url: '/', options: desk },
  { name: 'check-stolen-phone', url: '/check', options: phone, act: check(stolen) },
  { name: 'check-stolen-dark', url: '/check', options: { ...desk, colorScheme: 'dark' }, act: check(stolen) },
  { name: 'check-error', url: '/check', options: desk, act: check('4901') },
  { name: 'check-clear-print', url: '/check', options: desk, act: check('356938035643809'), media: 'print' },
  { name: 'figure', url: '/figures/thefts-reported', options: desk },
  { name: 'staff', url: '/staff', options: { ...desk, ...staff } },
  { name: 'parts', url: '/kit', options: desk },
  { name: 'parts-dark', url: '/kit', options: { ...desk, colorScheme: 'dark' } },
]

const ends: (() => unknown)[] = []
const { origin, db } = await openSite({ after: (end) => ends.push(end as () => unknown) }, { demo: true })
const key = stolen.slice(0, 14) as ImeiKey
const tables = db.owner.kysely.withTables<ImeiStatus>()
await tables.insertInto('imei_status').values({ imei_key: key, status: 'stolen', case_id: null }).execute()
await db.owner.pool.query(`insert into theft_report_count
  select gen_random_uuid(), 'met', to_char(now() at time zone 'utc' - make_interval(months => m), 'YYYY-MM')
  from generate_series(1, 12) m, generate_series(1, case m when 7 then 3 else 40 + m * 37 % 61 end)`)
const browser = await launchBrowser()
await mkdir(folder, { recursive: true })
for (const { name, url, options, act, media } of shots) {
  const context = await browser.newContext({ baseURL: origin, ...options })
  const page = await context.newPage()
  await page.goto(url)
  await act?.(page)
  if (media) await page.emulateMedia({ media })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
  console.error(`docs/screens/${name}.png`)
  await context.close()
}
await browser.close()
for (const end of ends.reverse()) await end()
