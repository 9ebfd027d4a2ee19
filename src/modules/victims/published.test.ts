import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  publishedInWelsh,
  publishedMessages,
  publishedNotice,
  publishedOwnerMails,
  publishedOwnerTexts,
  publishedReplies,
} from './published.ts'
import { isPartlyEnglish } from './say.ts'
import { en } from './sentences.ts'

const all = publishedMessages()
const said = [
  ...all.map(({ text, mail }) => `${text}\n${mail.subject}\n${mail.text}`),
  ...publishedOwnerMails().map(({ subject, text }) => `${subject}\n${text}`),
  ...publishedReplies(),
  ...publishedOwnerTexts(),
  publishedNotice(),
].join('\n')

/** The longest part of a sentence that no value stands in. */
const fixedPart = (sentence: string) =>
  sentence.split(/\{\w+(?:, plural,(?: \w+ \{[^{}]*\})+)?\}/).toSorted((a, b) => b.length - a.length)[0] ?? ''

test('B31: every sentence of a text, a notice or an e-mail is published', () => {
  const keys = (Object.keys(en) as (keyof typeof en)[]).filter((key) => /^(text|push|mail|reply)\./.test(key))
  assert.ok(keys.length > 40)
  const plain = (text: string) => text.replaceAll('’', "'")
  for (const key of keys) assert.ok(plain(said).includes(plain(fixedPart(en[key]))), key)
})

test('B31: a message in Welsh is published as it is sent: all of it Welsh', () => {
  const { texts, mails } = publishedInWelsh()
  const english = new Set(all.flatMap(({ text, mail }) => [text, mail.text]))
  const sent = publishedMessages('cy').flatMap(({ text, mail }) => [text, mail.text])
  const shown = [...texts, ...mails.map(({ text }) => text)]
  for (const text of sent) assert.ok(english.has(text) || shown.includes(text), text)
  for (const text of shown) assert.ok(!english.has(text) && !isPartlyEnglish(text), text)
})

test('no message is published twice, and each has a longer twin', () => {
  assert.equal(new Set(all.map(({ text, mail }) => text + mail.text)).size, all.length)
  for (const { text, mail } of all) assert.ok(mail.text.length > text.length / 2, text)
})
