import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { textsOfCode } from './reading/code-texts.ts'
import { gradeOf } from './reading/grade.ts'
import { filled, publicTexts } from './reading/public-texts.ts'
import { textsOfTemplate } from './reading/template-texts.ts'
import { judged, judgedPages, judgedSentences } from './reading-grade.ts'

const near = (grade: number, wanted: number) => assert.ok(Math.abs(grade - wanted) < 0.05, `${grade} is not ${wanted}`)

test('the grade is that of Flesch and Kincaid, worked out by hand', () => {
  near(gradeOf('The cat sat on the mat.'), 0.39 * 6 + 11.8 - 15.59)
  near(gradeOf('The cat sat. The dog ran to the water.'), (0.39 * 9) / 2 + (11.8 * 10) / 9 - 15.59)
})

test('a sentence ends at a full stop, colon, semicolon or dash; a point within a word or a number ends none', () => {
  const parts = 'We ask the bank: it can say no'
  near(gradeOf(parts), gradeOf('We ask the bank. It can say no.'))
  near(gradeOf('Go to icloud.com/find and wait'), gradeOf('Go to 4 and wait'))
})

test('long words and long sentences raise the grade', () => {
  assert.ok(gradeOf('We notify the organisation responsible for administration.') > 12)
  const sentence = fc.array(fc.constantFrom('we', 'stop', 'the', 'phone', 'now'), { minLength: 2, maxLength: 20 })
  fc.assert(
    fc.property(sentence, (words) => {
      const text = words.join(' ')
      assert.ok(gradeOf(`${text} ${text}`) > gradeOf(text))
    }),
  )
})

test('a template says its paragraphs, its macros’ words and no markup', () => {
  const source = `{% extends "layout/layout.njk" %}{# not said #}
    {% block content %}<h1 class="x">Stop the phone</h1>
    <p>We ask <b>{{ names }}</b>
      now.{% if late %} It is late.{% else %}It is early.{% endif %}</p>
    {{ govukButton({ text: "Block it now", classes: "a b" }) }}{% endblock %}`
  assert.deepEqual(textsOfTemplate(source), [
    'Stop the phone',
    'We ask 4 now. It is late.',
    'It is early.',
    'Block it now',
  ])
})

test('code says what its texts say, and not what it throws or tells a program', () => {
  const source = [
    `const says = { a: 'Enter your code', b: \`Wait \${n} hours\`, summary: 'Takes a form' }`,
    "const classes = 'govuk-body rb-text'",
    "if (!a) throw new Error('The code is gone')",
  ].join('\n')
  assert.deepEqual(textsOfCode(source), ['Enter your code', 'Wait 4 hours'])
})

test('whatever a public page takes in is read too: its words stand on the public’s screen', async () => {
  const read = new Set((await publicTexts()).map(({ where }) => where))
  const apart = ['layout/targets.njk', 'harm-words.ts', 'shown-finds.ts', 'relayed-words.ts', 'blocked-phone.ts']
  for (const file of [...apart, 'layout/layout.njk', 'mine-words.ts']) assert.ok(read.has(`src/pages/${file}`), file)
  assert.ok(read.has('src/modules/ways/voice-menu.ts'))
})

test('a sentence is read with its values in place', () => {
  assert.equal(
    filled('{n, plural, one {# network} other {# networks}} of {all} at {at}'),
    '4 networks of 4 at 27 November',
  )
})

test('a hard text is found, a short label is judged with its page alone', () => {
  const hard =
    'Notification of the organisation responsible for administration requires authentication by identification documents.'
  const texts = [
    { where: 'a', page: 'p', says: hard },
    { where: 'b', page: 'p', says: 'Authentication' },
  ]
  assert.deepEqual(
    judged(texts).map(({ where, grade }) => [where, grade > 6]),
    [['a', true]],
  )
  const easy = 'It is so. We ask. You wait. It ends. We say so. You go.'
  const mixed = [{ where: 'a', page: 'p', says: `${easy} ${hard}` }]
  assert.ok((judgedSentences(mixed)[0]?.grade ?? 0) > (judged(mixed)[0]?.grade ?? 0), 'easy neighbours do not hide it')
  const page = (says: string) => judgedPages([{ where: 'a', page: 'p', says }])
  assert.deepEqual(page('Block it now'), [])
  assert.ok((page(`${hard} ${hard} ${hard}`)[0]?.grade ?? 0) > 6)
})
