import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, type TestContext, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { caseCodeOf, showCaseCode } from '#lib/case-code'
import { startBanks } from '../../simulators/banks.ts'
import startNotify from '../../simulators/notify.ts'
import { startOperators } from '../../simulators/operators.ts'
import { launchBrowser, openScreen, titleOf } from '../support/browser.ts'
import { keptSimulators } from '../support/case-desk.ts'
import { faultsOf, holderOf, openWithCode, reportInWindow } from '../support/case-window.ts'
import { openLoop } from '../support/loop.ts'
import { wholeFile } from '../support/site.ts'

const browser = await launchBrowser()
after(() => browser.close())
const { simulators, tell } = keptSimulators(
  startOperators('demo-ee', 'demo-three'),
  startBanks('demo-monzo', 'demo-hsbc'),
  startNotify,
)
const loop = await openLoop(wholeFile, { simulators })
const origin = loop.config.publicUrl

const phone = { viewport: { width: 320, height: 640 } }
const dark = { ...phone, colorScheme: 'dark' } as const
const screen = (t: TestContext, options: BrowserContextOptions = {}) => openScreen(t, browser, origin, options)
const heading = async (page: Page) => (await page.locator('h1').textContent())?.trim()
const main = async (page: Page) => String(await page.textContent('main')).replaceAll(/\s+/g, ' ')
const press = (page: Page, name: string) =>
  Promise.all([page.waitForNavigation(), page.getByRole('button', { name }).click()])

/** Loads the case again until it says this, as whoever has no JavaScript would. */
const reloadUntil = (page: Page, says: RegExp) =>
  loop.until(`the case says ${says}`, async () => {
    await page.goto('/case')
    const text = await main(page)
    return says.test(text) && text
  })

test('B57 without JavaScript at 320 px: reported here, seen here; elsewhere code and word open it, and a plain reload keeps it', async (t) => {
  const own = await screen(t, { ...phone, javaScriptEnabled: false })
  const victim = await reportInWindow(own.page, '07700 900101')
  await own.page.getByRole('link', { name: 'see your case' }).click()
  assert.equal(await heading(own.page), 'Your case')
  await reloadUntil(own.page, /Your phone cannot be used on EE \(pretend\) or Three \(pretend\)/)

  const other = await screen(t, { ...phone, javaScriptEnabled: false })
  await other.page.goto('/case')
  await other.page.locator('#code').focus()
  await other.page.keyboard.type(victim.code)
  await other.page.keyboard.press('Tab')
  await other.page.keyboard.type(victim.word)
  await Promise.all([other.page.waitForNavigation(), other.page.keyboard.press('Enter')])
  assert.equal(await heading(other.page), 'Your case')
  await other.page.reload()
  assert.match(await main(other.page), /Your phone cannot be used on EE/)
  assert.doesNotMatch(await other.page.content(), /900101|900\s101/)
  assert.deepEqual([...own.faults, ...other.faults], [])
})

test('the case page passes WCAG 2.2 AA on a phone, light and dark, and works by keyboard', async (t) => {
  const first = await screen(t, phone)
  const victim = await reportInWindow(first.page, '07700 900102')
  await reloadUntil(first.page, /cannot be used on EE/)
  const second = await screen(t, dark)
  await openWithCode(second.page, victim)
  for (const { page, faults } of [first, second]) {
    assert.equal(await heading(page), 'Your case')
    assert.deepEqual(await faultsOf(page), [])
    await page.getByRole('link', { name: 'Write to us' }).click()
    await press(page, 'Send it')
    assert.match(String(await page.locator('#words-error').textContent()), /Write what you want to ask or tell us/)
    assert.deepEqual(await faultsOf(page), [])
    await page.fill('#words', 'Is there any news?')
    await press(page, 'Send it')
    assert.match(await main(page), /A person answers by/)
    assert.deepEqual(await faultsOf(page), [])
    assert.deepEqual(faults, [])
  }
  await first.page.goto('/case')
  await Promise.all([first.page.waitForNavigation(), first.page.getByRole('link', { name: 'Cymraeg' }).click()])
  assert.equal(await heading(first.page), 'Eich achos')
  assert.match(await main(first.page), /Your phone cannot be used on EE \(pretend\) or Three \(pretend\)/)
  assert.deepEqual([...(await faultsOf(first.page)), ...first.faults], [])
})

test('WCAG 2.2.1: what somebody typed while their case closed is sent once it is open again; after they leave, that form opens nothing', async (t) => {
  const { page, context, faults } = await screen(t, phone)
  const victim = await reportInWindow(page, '07700 900119')
  await page.goto('/case/write')
  const words = 'It has a “red” case <b>& a crack</b>'
  await page.fill('#words', words)
  await context.clearCookies()
  await press(page, 'Send it')
  assert.equal(await heading(page), 'Open your case')
  assert.match(await main(page), /half an hour went by\. What you typed is not lost/)
  assert.deepEqual(await faultsOf(page), [])
  const open = async (word: string) => {
    await page.fill('#code', victim.code)
    await page.fill('#word', word)
    await press(page, 'Open my case')
  }
  await open('wrong')
  assert.match(await titleOf(page), /^Error: /)
  const [opened] = await Promise.all([page.waitForRequest((request) => request.method() === 'POST'), open(victim.word)])
  assert.equal(await heading(page), 'Your case is open')
  assert.deepEqual(await faultsOf(page), [])
  await press(page, 'Send what I typed')
  assert.match(await main(page), /We have what you wrote/)
  const { rows } = await loop.db.owner.pool.query(
    `select count(*)::int as sent from event where type = 'victims.victim-wrote' and data->>'access' = (
       select data->>'access' from event where type = 'victims.access-given' order by id desc limit 1)`,
  )
  assert.equal(rows[0].sent, 1)
  await page.goto('/case/finish')
  await press(page, 'Clear my report from this phone')
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const again = await fetch(opened.url(), {
    method: 'POST',
    headers: type,
    body: opened.postData(),
    redirect: 'manual',
  })
  assert.deepEqual([again.status, again.headers.get('set-cookie')], [303, null])
  assert.deepEqual(faults, [])
})

test('a mistyped address is seen by its first letter and stopped; in safe mode no letter is shown, and what remains is asked for', async (t) => {
  const { page, faults } = await screen(t, phone)
  await reportInWindow(page, '07700 900118')
  const give = async (contact: string) => {
    await page.goto('/case/details/contact')
    await page.fill('#contact', contact)
    await page.getByLabel('Only I read them').check()
    await press(page, 'Save and go back')
  }
  for (const at of ['zoe', 'yan', 'xia', 'wim', 'vic']) await give(`${at}@example.org`)
  await give('una@example.org')
  assert.match(await main(page), /We write to five addresses, and to no more/)
  await page.getByRole('link', { name: 'See where we write now' }).click()
  assert.match(await main(page), /E-mail beginning with z, given today/)
  assert.doesNotMatch(await page.content(), /zoe|example\.org/)
  assert.deepEqual(await faultsOf(page), [])
  await press(page, 'Stop writing there: E-mail beginning with z')
  assert.doesNotMatch(await main(page), /beginning with z/)
  await give('una@example.org')
  assert.equal(await heading(page), 'Tell us more')

  await page.goto('/case/safe')
  await press(page, 'Hide this from now on')
  assert.equal(await heading(page), 'Where we write now')
  const words = await main(page)
  assert.deepEqual([words.split('Stop writing there').length - 1, /beginning/.test(words)], [5, false])
  assert.deepEqual(await faultsOf(page), [])
  const first = page.getByRole('button', { name: 'Stop writing there' }).first()
  await Promise.all([page.waitForNavigation(), first.click()])
  assert.equal((await main(page)).split('Stop writing there').length - 1, 4)
  assert.deepEqual(faults, [])
})

test('what is wrong is said first and at the field; a wrong word says no more than a wrong code', async (t) => {
  const { page, faults } = await screen(t, dark)
  const victim = await reportInWindow(page, '07700 900103')
  await page.context().clearCookies()
  const tried = async (code: string, word: string) => {
    await openWithCode(page, { code, word })
    assert.match(await titleOf(page), /^Error: /)
    assert.deepEqual(await faultsOf(page), [])
    return String(await page.locator('#code-error').textContent())
  }
  assert.match(await tried('H7K2', 'apple'), /Check your code\. It has 12 letters and numbers/)
  assert.equal(await page.inputValue('#code'), 'H7K2')
  const wrongWord = await tried(victim.code, 'wrong')
  assert.match(wrongWord, /do not open a case/)
  assert.equal(await tried(showCaseCode(caseCodeOf(randomBytes(12))), victim.word), wrongWord)
  assert.deepEqual(faults, [])
})

test('B51 with JavaScript a network’s answer and a sighting come onto the open page by themselves', async (t) => {
  await tell('demo-three', '/_faults', { outage: true })
  const { page, faults } = await screen(t)
  const line = '07700 900104'
  await reportInWindow(page, line)
  await reloadUntil(page, /cannot be used on EE \(pretend\)/)
  await page.evaluate('window.sameVisit = true')
  const three = page.locator('[data-part=groups] tr', { hasText: 'Three (pretend): Stop the phone' })
  assert.doesNotMatch(String(await three.textContent()), /Confirmed/)

  await tell('demo-three', '/_faults', {})
  await three.getByText('Confirmed').waitFor()
  await page.locator('[data-part=stands]', { hasText: 'EE (pretend) or Three (pretend)' }).waitFor()
  assert.doesNotMatch(String(await page.locator('[data-part=timeline]').textContent()), /was seen/)

  const [imei = ''] = holderOf(line).imeis
  const abroad = { imei, supi: 'imsi-60301000000001', country: 'DZ' }
  await tell('demo-ee', '/_attach', abroad)
  await page.locator('[data-part=timeline]', { hasText: 'Your phone was seen in Algeria' }).waitFor()
  assert.equal(await page.evaluate('window.sameVisit'), true, 'nothing was loaded again')
  assert.deepEqual(await faultsOf(page), [])
  assert.deepEqual(faults, [])
})

test('B43: an ended case says why and until when to object, on a phone in the dark, and passes WCAG 2.2 AA', async (t) => {
  const { page, faults } = await screen(t, dark)
  await reportInWindow(page, '07700 900111')
  await reloadUntil(page, /cannot be used on EE/)
  const taken = await tell('demo-ee', '/_withdraw', { line: '+447700900111', why: 'found' })
  assert.equal(taken.status, 201)
  // The page that lies open is the page of an ended case by itself, all of it.
  await page.locator('[data-shape="ended challenge"]').waitFor()
  await page.waitForLoadState()
  const text = await main(page)
  assert.match(text, /This case has ended/)
  assert.match(text, /You have your phone back.*If you think this is wrong, ask us to look again until \d+ \w+ \d{4}/)
  assert.doesNotMatch(text, /Only you can do these|What a thief could get into|Tell us more/)
  assert.deepEqual(await faultsOf(page), [])

  await page.getByRole('link', { name: 'ask us to look again' }).click()
  await press(page, 'Ask us to look again')
  assert.match(String(await page.locator('#words-error').textContent()), /Say why we should look again/)
  assert.deepEqual(await faultsOf(page), [])
  await page.fill('#words', 'I do not have it back')
  await press(page, 'Ask us to look again')
  assert.match(await main(page), /Somebody else than before looks at your case, and answers by \d+ \w+ \d{4}/)
  assert.doesNotMatch(await page.content(), /do not have it back/)
  assert.deepEqual(await faultsOf(page), [])
  assert.deepEqual(faults, [])
})

test('the rest of the report is left, taken up again elsewhere and finished; the page shows none of the words again', async (t) => {
  const first = await screen(t, { ...phone, javaScriptEnabled: false })
  const victim = await reportInWindow(first.page, '07700 900105')
  await reloadUntil(first.page, /cannot be used on EE/)
  await first.page.getByRole('link', { name: 'Tell us more' }).click()
  await first.page.getByRole('link', { name: 'Where and when it was' }).click()
  await first.page.fill('#place', 'Zzqx Road')
  await press(first.page, 'Save')
  const done = async (page: Page) => {
    const rows = await page.locator('tr', { hasText: 'Done' }).locator('th').allTextContents()
    return rows.map((row) => row.trim())
  }
  assert.deepEqual(await done(first.page), ['Where and when it was'])
  await first.context.close()

  const { page, faults } = await screen(t, phone)
  await openWithCode(page, victim)
  await page.getByRole('link', { name: 'Tell us more' }).click()
  assert.deepEqual(await done(page), ['Where and when it was'])
  await page.getByRole('link', { name: 'Your banks' }).click()
  await page.getByLabel('Monzo (pretend)').check()
  await page.fill('#had', 'Zzqx pictures')
  await press(page, 'Save')
  await page.getByRole('link', { name: 'Who took it' }).click()
  await page.fill('#who', 'Zzqx bike')
  await press(page, 'Save')
  await page.getByRole('link', { name: 'Where we can write to you' }).click()
  await page.fill('#contact', 'zzqx@example.org')
  await page.getByLabel('Only I read them').check()
  await press(page, 'Save')
  assert.equal((await done(page)).length, 4)
  assert.doesNotMatch(await page.content(), /zzqx/i)
  const text = await reloadUntil(page, /Monzo \(pretend\): Trust that phone no more Confirmed/)
  assert.match(text, /You gave us an e-mail address to write to.*You named 1 bank\./)
  await reloadUntil(page, /We sent you an e-mail/)
  assert.doesNotMatch(await page.content(), /zzqx/i)
  assert.deepEqual(faults, [])
})

test('each page of the rest passes WCAG 2.2 AA on a phone and works by keyboard, as it is and with an error', async (t) => {
  const light = await screen(t, phone)
  const victim = await reportInWindow(light.page, '07700 900106')
  const night = await screen(t, dark)
  await openWithCode(night.page, victim)
  for (const { page, faults } of [light, night]) {
    await page.goto('/case/details')
    assert.equal(await heading(page), 'Tell us more')
    assert.deepEqual(await faultsOf(page), [])
    for (const [url, title] of [
      ['/case/details/where', 'Where and when it was'],
      ['/case/details/phone', 'Your banks, and what was on the phone'],
      ['/case/details/who', 'Who took it'],
      ['/case/details/contact', 'Where we can write to you'],
      ['/case/details/accounts', 'E-mail, crypto and digital ID'],
      ['/case/harm', 'What has happened since'],
      ['/case/suspicious', 'A message that looks wrong'],
      ['/case/feeling', 'How are you now?'],
    ] as const) {
      await page.goto(url)
      assert.equal(await heading(page), title)
      assert.deepEqual(await faultsOf(page), [], url)
      await press(page, 'Save')
      assert.match(await titleOf(page), /^Error: /, url)
      await page.locator('.govuk-error-summary:focus').waitFor()
      assert.deepEqual(await faultsOf(page), [], `${url} with an error`)
    }
    assert.deepEqual(faults, [])
  }
  for (const url of ['/case/ticks', '/case/wipe', '/case/suspicious?told=yes']) {
    await night.page.goto(url)
    assert.deepEqual(await faultsOf(night.page), [], url)
  }
  await night.page.goto('/case/harm')
  await night.page.locator('input[value=extortion]').check()
  await press(night.page, 'Save')
  assert.match(await main(night.page), /Do not answer\. Do not pay/)
  assert.doesNotMatch(night.page.url(), /extortion/, 'the history of a shared phone does not say what it was')
  assert.deepEqual(await faultsOf(night.page), [])
})

test('B51: the stolen number is refused where we write, and what was typed stays', async (t) => {
  const { page } = await screen(t, { ...phone, javaScriptEnabled: false })
  await reportInWindow(page, '07700 900107')
  await page.goto('/case/details/contact')
  await page.fill('#contact', '+44 7700 900 107')
  await page.getByLabel('Only I read them').check()
  await press(page, 'Save')
  assert.match(String(await page.locator('#contact-error').textContent()), /number of the phone that was taken/)
  assert.equal(await page.inputValue('#contact'), '+44 7700 900 107')
  await page.fill('#contact', 'not an address')
  await press(page, 'Save')
  assert.match(String(await page.locator('#contact-error').textContent()), /name@example\.org/)
})

/** The weather is nobody's to ask for from a test: every host but ours is out of reach. */
const alone = { ...phone, proxy: { server: 'http://127.0.0.1:1', bypass: 'localhost' } }
const weather = 'https://www.bbc.co.uk/weather'

for (const [how, line, javaScriptEnabled] of [
  ['without JavaScript by the link', '07700 900108', false],
  ['with JavaScript by the link', '07700 900109', true],
  ['by pressing Shift three times', '07700 900110', true],
] as const)
  test(`USERS 4, stalking: in safe mode no place is shown and only a safe contact taken; left ${how}, Back shows nothing`, async (t) => {
    const { page, context } = await screen(t, { ...alone, javaScriptEnabled })
    await reportInWindow(page, line, { safe: true, place: 'Zzqx Street' })
    await page.goto('/case/details/contact')
    await page.fill('#contact', 'shared@example.org')
    await page.getByLabel('Somebody else may read them').check()
    await press(page, 'Save')
    assert.match(await main(page), /only write where nobody else reads/)
    await page.goto('/') // Back from a form would ask to send it again, and show nothing either
    await page.goto('/case')
    assert.equal(await heading(page), 'Your case')
    assert.doesNotMatch(await page.content(), /Zzqx|shared@/)

    const left = page.waitForRequest(weather)
    if (how.includes('Shift')) for (let times = 0; times < 3; times++) await page.keyboard.press('Shift')
    else await page.getByRole('link', { name: 'Leave this page now' }).click({ noWaitAfter: true })
    await left
    assert.deepEqual(await context.cookies(), [])
    await loop.until('the weather is where the window is', async () => !page.url().includes('/case'))
    // The window is handed to another process of the browser just now, and Back fails until it is.
    await loop.until('Back can be pressed', () =>
      page.goBack().then(
        () => true,
        () => false,
      ),
    )
    await page.reload()
    assert.doesNotMatch(await page.content(), /Zzqx|What has happened/)
    await page.goto('/case')
    assert.equal(await heading(page), 'Open your case')
  })
