// Takes the screenshots of the closed loop from a running demo: node tools/screens-of-loop.ts http://localhost:8080 [FOLDER [LOOK]]
// Without a folder (or with -), only those that README and guides show, into docs/screens.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { lonLatOf } from '#lib/geo/grid'
import { launchBrowser } from '#test/support/browser'
import { subscriberOf } from '../simulators/operators/subscribers.ts'

const [address = 'http://localhost:8080', into = '-', only] = process.argv.slice(2)
const given = into === '-' ? undefined : into
const folder = given ?? fileURLToPath(new URL('../docs/screens', import.meta.url))

type Look = 'phone' | 'desk' | 'dark' | 'print'
const looks: Record<Look, BrowserContextOptions> = {
  phone: { viewport: { width: 320, height: 640 } },
  desk: { viewport: { width: 1000, height: 700 } },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  print: { viewport: { width: 800, height: 600 } },
}

const tall = 1150

/** The pictures that documents show. */
const shown = [
  ...['first-minute-desk', 'receipt-phone', 'tray-desk', 'case-phone', 'patrol-phone', 'dealer-phone'],
  ...['enrol-phone', 'mine-phone', 'stop-phone', 'not-me-phone', 'checkup-phone', 'messages-phone', 'finder-phone'],
  ...['case-harm-phone', 'case-targets-phone', 'case-write-phone', 'case-feeling-phone'],
  ...['campaigns-phone', 'cases-phone', 'conflicts-phone', 'proofs-phone', 'workload-phone', 'safeguarding-phone'],
  ...['hotspots-desk', 'hotspots-dark', 'hotspots-phone', 'shift-print', 'tour-phone', 'places-desk'],
]

async function shoot(page: Page, name: string, look: Look): Promise<void> {
  const file = `${name}-${look}`
  if (given === undefined && !shown.includes(file)) return
  if (look === 'print') await page.emulateMedia({ media: 'print' })
  // In a document the top says it; for looking, the whole page.
  if (given === undefined) await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height: tall })
  await page.screenshot({ path: join(folder, `${file}.png`), fullPage: given !== undefined })
  if (look === 'print') await page.emulateMedia({ media: 'screen' }) // paper has no buttons to go on with
  console.error(`${file}.png`)
}

/** What a form says when it is sent as it came, for whoever looks at every page in every state. */
async function shootError(page: Page, name: string, look: Look): Promise<void> {
  const button = page.locator('main form[method=post] button:not([name]):visible').last()
  if (given === undefined || (await button.count()) === 0) return
  await button.click()
  await page.waitForLoadState()
  if ((await page.locator('.govuk-error-summary').count()) > 0) await shoot(page, `${name}-error`, look)
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()

/** What the owner of a case can add, ask and read. */
const casePages = [
  ['case-details', '/case/details'],
  ['case-where', '/case/details/where'],
  ['case-phone-details', '/case/details/phone'],
  ['case-targets', '/case/details/accounts'],
  ['case-who', '/case/details/who'],
  ['case-contact', '/case/details/contact'],
  ['case-contacts', '/case/details/contacts'],
  ['case-notices', '/case/notices'],
  ['case-harm', '/case/harm'],
  ['case-suspicious', '/case/suspicious'],
  ['case-proof', '/case/proof'],
  ['case-write', '/case/write'],
  ['case-feeling', '/case/feeling'],
  ['case-crime', '/case/crime'],
  ['case-wipe', '/case/wipe'],
  ['case-finders', '/case/finders'],
  ['case-ticks', '/case/ticks'],
  ['case-safe', '/case/safe'],
] as const

/** The first minute with all that follows, then the owner's case page. */
async function firstMinute(page: Page, look: Look): Promise<void> {
  await page.goto('/demo')
  await press(page, 'Block it now')
  await page.getByText('Every network has signed').waitFor()
  await press(page, 'New SIM in Algiers')
  await page.getByText('seen again in').waitFor()
  await shoot(page, 'first-minute', look)
  await page.goto('/case')
  await shoot(page, 'case', look)
  for (const [name, url] of casePages) {
    await page.goto(url)
    await shoot(page, name, look)
    if (!name.includes('safe')) await shootError(page, name, look) // its button needs no field, and hides the case
  }
  await page.goto('/demo')
  await press(page, 'Tamper with the record')
  await shoot(page, 'tamper', look)
}

/** A report from a borrowed phone, up to its receipt. The number is of Ofcom's drama range. */
async function borrowedPhone(page: Page, look: Look): Promise<void> {
  const end = String(100 + Math.floor(Math.random() * 900))
  const holder = subscriberOf(`+447700900${end}`)
  await page.goto('/report')
  await page.getByLabel('Number of the phone').fill(`07700 900${end}`)
  await page.getByLabel('Snatched from my hand').check()
  await shoot(page, 'report', look)
  await press(page, 'Block it now')
  await shoot(page, 'report-who', look)
  await page.getByLabel('Your name').fill(holder.name)
  await page.getByLabel('Or the postcode on your bill').fill(holder.postcode)
  await press(page, 'Tell my network')
  await page.waitForTimeout(4000)
  await page.reload()
  await shoot(page, 'receipt', look)
}

/** Pages that anybody opens, with nothing at hand. */
const plainPages = [
  ['start-loop', '/'],
  ['stop', '/stop'],
  ['stop-scanned', '/stop?card=H7K2-9QRM-4T3X'],
  ['mine', '/mine'],
  ['not-me', '/not-me'],
  ['found', '/found'],
  ['finder', '/f'],
  ['suspicious', '/suspicious'],
  ['enrol', '/enrol'],
  ['checkup', '/checkup'],
  ['checkup-iphone', '/checkup/iphone'],
  ['messages', '/messages'],
  ['practice', '/practice'],
  ['practice-receipt', '/practice/receipt'],
  ['good-faith', '/good-faith'],
  ['refused', '/refused'],
  ['answer', '/answer'],
  ['check', '/check'],
  ['case-open', '/case'],
  ['report-empty', '/report'],
  ['map', '/figures/map'],
  ['figures', '/figures'],
  ['patrol-figure', '/figures/patrols'],
  ['privacy', '/privacy'],
  ['accessibility', '/accessibility'],
  ['finish', '/case/finish'],
] as const

async function plain(page: Page, look: Look): Promise<void> {
  for (const [name, url] of plainPages) {
    await page.goto(url)
    await shoot(page, name, look)
    await shootError(page, name, look)
  }
}

type Work = {
  title: string
  at: string
  name: string
  why: string
  act?: (page: Page) => Promise<unknown>
  /** What else they open, as it is and sent empty. */
  also?: readonly string[]
}
/** A tray in which one phone is reported: a pretend theft of the demo. */
const scan = async (page: Page) => {
  const { case: theft } = (await (await fetch(`${address}/api/demo/thefts`, { method: 'POST' })).json()) as {
    case: string
  }
  const { imeis } = (await (await fetch(`${address}/api/demo/thefts/${theft}`)).json()) as { imeis: string[] }
  const lines = ['490154203237518 AB/1', `${imeis.join(' ')} AB/2`, '356938035643809 AB/3', '12345 AB/4']
  await page.getByLabel('Scan or paste here').fill(lines.join('\n'))
  await press(page, 'Find the owners')
}
/** The map with its first square chosen. */
const map = async (page: Page) => {
  await press(page, 'Next square')
  await page.getByText('Rank 1: near').waitFor()
  await page.waitForTimeout(2000) // it moves there
  await page.evaluate(`document.querySelector('[data-map-figure]').scrollIntoView()`)
}
const work: readonly Work[] = [
  { title: 'Response officer', at: '/staff/patrol', name: 'patrol', why: 'Act on a theft as it happens' },
  { title: 'Response officer', at: '/staff/handset', name: 'handset', why: 'Act on a theft as it happens' },
  { title: 'Exhibits officer', at: '/staff/tray', name: 'tray', why: 'Give a handset back to its owner', act: scan },
  {
    title: 'Analyst',
    at: '/staff/hotspots',
    name: 'hotspots',
    why: 'Prevent offences by patrol, visit or warning',
    act: map,
    also: [
      'hotspots/sheet',
      'patterns',
      'tasks',
      'calendar',
      'places/stations',
      'places/night',
      'places/risk',
      'dosage',
    ],
  },
  { title: 'Analyst', at: '/staff/places', name: 'places', why: 'Prevent offences by patrol, visit or warning' },
  { title: 'Detective', at: '/staff/cases', name: 'cases', why: 'Investigate an offence' },
  { title: 'Detective', at: '/staff/conflicts', name: 'conflicts', why: 'Investigate an offence' },
  { title: 'Detective', at: '/staff/proofs', name: 'proofs', why: 'Investigate an offence' },
  { title: 'Detective', at: '/staff/buyers', name: 'buyers', why: 'Investigate an offence' },
  { title: 'Detective', at: '/staff/indicators', name: 'indicators', why: 'Investigate an offence' },
  {
    title: 'Detective',
    at: '/staff/workload',
    name: 'workload',
    why: 'Investigate an offence',
    also: ['messages', 'deviations', 'described', 'seize', 'lock-screen'],
  },
  {
    title: 'Neighbourhood officer',
    at: '/staff/fences',
    name: 'fences',
    why: 'Prevent offences by patrol, visit or warning',
    also: ['shift', 'effect', 'tasks'],
  },
  { title: 'Safeguarding officer', at: '/staff/safeguarding', name: 'safeguarding', why: 'Keep a person at risk safe' },
  {
    title: 'Communications officer',
    at: '/staff/campaigns',
    name: 'campaigns',
    why: 'Prevent offences by patrol, visit or warning',
  },
  {
    title: 'Control-room operator',
    at: '/staff/report',
    name: 'staff-report',
    why: 'Act on a theft as it happens',
    also: ['alerts', 'safe-mode', 'undo'],
  },
  { title: 'Counter staff', at: '/dealer', name: 'dealer', why: 'Find out whether a handset may be bought' },
]

/** Signs in at the pretend provider, says why they look, and goes to work. */
async function staff(page: Page, look: Look, { title, at, name, why, act, also = [] }: Work): Promise<void> {
  await page.goto(`/sign-in?next=${at}`)
  await press(page, title)
  await page.waitForLoadState()
  if (page.url().includes('/sign-in/purpose')) {
    await page.getByLabel(why, { exact: true }).check()
    await press(page, 'Go on')
    await page.waitForLoadState()
  }
  if (!page.url().includes(at)) await page.goto(at)
  await act?.(page)
  await shoot(page, name, look)
  if (given === undefined) return
  for (const path of also) {
    await page.goto(`/staff/${path}`)
    await shoot(page, `staff-${path.replace('/', '-')}`, look)
    await shootError(page, `staff-${path.replace('/', '-')}`, look)
  }
}

const hourNow = () =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' }).format(new Date())

/** Four units from this hour on. */
async function planShift(page: Page): Promise<void> {
  await page.getByLabel('Where', { exact: true }).selectOption('Westminster')
  await page.getByLabel('First hour').fill(hourNow())
  await page.getByLabel('Units').fill('GX21\nGX22 car\nGX23\nGX24')
  await press(page, 'Make the plan')
  await page.getByText('4 units walk').waitFor()
}

/** Where the first stop of the first unit is: its number stands there on the map, in metres of the National Grid. */
async function firstStop(page: Page) {
  const label = page.locator('.rb-plan__label', { hasText: /^1\.1$/ })
  const at = async (axis: string) => Math.abs(Number(await label.getAttribute(axis)))
  const { lon: longitude, lat: latitude } = lonLatOf({ easting: await at('x'), northing: await at('y') })
  return { longitude, latitude, accuracy: 10 }
}

/** On duty as the first unit, and at their first stop. */
async function walkTour(page: Page): Promise<void> {
  const callSign = page.getByLabel('Your call sign')
  if ((await callSign.count()) > 0) {
    await callSign.fill('GX21')
    await press(page, 'Start my shift')
  }
  await page.goto('/staff/patrol/tour')
  const unit = page.getByRole('button', { name: /^GX21, / }).first()
  if ((await unit.count()) > 0) await unit.click()
  await press(page, 'Let this device say where I am')
  await page.getByText('Stay until').waitFor()
  await page.evaluate('scrollTo(0, 0)')
}

/** A shift on paper, and the phone of an officer who walks it. */
async function patrolShift(browser: Browser): Promise<void> {
  let stop = { longitude: -0.14, latitude: 51.515, accuracy: 10 }
  await withPage(browser, 'print', async (page) => {
    await page.setViewportSize({ width: 718, height: 1016 }) // A4 without its margins
    const why = 'Prevent offences by patrol, visit or warning'
    await staff(page, 'print', {
      title: 'Neighbourhood officer',
      at: '/staff/shift',
      name: 'shift',
      why,
      act: planShift,
    })
    stop = await firstStop(page)
  })
  await withPage(browser, 'phone', async (page) => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.context().grantPermissions(['geolocation'])
    await page.context().setGeolocation(stop)
    const why = 'Act on a theft as it happens'
    await staff(page, 'phone', { title: 'Response officer', at: '/staff/patrol', name: 'tour', why, act: walkTour })
  })
}

async function withPage(browser: Browser, look: Look, task: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ baseURL: address, ...looks[look] })
  context.setDefaultTimeout(15_000)
  try {
    await task(await context.newPage())
  } catch (error) {
    console.error(error instanceof Error ? error.message.split('\n')[0] : error)
    process.exitCode = 1
  }
  await context.close()
}

const browser = await launchBrowser()
await mkdir(folder, { recursive: true })
for (const look of (Object.keys(looks) as Look[]).filter((one) => !only || one === only)) {
  await withPage(browser, look, (page) => firstMinute(page, look))
  await withPage(browser, look, (page) => borrowedPhone(page, look))
  await withPage(browser, look, (page) => plain(page, look))
  for (const one of work) await withPage(browser, look, (page) => staff(page, look, one))
}
if (!only || only === 'shift') await patrolShift(browser)
await browser.close()
