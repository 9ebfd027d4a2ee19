import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGsm, longestText } from '#lib/gsm'
import { replyOf } from './replies.ts'
import { ends } from './vocabulary.ts'

for (const end of [...ends, 'unread'] as const)
  test(`USERS 7: the answer to a text, ${end}, is one part, names no crime, asks for no reply and holds no link`, () => {
    const text = replyOf(end)
    assert.ok(isGsm(text) && text.length <= longestText, `${text.length}: ${text}`)
    assert.doesNotMatch(text, /theft|thie[fv]|stole|rob(?:bed|ber|bery)\b|snatch|crime|https?:|www\.|code/i)
  })
