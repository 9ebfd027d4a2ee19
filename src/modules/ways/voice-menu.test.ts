import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { beginning, endWords, step, type Talk, words, wrongWord } from './voice-menu.ts'

test('USERS 2.1 C: a call says 999 first, then asks for number and word, and nothing else', () => {
  assert.match(beginning.says, /^This is Ringback\. If you are in danger or hurt, hang up and call 9 9 9\./)
  const number = step(beginning.next as Talk, '07700900123')
  assert.deepEqual(number, { says: words.askWord, next: { asked: 'word', line: '+447700900123', left: 3 } })
  const word = step((number as { next: Talk }).next, '4272687')
  assert.deepEqual(word, { line: '+447700900123', keys: '4272687', left: 3 })
  assert.equal(wrongWord(word as never).next?.asked, 'number')
})

test('after three mistakes of whatever sort a call ends, and it never goes on for ever', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[\d*#]{0,20}$/), { minLength: 8, maxLength: 8 }), (pressed) => {
      let talk = beginning.next
      let mistakes = 0
      for (const keys of pressed) {
        if (!talk) break
        const after = step(talk, keys)
        const said = 'says' in after ? after : wrongWord(after)
        if (said.next?.asked !== 'word' || said.next.left < talk.left) mistakes++
        talk = said.next
      }
      assert.ok(talk === undefined || mistakes < 3)
    }),
  )
})

test('no sentence of a call names a crime, the phone’s owner or a code', () => {
  for (const says of [...Object.values(words), ...Object.values(endWords)])
    assert.doesNotMatch(says, /theft|thie[fv]|stole|rob(?:bed|ber|bery)\b|snatch|crime|code/i)
})
