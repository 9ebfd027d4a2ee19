import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toTranslate } from '#modules/victims/welsh'
import { welshFile } from './words.ts'

const english = { name: 'stands', sentences: { 'stands.ended': 'It has ended.', sent: 'We sent it.' } }

test('what is written in Welsh stays, what is new waits for a person, what is gone goes', () => {
  const file = welshFile('stands.ts', english, { gone: 'Wedi mynd', 'stands.ended': "Mae'n ar ben." })
  assert.match(file, /^ {2}'stands\.ended': 'Mae’n ar ben\.',$/m)
  assert.match(file, /^ {2}sent: toTranslate,$/m)
  assert.doesNotMatch(file, /gone|Wedi/)
  assert.match(file, /^import \{ toTranslate, type Welsh \}/)
})

test('a file in which nothing waits imports no mark for it', () => {
  const all = welshFile('stands.ts', english, { 'stands.ended': 'A', sent: 'B' })
  assert.match(all, /^import \{ type Welsh \}/)
  const none = welshFile('stands.ts', english, { 'stands.ended': toTranslate })
  assert.equal(none.match(/: toTranslate,/g)?.length, 2)
})
