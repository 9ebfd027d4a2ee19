import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hasLink } from '#modules/harms/public'
import { readStopText, saysMore } from './read-stop-text.ts'
import { readText } from './read-text.ts'

const phish =
  'Your lost iPhone 13 was found today in Shenzhen. Open https://icloud.find-id.xyz/t to see where it is, or call 07700 900777 Apple Support'

test('B31: a message that somebody forwards is no stop order, though it holds a number and words; an order stays one', () => {
  assert.deepEqual(readText(phish), { sort: 'forward' })
  assert.deepEqual(readText('found it: icloud.find-id.xyz/t'), { sort: 'forward' })
  for (const order of [
    'STOP 07700 900123 harbour',
    'harbour 07700900123',
    'Stop my phone 07700 900123 harbour please',
    'STOPIO 07700 900123 cwningen',
    'the word is harbour, the number 07700 900123',
    'please stop my phone it was taken on the bus this morning the number is 07700 900123 and the word is harbour',
  ])
    assert.equal(readText(order).sort, 'order', order)
  for (const none of ['please help', '', 'STOP', 'See https://www.gov.uk or icloud.com', 'STOP 07700 900123'])
    assert.deepEqual(readText(none), { sort: 'unread' })
})

test('B31: a false message is no order however short it is, with a link or without one', () => {
  for (const said of [
    'Apple: phone found icloud.find-id.xyz 07700 900777',
    '07700 900777 harbour find-id.xyz',
    'STOP 07700 900777 harbour https://icloud.com/find',
    `STOP 07700 900123 harbour. They write to me: ${phish}`,
    'Apple Support has your phone, call 07700 900777',
    'Your iPhone was found. Call us on 07700 900777 before it is wiped',
    'STOP! Your account will be closed today unless you call 07700 900777',
    'From: support@find-id.example\n07700 900777 Apple',
  ])
    assert.deepEqual(readText(said), { sort: 'forward' }, said)
})

const numbers = fc.constantFrom('07700 900123', '+44 7700 900123', '07700-900-123')
const ordered = fc.record({
  keyword: fc.constantFrom('', 'STOP', 'stop my phone', 'Stopiwch'),
  number: numbers,
  word: fc.constantFrom('harbour', 'Harbour!', 'blue boat'),
  wordFirst: fc.boolean(),
})
const more = fc.array(fc.constantFrom('Apple', 'found', 'your', 'call', 'us', 'today', 'urgent', 'account'), {
  minLength: 5,
  maxLength: 10,
})

test('B31: keyword, number and word in any order are an order; five words more make it a message that somebody forwards', () => {
  fc.assert(
    fc.property(ordered, more, ({ keyword, number, word, wordFirst }, said) => {
      const order = [keyword, ...(wordFirst ? [word, number] : [number, word])].join(' ').trim()
      assert.equal(readText(order).sort, 'order', order)
      assert.equal(readText(`${order} ${said.join(' ')}`).sort, 'forward', `${order} ${said.join(' ')}`)
      assert.equal(readText(`${said.join(' ')} ${order}`).sort, 'forward', `${said.join(' ')} ${order}`)
    }),
  )
})

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.webUrl(),
  fc.constantFrom('STOP', 'harbour', '07700 900123', '+447700900123', 'https://find-id.xyz/x', '[.]', '\n', ' '),
)

test('B31: whatever comes, it is one of three; number and word are an order, and what has a link or says more is none', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join(' ')
      const read = readText(text)
      assert.ok(['order', 'forward', 'unread'].includes(read.sort))
      if (read.sort === 'order') assert.deepEqual(read.order, readStopText(text))
      if (read.sort === 'order') assert.ok(!saysMore(text) || /(word|gair)( is| yw|:)/i.test(text), text)
      if (read.sort === 'unread') assert.ok(hasLink(text) || readStopText(text) === undefined, text)
      for (const linked of [`${text} https://find-id.xyz/x`, `STOP 07700 900123 harbour ${text} hxxps://find-id[.]xyz`])
        assert.notEqual(readText(linked).sort, 'order', linked)
    }),
  )
})
