import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { alike } from './alike.ts'
import { openRenderer, type Render } from './render.ts'

const now = () => '2026-11-24T12:00:00.000Z'
const render = openRenderer({ asset: (name) => `/assets/${name}`, now, demo: false })

const receipt = {
  ...{
    code: 'ABCD-EFGH-IJK',
    word: 'lamp',
    lanes: [],
    pending: true,
    claim: 'asked',
    noNetwork: false,
    conflict: false,
  },
  ...{ level: false, until: false, over: false, targets: [], ticked: false, opens: true },
}
const template = 'public/report-who.njk'
const page = {
  ...{ title: 'We have your report', values: {}, token: 'secret-token_1', receipt, added: false },
  ...{ look: 0, last: 8, pause: 5, danger: false, address: false },
}
const differs = ['token', 'receipt.code', 'receipt.word']

/** Counts how often a page is really made. */
function counting() {
  let made = 0
  const count: Render = (name, data) => {
    made += 1
    return render(name, data)
  }
  return { made: () => made, show: alike(count, now) }
}

test('a page with its own code is the page that would have been made for it, and is made once', () => {
  const { made, show } = counting()
  const text = fc.stringMatching(/^[\w .:-]{0,30}$/)
  fc.assert(
    fc.property(text, text, text, (token, code, word) => {
      const own = { ...page, token, receipt: { ...receipt, code: code || false, word } }
      assert.equal(show(template, { ...own, differs }), render(template, own))
    }),
  )
  assert.ok(made() <= 8, `only by which of three are there: ${made()}`)
})

test('whatever is written by people is escaped as ever', () => {
  const { show } = counting()
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (word) => {
      const own = { ...page, receipt: { ...receipt, word } }
      assert.equal(show(template, { ...own, differs }), render(template, own))
    }),
  )
})

test('a page that differs in anything else is another page; one with errors is never kept', () => {
  const { made, show } = counting()
  show(template, { ...page, differs })
  for (const other of [
    { pause: 10 },
    { danger: true },
    { receipt: { ...receipt, claim: 'matched' } },
    { values: undefined },
  ])
    assert.equal(show(template, { ...page, ...other, differs }), render(template, { ...page, ...other }))
  assert.equal(made(), 5)
  const errors = [{ field: 'name', says: 'Enter your name' }]
  for (const _ of [1, 2]) assert.match(show(template, { ...page, errors, differs }), /Enter your name/)
  assert.equal(made(), 7)
  for (const _ of [1, 2]) show(template, { ...page, said: () => 'now', differs })
  assert.equal(made(), 9, 'a function is no text')
})
