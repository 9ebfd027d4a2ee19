import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readStopText } from './read-stop-text.ts'
import { readText } from './read-text.ts'

const phish =
  'Your lost iPhone 13 was found today in Shenzhen. Open https://icloud.find-id.xyz/t to see where it is, or call 07700 900777 Apple Support'

test('B31: a message that somebody forwards is no stop order, though it holds a number and words; an order stays one', () => {
  assert.deepEqual(readText(phish), { sort: 'forward' })
  assert.deepEqual(readText('found it: icloud.find-id.xyz/t'), { sort: 'forward' })
  for (const order of [
    'STOP 07700 900123 harbour',
    'harbour 07700900123',
    'Stop my phone 07700 900123 harbour, sent by https://find-id.xyz',
    `STOP 07700 900123 harbour. They write to me: ${phish}`,
    'please stop my phone it was taken on the bus this morning the number is 07700 900123 and the word is harbour',
  ])
    assert.equal(readText(order).sort, 'order', order)
  for (const none of ['please help', '', 'STOP', 'See https://www.gov.uk or icloud.com'])
    assert.deepEqual(readText(none), { sort: 'unread' })
})

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.webUrl(),
  fc.constantFrom('STOP', 'harbour', '07700 900123', '+447700900123', 'https://find-id.xyz/x', '[.]', '\n', ' '),
)

test('B31: whatever comes, it is one of three; what a person writes to stop a phone is an order, whatever link is in it', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join(' ')
      const read = readText(text)
      assert.ok(['order', 'forward', 'unread'].includes(read.sort))
      if (read.sort === 'order') assert.deepEqual(read.order, readStopText(text))
      if (read.sort === 'unread') assert.equal(readStopText(text), undefined)
      if (readStopText(`STOP ${text}`)) assert.equal(readText(`STOP ${text}`).sort, 'order')
    }),
  )
})
