import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isGsm, longestText, partsOf } from '#lib/gsm'
import { buyerOutcomes } from '#modules/reports/public'
import { appealMailOf, appealTextOf } from './appeal-message.ts'
import { buyerMailOf, buyerTextOf } from './buyer-message.ts'
import { type Facts, mailOf, textOf } from './message.ts'
import { en } from './sentences.ts'
import { decisions, templates } from './vocabulary.ts'

const crimes = /theft|thie[fv]|stole|rob(?:bed|ber|bery)\b|snatch|crime|burgl|pickpocket/i
const address = /https?:|www\.|\.[a-z]{2,}\/|[a-z0-9]\.(?:com|uk|org|net|app|io)\b/i
const asks = /\b(?:click|tap|log ?in|sign in|password(?! \.)|reply|confirm your|verify)\b/i

const facts = fc.record({
  word: fc.option(fc.stringMatching(/^[a-z]{3,30}$/), { nil: undefined }),
  at: fc
    .date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString()),
  next: fc
    .date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString()),
  stopped: fc.integer({ min: 0, max: 99 }),
  networks: fc.integer({ min: 0, max: 99 }),
  lapsed: fc.boolean(),
  unproved: fc.boolean(),
  ...{ byCode: fc.boolean(), noHandset: fc.boolean() },
  partners: fc.integer({ min: 0, max: 199 }),
  country: fc.option(fc.constantFrom('DZ', 'CI', 'TR', 'GS', 'ST', 'CN', 'AX', 'BA'), { nil: undefined }),
  decision: fc.constantFrom(...decisions),
  ended: fc.boolean(),
  unit: fc.constant('the phone theft unit of the Met'),
  contact: fc.constant('Call 101 and ask for them.'),
})
/** Every state in which a case may be when a message is written. */
const states = [...Array(32).keys()].map((bits) => ({
  ...{ lapsed: (bits & 1) > 0, unproved: (bits & 2) > 0, byCode: (bits & 4) > 0 },
  ...{ noHandset: (bits & 8) > 0, ended: (bits & 16) > 0 },
}))
const update = fc.record({ template: fc.constantFrom(...templates), facts })

test('USERS 7: every text fits one part of 160 GSM-7 characters, whatever the facts', () => {
  fc.assert(
    fc.property(update, ({ template, facts }) => {
      const text = textOf(template, facts)
      assert.ok(isGsm(text), text)
      assert.ok(text.length <= longestText, `${text.length}: ${text}`)
    }),
    { numRuns: 2000 },
  )
})

const some: Facts = {
  ...{ word: 'harbour', at: '2026-11-26T14:02:07.000Z', next: '2026-11-27T14:02:00.000Z' },
  ...{ stopped: 3, networks: 4, lapsed: false, unproved: false, byCode: true, noHandset: false, ended: false },
  partners: 5,
  ...{ country: 'DZ', decision: 'charged', unit: 'the unit', contact: 'Call 101.' },
}

test('USERS 7: the longest word, moments, counts and places fit one part too, in every state of a case', () => {
  const longest = { word: 'w'.repeat(30), at: '2026-09-30T12:00:00.000Z', next: '2026-09-30T12:00:00.000Z' }
  for (const template of templates)
    for (const state of states)
      for (const many of [0, 99])
        for (const country of [undefined, 'GS', 'DZ', 'AX', 'CN']) {
          const counts = { stopped: many, networks: many, partners: 199 }
          const text = textOf(template, { ...some, ...longest, ...counts, ...state, country })
          assert.ok(text.length <= longestText, `${text.length}: ${text}`)
        }
})

for (const template of templates) {
  test(`B31: the ${template} messages name no crime in a preview, hold no link and ask for nothing`, () => {
    const text = textOf(template, some)
    const { subject, text: mail } = mailOf(template, some)
    assert.doesNotMatch(text, crimes)
    assert.doesNotMatch(subject, crimes)
    for (const words of [text, subject, mail]) assert.doesNotMatch(words, address)
    assert.doesNotMatch(text, asks)
    assert.doesNotMatch(mail.replace(en['mail.phishing'], ''), asks)
  })

  test(`B43: the ${template} messages hold the word, a fact of the case and a next date`, () => {
    for (const words of [textOf(template, some), mailOf(template, some).text]) {
      assert.match(words, /Word: harbour|word: harbour/)
      assert.match(words, /27 Nov/)
      assert.match(words, /26 Nov|\b[345] /)
    }
  })
}

test('B31: an e-mail says how to know that it is ours, and that we never ask', () => {
  const { text } = mailOf('seen', some)
  assert.match(text, /If it is missing, the message is not from us/)
  assert.match(text, /We never send a link/)
})

test('a country with letters that a text has not is said as abroad, and in the e-mail by its name', () => {
  assert.match(textOf('seen', { ...some, country: 'CI' }), /seen abroad/)
  assert.match(mailOf('seen', { ...some, country: 'CI' }).text, /in Côte d’Ivoire/)
})

test('USERS 4: whoever is named in a case that nobody has proved is told when it ends, and is promised nothing', () => {
  for (const template of ['was-this-you', 'contact-added'] as const) {
    const unproved = { ...some, unproved: true }
    const words = [textOf(template, unproved), mailOf(template, unproved).text]
    for (const one of words) {
      assert.doesNotMatch(one, /news by|You hear from us/i)
      assert.match(one, /end(s|s by itself)? .*27 Nov/)
    }
  }
})

test('whom the owner trusts is told of their code where it may end the stops, and nowhere else', () => {
  const words = (byCode: boolean) => [
    textOf('their-phone', { ...some, byCode }),
    mailOf('their-phone', { ...some, byCode }).text,
  ]
  for (const one of words(true)) assert.match(one, /code (that you were sent )?may end it until/)
  for (const one of words(false)) {
    assert.doesNotMatch(one, /code (that you were sent )?(may|can)? ?ends? it/)
    assert.match(one, /shop of their network/)
  }
})

test('whose network knows no phone for the number reads what helps, and not that they must prove who they are', () => {
  const none = { ...some, networks: 0, stopped: 0, noHandset: true }
  for (const words of [textOf('heartbeat', none), mailOf('heartbeat', none).text]) {
    assert.match(words, /(does not know|No network knows) which phone.*photo of its box/)
    assert.doesNotMatch(words, /proof of who you are/)
    assert.match(words, /27 Nov/)
  }
})

test('a message is in one language: in Welsh when all of it is, else in English', () => {
  fc.assert(
    fc.property(update, ({ template, facts }) => {
      const text = textOf(template, facts, 'cy')
      const mail = mailOf(template, facts, 'cy')
      for (const words of [text, mail.text, mail.subject]) assert.doesNotMatch(words, /[\u2068\u2069]/)
      if (template !== 'seized') assert.equal(text, textOf(template, facts))
      assert.deepEqual(mail, mailOf(template, facts))
      assert.ok(text.length <= longestText)
      assert.ok(partsOf(text) <= 3, text)
    }),
  )
  const welsh = textOf('seized', some, 'cy')
  assert.match(welsh, /^Gair: harbour\. Mae eich ffôn gan yr heddlu ers Iau 26 Tach/)
  assert.equal(partsOf(welsh), 3)
})

test('a text goes out in parts of 160 letters, of 70 when one of them is not in the short alphabet', () => {
  assert.deepEqual([partsOf(''), partsOf('a'.repeat(160)), partsOf('a'.repeat(161))], [1, 1, 2])
  assert.deepEqual([partsOf('ŵ'.repeat(70)), partsOf('ŵ'.repeat(71)), partsOf('ŵ'.repeat(135))], [1, 2, 3])
})

test('B31 B33: what whoever appealed or bought the phone is told fits a text, names no crime, holds no link and asks for nothing', () => {
  const appeals = [true, false].map((granted) => [appealTextOf(granted), appealMailOf(granted)] as const)
  const buyers = buyerOutcomes.map((outcome) => [buyerTextOf(outcome), buyerMailOf(outcome)] as const)
  for (const [text, { subject, text: mail }] of [...appeals, ...buyers]) {
    assert.ok(isGsm(text) && text.length <= longestText, `${text.length}: ${text}`)
    for (const words of [text, subject, mail]) {
      assert.doesNotMatch(words, crimes)
      assert.doesNotMatch(words, address)
      assert.doesNotMatch(words.replace(en['mail.phishing'], ''), asks)
    }
  }
})
