import assert from 'node:assert/strict'
import { test } from 'node:test'
import { english, englishEnds, inLanguage, targetsOf } from '#modules/victims/public'
import { englishMarked, languageOf, otherLanguages } from './language.ts'
import { openRenderer } from './render.ts'
import { shownTargets } from './target-rows.ts'

const render = openRenderer({ asset: (name) => `/${name}`, now: () => '2026-11-27T14:00:00.000Z', demo: false })
const view = {
  ...{ version: '1', waiting: false, stands: 'Mae eich ffôn gan yr heddlu.', promised: '2026-11-27T15:02:00.000Z' },
  ...{
    next: [],
    lapses: undefined,
    lapsed: undefined,
    paperWaits: false,
    challenge: undefined,
    groups: [],
    timeline: [],
  },
  unit: { name: 'yr heddlu', contact: 'Ffoniwch 101.', hours: '' },
}
const asked = { lang: 'cy', languages: otherLanguages('/case', 'cy'), here: '/case?lang=cy' } as const

test('a page in Welsh says so, and marks each part that is in English', () => {
  const html = render('public/case.njk', { ...asked, view, title: 'Eich achos' })
  assert.match(html, /<html lang="cy"/)
  assert.match(html, /<h2 class="govuk-heading-l">Beth sy’n digwydd nesaf<\/h2>/)
  assert.match(html, /<li><span lang="en">By today 15:02 we tell you how things stand/)
  for (const part of ['rb-header', 'rb-footer'])
    assert.match(html, new RegExp(`<(header|footer) class="${part}" lang="en"`))
  assert.match(html, /<a class="govuk-link" href="\/case" lang="en" hreflang="en" rel="alternate">English<\/a>/)
  assert.doesNotMatch(html, /[\u2068\u2069]/)
})

test('B35: what a thief could get into is said by the catalogue, on the case page and on the receipt: each sentence that has no Welsh yet is marked', () => {
  const rows = inLanguage('cy', () => targetsOf({ lanes: [], named: new Set(), ticked: [], absent: [] }))
  const targets = shownTargets(rows)
  const html = render('public/case.njk', { ...asked, view, targets, title: 'Eich achos' })
  assert.match(html, /<h2[^>]*><span lang="en">What a thief could get into</)
  assert.match(html, /<caption[^>]*><span lang="en">What the phone opens, and how each stands</)
  assert.match(html, /<th scope="row"><span lang="en">Your bank<.*<span lang="en">Nobody was asked</)
  const section = html.slice(html.lastIndexOf('<div', html.indexOf('data-part="targets"')), html.indexOf('Your bank'))
  assert.doesNotMatch(section, /<div lang="en">/)
  const english = shownTargets(targetsOf({ lanes: [], named: new Set(), ticked: [], absent: [] }))
  const receipt = { code: false, word: false, lanes: [], level: 1, until: false, over: false, conflict: false }
  const shown = render('public/report-receipt.njk', {
    ...{ title: 'We have your report', added: false, next: false, look: 0, danger: false },
    receipt: { ...receipt, claim: 'none', pending: false, ticked: false, targets: english },
  })
  assert.match(shown, /<h2[^>]*>What a thief could get into<.*<caption[^>]*>What the phone opens/s)
})

test('the same page in English holds no word of Welsh but the way to it', () => {
  const english = { languages: otherLanguages('/case', 'en'), here: '/case' }
  const html = render('public/case.njk', {
    ...english,
    view: { ...view, stands: 'Police have your phone.' },
    title: 'Your case',
  })
  assert.match(html, /<html lang="en"/)
  assert.match(html, /href="\/case\?lang=cy" lang="cy"[^>]*>Cymraeg</)
  assert.match(html, /By today 15:02 we tell you how things stand/)
  assert.doesNotMatch(html.replace('Cymraeg', ''), /Beth|heddiw|<span lang/)
})

test('English in a title or an attribute is said without a mark: neither can hold one', () => {
  const [on, off] = [english, englishEnds]
  assert.equal(
    englishMarked(`<title>${on}Case${off} – R</title><a aria-label="${on}Look${off}">${on}Look${off}</a>`),
    '<title>Case – R</title><a aria-label="Look"><span lang="en">Look</span></a>',
  )
})

test('an address that names no language of ours is read in English', () => {
  for (const lang of [undefined, '', 'en', 'fr', ['cy']]) assert.equal(languageOf({ lang }), 'en')
  assert.equal(languageOf({ lang: 'cy' }), 'cy')
})
