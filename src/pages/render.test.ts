import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { errorPages, errorStatuses } from './error-page.ts'
import { type LaneState, laneStates } from './lane-state.ts'
import { openRenderer } from './render.ts'
import { signInScreens } from './sign-in-screens.ts'

const surroundings = { asset: (name: string) => `/assets/${name}`, now: () => '2026-11-24T12:00:00.000Z' }
const render = openRenderer({ ...surroundings, demo: false })
const demo = openRenderer({ ...surroundings, demo: true })
const check = { title: 'Check a phone', values: {} }

/** The error page for one status, as a person's browser gets it. */
function errorPage(on: typeof render, status: number, code = 'x', title = 'x') {
  return errorPages(on)(
    { type: `/problems/${code}`, code, status, title, detail: 'It is so.', reference: 'ref-7' },
    {} as never,
  )
}

test('what a person typed is shown as text and never runs', () => {
  const html = render('public/check.njk', { ...check, values: { imei: '"><script>alert(1)</script>' } })
  assert.doesNotMatch(html, /<script/)
  assert.match(html, /&quot;&gt;&lt;script&gt;/)
})

test('an error beside a field ends without a full stop, also where it is a whole sentence elsewhere', () => {
  const html = render('public/check.njk', {
    ...check,
    errors: [{ field: 'imei', says: 'Count the digits. Look again.' }],
  })
  assert.match(html, /href="#imei">Count the digits\. Look again<\/a>/)
  assert.doesNotMatch(html, /Look again\./)
})

test('the accessibility statement names whom the installation names, and the police where it names nobody', () => {
  const named = openRenderer({
    ...surroundings,
    demo: false,
    accessContact: 'the digital team at access@force.example',
  })
  const page = { title: 'Accessibility statement' }
  assert.match(named('public/accessibility.njk', page), /Tell the digital team at access@force\.example what you tried/)
  assert.match(render('public/accessibility.njk', page), /tell the police: call 101/)
})

test('an error comes first, leads to its field, and names itself in the title', () => {
  const html = render('public/check.njk', { ...check, errors: [{ field: 'imei', says: 'Enter the 15 digits' }] })
  assert.match(html, /<title>Error: Check a phone – Ringback<\/title>/)
  assert.match(html, /href="#imei">Enter the 15 digits/)
  assert.match(html, /id="imei-error"/)
  assert.ok(html.indexOf('govuk-error-summary') < html.indexOf('<h1'))
})

test('the banner says that nothing is real on every page of a demo, and on none otherwise', () => {
  const pages = [(r: typeof render) => r('public/check.njk', check), (r: typeof render) => String(errorPage(r, 404))]
  for (const page of pages) {
    assert.match(page(demo), /Demo: nothing here is real/)
    assert.doesNotMatch(page(render), /Demo/)
  }
})

test('every page says whose it is not, and leads to the accessibility statement', () => {
  const html = String(errorPage(render, 500))
  assert.match(html, /This is not a GOV\.UK or police website/)
  assert.match(html, /href="\/accessibility"/)
})

test('a page that misses a value is a fault, not a gap', () => {
  assert.throws(() => render('layout/error.njk', { title: 'Oh' }), /undefined/)
})

test('each error says what happened, what to do, and its reference', () => {
  for (const status of [...errorStatuses, 418, 507]) {
    const html = String(errorPage(render, status))
    assert.match(html, /<h1[^>]*>[^<]{5,}<\/h1>/, `${status}`)
    assert.match(html, /Reference: <strong>ref-7<\/strong>/)
  }
})

test('where there is nothing, a link leads to the first page', () => {
  const leadsHome = (status: number) =>
    /<a class="govuk-link" href="\/">Go to the first page/.test(String(errorPage(render, status)))
  assert.deepEqual([404, 405, 403, 500].map(leadsHome), [true, true, false, false])
})

test('a refusal keeps its own words, and a missing purpose says where to choose one', () => {
  assert.match(String(errorPage(render, 409, 'reported-stolen', 'Not done')), /It is so\./)
  assert.match(String(errorPage(render, 400, 'purpose-needed')), /Say why you look/)
})

test('a state is a word, an icon and a time, never a colour alone', () => {
  for (const is of Object.keys(laneStates) as LaneState[]) {
    const html = render('layout/kit.njk', { title: 'Kit', lane: { is, at: '2026-11-24T14:02:07.000Z', tookMs: 1234 } })
    assert.match(html, new RegExp(`rb-state--${is}"><svg[^>]*aria-hidden="true"[^]*?${laneStates[is]}`))
    assert.match(html, /14:02:07<\/time>, <span class="rb-number">1\.2 s/)
  }
})

test('on the receipt who answered in one second stands together before one time; who has not answered has none', () => {
  const one = (name: string, at: string | false, tookMs: number | false) => ({ name, at, tookMs })
  const [now, later] = ['2026-11-24T14:02:07.000Z', '2026-11-24T14:02:09.000Z']
  const shown = (...who: ReturnType<typeof one>[]) => {
    const receipt = { lanes: [{ says: 'Block the phone', is: 'confirmed', who }] }
    const html = render('public/lanes.njk', { title: 'x', icon: () => '', receipt })
    return html
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
  }
  assert.equal(
    shown(one('EE', now, 20), one('O2', now, 40), one('Three', later, 2040)),
    'Block the phone Confirmed EE, O2 14:02:07, under 0.1 s; Three 14:02:09, 2.0 s',
  )
  assert.equal(shown(one('EE', now, false), one('O2', false, false)), 'Block the phone Confirmed EE 14:02:07; O2')
})

test('whoever scans a card is asked one thing, and nothing is chosen for them', () => {
  const html = render('public/stop.njk', { title: 'Stop', values: {}, which: [], scanned: 'H7K2-9QRM-4T3X' })
  assert.match(html, /name="code" value="H7K2-9QRM-4T3X"/)
  assert.doesNotMatch(html, / checked|name="method"/)
})

test('the screens of sign-in say the purpose that holds, and lead on to the provider only as a link', async () => {
  const screens = signInScreens(render)
  const choices = [{ purpose: 'investigate-crime', says: 'Investigate an offence', law: 'DPA 2018' }] as const
  const asked = await screens({
    page: 'purpose',
    choices: [...choices],
    chosen: 'investigate-crime',
    next: '/cases?a=1&b="',
  })
  assert.match(asked, /value="investigate-crime" checked/)
  assert.match(asked, /name="next" value="\/cases\?a=1&amp;b=&quot;"/)
  const out = await screens({ page: 'signed-out', provider: 'https://id.example/end?x=1&y=2' })
  assert.match(out, /http-equiv="refresh" content="0;url=https:\/\/id\.example\/end\?x=1&amp;y=2"/)
  assert.doesNotMatch(await screens({ page: 'signed-out', provider: null }), /refresh/)
})

const folder = import.meta.dirname
const templates = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.njk'))

for (const file of templates) {
  const source = await readFile(join(folder, file), 'utf8')

  test(`${file}: nothing runs, nothing is styled in place, nothing is fetched from elsewhere`, () => {
    const withoutOwn = source
      .replaceAll(/<script src="\{\{ asset\('[a-z-]+\.js'\) \}\}" (?:type="module"|defer)><\/script>/g, '')
      // A link fetches nothing until somebody follows it, and then says nothing of where they came from.
      .replaceAll(/<a class="govuk-link" href="https:\/\/[^"]+" rel="noreferrer">/g, '')
    assert.doesNotMatch(withoutOwn, /<script|\bon\w+="|\sstyle="|(src|href|action)="(https?:)?\/\/|javascript:/i)
    assert.doesNotMatch(source, /\|\s*safe/)
  })

  test(`${file}: speaks plainly`, () => {
    assert.doesNotMatch(source.replaceAll(/type="submit"/g, ''), /please note|\bsimply\b|\bincident|\bsubmit/i)
  })
}
