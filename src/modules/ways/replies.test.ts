import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGsm, longestText } from '#lib/gsm'
import { replies } from './replies.ts'

for (const [end, text] of Object.entries(replies))
  test(`USERS 7: the answer to a text, ${end}, is one part, names no crime, asks for no reply and holds no link`, () => {
    assert.ok(isGsm(text) && text.length <= longestText, `${text.length}: ${text}`)
    assert.doesNotMatch(text, /theft|thie[fv]|stole|rob(?:bed|ber|bery)\b|snatch|crime|https?:|www\.|code/i)
  })
