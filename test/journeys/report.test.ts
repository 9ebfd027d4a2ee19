import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { readLine } from '#lib/line'
import { subscriberOf } from '../../simulators/operators/subscribers.ts'
import operators from '../../simulators/operators.ts'
import { axe, launchBrowser, openScreen, sideways, titleOf } from '../support/browser.ts'
import { keyboardOnly } from '../support/keyboard.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'

const loop = await openLoop(wholeFile, { simulators: [operators] })
const origin = loop.config.publicUrl
const browser = await launchBrowser()
after(() => browser.close())

const borrowed = { viewport: { width: 320, height: 640 }, javaScriptEnabled: false }
const withScript = { viewport: borrowed.viewport }
const press = (page: Page, name: string) =>
  Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).click()])
const heading = (page: Page) => page.locator('h1').textContent()

/** As a shaking person does it: number, what happened, press. */
async function reportIt(page: Page, last: string, { place = '' } = {}): Promise<void> {
  await page.goto('/report')
  await page.fill('#line', `07700 900${last}`)
  await page.getByLabel('Snatched from my hand').check()
  if (place) await page.fill('#place', place)
  await press(page, 'Block it now')
}

const holderOf = (last: string) => subscriberOf(readLine(`07700 900${last}`) ?? '')

async function sayWho(page: Page, last: string): Promise<void> {
  const { name, postcode } = holderOf(last)
  await page.fill('#name', name)
  await page.fill('#postcode', postcode)
  await press(page, 'Tell my network')
}

/** Waits for the answers as the page itself does: by loading again. */
async function reloadUntil(page: Page, says: RegExp): Promise<string> {
  return loop.until(`the receipt says ${says}`, async () => {
    await page.goto('/report/receipt')
    const text = ((await page.textContent('main')) ?? '').replaceAll(/\s+/g, ' ')
    return says.test(text) && text
  })
}

test('B56 B72 A19: on a borrowed phone, without JavaScript, three pages and under 30 KB stop a phone at every network', async (t) => {
  const { page, context, faults } = await openScreen(t, browser, origin, borrowed)
  const cdp = await context.newCDPSession(page)
  let bytes = 0
  const pages: string[] = []
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  cdp.on('Page.frameNavigated', ({ frame }) => void pages.push(frame.url))
  await cdp.send('Network.enable')
  await cdp.send('Page.enable')
  await reportIt(page, '123')
  assert.equal(await heading(page), 'Who are you?')
  await sayWho(page, '123')
  assert.equal((await heading(page))?.trim(), 'We have your report')
  const until = bytes
  t.diagnostic(`${pages.length} pages, ${until} bytes until the receipt`)
  assert.ok(pages.length <= 4, pages.join(' '))
  assert.ok(until > 0 && until <= 30 * 1024, `${until} bytes`)
  // Fourteen networks, each with its time: who answered in the same second stands before one.
  const time = / \d\d:\d\d:\d\d, (?:under )?[\d.]+ s/.source
  const next = `(?:${time};|,)`
  const text = await reloadUntil(
    page,
    new RegExp(
      `every network Confirmed 1pMobile \\(pretend\\)${next}(?: [^;,]+ \\(pretend\\)${next}){12} VOXI \\(pretend\\)${time}`,
    ),
  )
  assert.match(text, /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/)
  assert.match(text, /Your network says it is you/)
  assert.equal(await sideways(page), 0)
  assert.doesNotMatch(pages.join(' '), /900123|7700|Holder/)
  assert.deepEqual(faults, [])
})

test('no page before the receipt asks for the IMEI, and danger comes first', async (t) => {
  const { page } = await openScreen(t, browser, origin, borrowed)
  await page.goto('/report')
  const first = (await page.textContent('main')) ?? ''
  assert.ok(first.indexOf('999') < first.indexOf('Number of the phone'))
  await reportIt(page, '134')
  assert.doesNotMatch(first + ((await page.textContent('body')) ?? ''), /IMEI/i)
})

test('skipping who you are still gives code and word, and says truthfully that calls are not stopped', async (t) => {
  const { page } = await openScreen(t, browser, origin, borrowed)
  await reportIt(page, '145')
  await press(page, 'Skip this')
  const text = (await page.textContent('main')) ?? ''
  assert.match(text, /Your code\s*[0-9A-Z]{4}-.*lasts one hour\. It stops no calls yet/s)
  assert.doesNotMatch(text, /Block the phone on every network/)
})

test('a wrong postcode is told without saying which field was wrong, and can be tried again', async (t) => {
  const { page } = await openScreen(t, browser, origin, borrowed)
  await reportIt(page, '156')
  await page.fill('#name', 'Holder 156')
  await page.fill('#postcode', 'ZE1 0AA')
  await press(page, 'Tell my network')
  const text = await reloadUntil(page, /could not tell that it is you/)
  assert.doesNotMatch(text, /(postcode|name|birth) (is|was) wrong/i)
  await page.goto('/report/who')
  await sayWho(page, '156')
  await reloadUntil(page, /Your network says it is you/)
})

test('without cookies the case travels sealed in the form, and the receipt is the answer', async (t) => {
  const { page, context } = await openScreen(t, browser, origin, borrowed)
  await reportIt(page, '167')
  await context.clearCookies()
  await sayWho(page, '167')
  assert.equal((await heading(page))?.trim(), 'We have your report')
  assert.match((await page.textContent('main')) ?? '', /Your code\s*[0-9A-Z]{4}-/)
  assert.doesNotMatch(page.url(), /[0-9A-Z]{4}-[0-9A-Z]{4}/)
})

test('who says a number that was reported before sees nothing of that case until the network says it is them', async (t) => {
  const owner = await openScreen(t, browser, origin, borrowed)
  await reportIt(owner.page, '178')
  await press(owner.page, 'Skip this')
  const stranger = await openScreen(t, browser, origin, borrowed)
  await reportIt(stranger.page, '178')
  await press(stranger.page, 'Skip this')
  const seen = (await stranger.page.textContent('main')) ?? ''
  assert.match(seen, /We have your report/)
  assert.doesNotMatch(seen, /reported before|Confirmed|Sent/)
  await stranger.page.goto('/report/who')
  await sayWho(stranger.page, '178')
  await reloadUntil(stranger.page, /Your code.*see your case.*Your network says it is you/)
})

test('the phone is handed back: the cookie is gone, the browser is told to forget, and the receipt is closed', async (t) => {
  const { page, context } = await openScreen(t, browser, origin, borrowed)
  await reportIt(page, '189')
  await press(page, 'Skip this')
  const reply = page.waitForResponse((response) => response.request().method() === 'POST')
  await press(page, 'Hand the phone back safely')
  const headers = await (await reply).allHeaders()
  assert.match(headers['clear-site-data'] ?? '', /"cookies"/)
  assert.equal(headers['cache-control'], 'no-store')
  assert.deepEqual(await context.cookies(), [])
  await page.goto('/report/receipt')
  assert.equal(await heading(page), 'Report a stolen or lost phone')
})

for (const [how, last] of [
  ['it is handed back with cookies', '140'],
  ['it is handed back without cookies', '141'],
  ['the page is left without cookies', '142'],
] as const)
  test(`USERS 4, stalking: after ${how}, and without JavaScript, what Back would send again opens nothing`, async (t) => {
    const { page, context } = await openScreen(t, browser, origin, borrowed)
    const forget = async () => how.endsWith('with cookies') || (await context.clearCookies())
    await reportIt(page, last)
    await forget()
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === 'POST'),
      press(page, 'Skip this'),
    ])
    const [, code = ''] = /Your code\s*([0-9A-Z-]{14})/.exec((await page.textContent('main')) ?? '') ?? []
    assert.match(code, /-/)
    await forget()
    if (how.startsWith('it')) {
      await press(page, 'Hand the phone back safely')
      assert.equal((await heading(page))?.trim(), 'You can hand the phone back')
    } else {
      const href = (await page.locator('[data-exit]').getAttribute('href')) ?? ''
      assert.equal((await fetch(new URL(href, origin), { redirect: 'manual' })).status, 303)
      await page.goto('/')
    }
    // As Back does it in most browsers: the form is sent again.
    await page.goBack().catch(() => undefined)
    await page.reload().catch(() => undefined)
    const shown = await loop.until('the window shows something', () =>
      page.content().then(
        (html) => html,
        () => false as const,
      ),
    )
    assert.ok(!shown.includes(code))
    assert.deepEqual(await context.cookies(), [])
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const again = await fetch(sent.url(), { method: 'POST', headers: type, body: sent.postData() })
    const words = await again.text()
    assert.match(words, /Start with the phone’s number/)
    assert.ok(!words.includes(code))
    assert.equal(again.headers.get('set-cookie'), null)
  })

test('what cannot be read is said at the field, nothing that was typed is lost, axe finds nothing', async (t) => {
  const { page, faults } = await openScreen(t, browser, origin, withScript)
  await page.goto('/report')
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(await keyboardOnly(page), [])
  await page.fill('#line', '0770')
  await page.fill('#place', 'Oxford Circus')
  await press(page, 'Block it now')
  assert.match(await titleOf(page), /^Error: /)
  assert.deepEqual([await page.inputValue('#line'), await page.inputValue('#place')], ['0770', 'Oxford Circus'])
  assert.match((await page.textContent('.govuk-error-summary')) ?? '', /07700 900123.*Choose what happened/s)
  await page.locator('.govuk-error-summary:focus').waitFor()
  assert.deepEqual(await axe(page), [])
  assert.equal(await sideways(page), 0)
  await reportIt(page, '101')
  assert.deepEqual(await axe(page), [])
  assert.deepEqual(await keyboardOnly(page), [])
  await page.fill('#born', 'yesterday')
  await press(page, 'Tell my network')
  assert.match(await titleOf(page), /^Error: /)
  assert.equal(await page.inputValue('#born'), 'yesterday')
  assert.deepEqual(await axe(page), [])
  await page.fill('#born', '')
  await sayWho(page, '101')
  await reloadUntil(page, /Block the phone on every network Confirmed/)
  // While an answer is still to come the page loads again by itself, for two minutes and with a way to stop it.
  const finds = await axe(page)
  assert.deepEqual(
    finds.filter((one) => !one.startsWith('meta-refresh')),
    [],
  )
  assert.deepEqual(await keyboardOnly(page), [])
  assert.deepEqual(faults, [])
})

test('keyboard only: from the first field to the receipt', async (t) => {
  const { page } = await openScreen(t, browser, origin, borrowed)
  await page.goto('/report')
  await page.locator('#line').focus()
  await page.keyboard.type('07700 900112')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  await page.locator('#name').focus()
  await page.keyboard.type(holderOf('112').name)
  await page.keyboard.press('Tab')
  await page.keyboard.type(holderOf('112').born)
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  await reloadUntil(page, /Your network says it is you/)
})

test('stored script: what a reporter types is text wherever it is shown', async (t) => {
  const { page, faults } = await openScreen(t, browser, origin, withScript)
  const script = `"><script>document.title='taken'</script><img src=x onerror=alert(1)>`
  await page.goto('/report')
  await page.fill('#line', script)
  await page.fill('#place', script)
  await press(page, 'Block it now')
  assert.equal(await page.inputValue('#place'), script)
  await reportIt(page, '190', { place: script })
  await page.fill('#name', script)
  await page.fill('#born', '1 1 1990')
  await press(page, 'Tell my network')
  await reloadUntil(page, /could not tell/)
  assert.equal(await page.locator('main script, main img').count(), 0)
  assert.doesNotMatch(await titleOf(page), /taken/)
  assert.deepEqual(faults, [])
})

test('in danger: 999 stands on top of every page until the receipt, every page can be left at once, axe finds nothing', async (t) => {
  const { page, faults } = await openScreen(t, browser, origin, withScript)
  await page.goto('/report')
  await page.getByLabel('No, I am in danger or hurt').check()
  await page.fill('#line', '07700 900135')
  await page.getByLabel('Taken by force or a threat').check()
  await press(page, 'Block it now')
  for (const title of ['Who are you?', 'We have your report']) {
    assert.equal((await heading(page))?.trim(), title)
    const words = (await page.textContent('main')) ?? ''
    assert.ok(words.indexOf('Call 999 now') >= 0 && words.indexOf('Call 999 now') < words.indexOf(title), title)
    assert.equal(await page.locator('a[href="tel:999"]').count(), 1)
    assert.match((await page.locator('[data-exit]').getAttribute('href')) ?? '', /^\/case\/leave(\?visit=[\w-]{12})?$/)
    assert.deepEqual(
      (await axe(page)).filter((one) => !one.startsWith('meta-refresh')),
      [],
    )
    assert.equal(await sideways(page), 0)
    if (title === 'Who are you?') await press(page, 'Skip this')
  }
  assert.deepEqual(faults, [])
})
