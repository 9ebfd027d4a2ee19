import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { gradeOf, hardIn, wrongIn } from './plain-words.ts'

const plain = [
  'We asked the shop for its film. We write to you again this week.',
  'We looked at the film from 3 pm. It does not show a face. If you know who was there, tell us.',
  'Your phone is safe with us. You can have it back from Monday 4 December at 10:30.',
]

test('B43: plain answers of police go out as they are', () => {
  for (const text of plain) assert.deepEqual([wrongIn(text), hardIn(text)], [undefined, undefined], text)
})

test('B31: an answer with a link, a long number, or that asks for what thieves ask for does not go out, wherever it stands', () => {
  const bad = fc.constantFrom(
    ...['https://a.example', 'www.police.example', 'me@example.org', 'met.police.uk'],
    ...['07700 900123', '020-7946-0123', '490154203237518', '4242 4242 4242'],
    ...['your PIN', 'passcode', 'Log in', 'click', 'one-time code', 'sort code', 'password'],
  )
  fc.assert(
    fc.property(fc.constantFrom(...plain), bad, fc.nat(), (text, added, where) => {
      const words = text.split(' ')
      words.splice(where % (words.length + 1), 0, added)
      assert.notEqual(wrongIn(words.join(' ')), undefined, words.join(' '))
    }),
  )
})

test('B43: long words in long sentences are said to be hard, short ones are not, and any text has a grade', () => {
  assert.match(
    hardIn(
      'Notwithstanding considerable investigatory difficulties, identification remains exceptionally improbable and no further communication is anticipated.',
    ) ?? '',
    /hard to read \(grade \d+/,
  )
  fc.assert(fc.property(fc.string(), (text) => assert.ok(Number.isFinite(gradeOf(text)))))
})
