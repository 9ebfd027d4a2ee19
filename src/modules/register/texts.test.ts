import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseCodeOf } from '#lib/case-code'
import { isGsm, longestText } from '#lib/gsm'
import { chosen, codeText, ownCodeText, replaced } from './texts.ts'

const mails = [chosen(caseCodeOf(new Uint8Array(7).fill(255))), replaced]
const texts = [codeText('000000'), ownCodeText('000000'), ...mails.map(({ text }) => text)]

test('USERS 7: every text of the register fits one part of 160 GSM-7 characters', () => {
  for (const text of texts) {
    assert.ok(isGsm(text), text)
    assert.ok(text.length <= longestText, `${text.length}: ${text}`)
  }
})

test('whoever is trusted reads all that their code can do', () => {
  assert.match(chosen(caseCodeOf(new Uint8Array(7))).text, /stop their phone.*also starts the phone for 3 days/)
})

test('B31: no text of the register names a crime in a preview, or holds a link', () => {
  for (const text of [...texts, ...mails.map(({ subject }) => subject)]) {
    assert.doesNotMatch(text, /theft|thie[fv]|stole|rob(?:bed|ber|bery)\b|snatch|crime/i)
    assert.doesNotMatch(text, /https?:|www\.|\.[a-z]{2,}\//i)
  }
})
