import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publishedMessages } from './published.ts'
import { filledPattern } from './sentence-pattern.ts'
import { en } from './sentences.ts'

const all = publishedMessages()

test('B31: every sentence that starts a text or an e-mail is published, in each of its turns', () => {
  const keys = (Object.keys(en) as (keyof typeof en)[]).filter((key) => /^(text|mail)\./.test(key))
  const said = all.map(({ text, mail }) => `${text}\n${mail.subject}\n${mail.text}`).join('\n')
  assert.ok(keys.length > 40)
  for (const key of keys) assert.match(said, filledPattern(en[key].replaceAll('’', "'")), key)
})

test('no message is published twice', () => {
  assert.equal(new Set(all.map(({ text }) => text)).size, all.length)
})
