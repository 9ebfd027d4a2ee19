import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Role, roles } from '#http'
import { findPages } from '#pages/pages'
import { axe, launchBrowser, openScreen, sendEmpty, sideways, titleOf } from '../support/browser.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openSite, wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
const { origin } = await openSite(wholeFile, { demo: true })
after(() => browser.close())

const purposeOf = (url: string) =>
  /seize|tray|described/.test(url)
    ? 'investigate-crime'
    : /looks/.test(url)
      ? 'scrutinise'
      : /patterns/.test(url)
        ? 'prevent-crime'
        : 'respond-to-theft'

const forms = (await findPages()).flatMap(({ page: { url, routes } }) => {
  const [shows, takes] = routes(() => '')
  if (!takes || url.includes(':')) return []
  const purpose = shows?.purpose ?? purposeOf(url)
  return [
    {
      url,
      purpose,
      isStaff: shows?.who !== 'anyone' || url.startsWith('/staff'),
      isUpload: takes.accepts === 'upload',
    },
  ]
})

/**
 * Nothing can be wrong with these here: they ask for nothing, lead to where a case is opened (the forms within one are
 * sent empty by `desk-pages.test.ts`), or are not there without partners.
 */
const faultless = [
  ...['/practice/receipt', '/demo', '/demo/tamper', '/report/who'],
  ...forms.map(({ url }) => url).filter((url) => url.startsWith('/case/')),
]
const address = (url: string) => (url === '/enrol/confirm' ? `${url}?ticket=v_AAAAAAAAAAAAAAAAAAAAAA` : url)

const everyRole = Object.keys(roles) as Role[]
const staff = (purpose: string) => ({
  'x-caller': JSON.stringify({ kind: 'staff', id: 's1', tenant: 'met', roles: everyRole, purpose }),
})

test('every form sent empty says what is wrong, first and at its field, and WCAG 2.2 AA finds nothing; in dark at 320 px', async (t) => {
  const look = { viewport: { width: 320, height: 640 }, colorScheme: 'dark' } as const
  const { page, context, faults } = await openScreen(t, browser, origin, look)
  const silent: string[] = []
  for (const { url, purpose, isStaff, isUpload } of forms) {
    await context.setExtraHTTPHeaders(isStaff ? staff(purpose) : {})
    await page.goto('/accessibility')
    await sendEmpty(page, address(url), isUpload)
    if (!(await page.locator('.govuk-error-summary').isVisible())) {
      silent.push(url)
      continue
    }
    assert.match(await titleOf(page), /^Error: /, url)
    assert.deepEqual(await axe(page), [], url)
    assert.equal(await sideways(page), 0, url)
  }
  assert.deepEqual(silent.sort(), faultless.toSorted())
  assert.ok(forms.length - silent.length > 12)
  assert.deepEqual(faults, [])
})

for (const [url, purpose] of [
  ['/staff/report', 'respond-to-theft'],
  ['/case/finish', undefined],
] as const) {
  test(`${url}: WCAG 2.2 AA finds nothing, and the keyboard alone does it`, async (t) => {
    const { page, context, faults } = await openScreen(t, browser, origin, { viewport: { width: 320, height: 640 } })
    if (purpose) await context.setExtraHTTPHeaders(staff(purpose))
    await page.goto(url)
    assert.equal(await page.locator('form').count(), 1)
    assert.deepEqual(await axe(page), [])
    assert.deepEqual(await keyboardOnly(page), [])
    await page.getByRole('button').last().focus()
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
    assert.equal(await page.locator('.govuk-error-summary').count(), purpose ? 1 : 0)
    assert.deepEqual([...(await axe(page)), ...faults], [], 'after it was pressed')
  })
}
