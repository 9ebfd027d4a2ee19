import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readMessage } from './read-message.ts'

const read = (text: string) => readMessage(text).map(({ sort, value }) => `${sort} ${value}`)

test('B31: of a link only its host is taken, however it was made harmless; the rest may name its victim', () => {
  for (const text of [
    'Your iPhone was found: https://icloud.com.find-id.xyz/track?owner=anna.smith&imei=356938035643809',
    'your phone was found hxxps://www.icloud.com.find-id[.]xyz/track',
    'go to icloud.com.find-id(dot)xyz/track now',
    'HTTP://ICLOUD.COM.FIND-ID.XYZ',
    'http://user:secret@icloud.com.find-id.xyz:8080/',
  ])
    assert.deepEqual(read(text), ['link icloud.com.find-id.xyz'], text)
})

test('B31: a shortened link is told by its path, senders by number and address; the real ones and prose point at nobody', () => {
  assert.deepEqual(read('see bit.ly/3xYz9 and t.co/Ab1'), ['link bit.ly/3xYz9', 'link t.co/Ab1'])
  assert.deepEqual(read('From: "Apple Support" <Help@Apple-Alerts.com>\ncall +44 7700 900 123'), [
    'address help@apple-alerts.com',
    'number +447700900123',
  ])
  assert.deepEqual(
    read('Open https://www.icloud.com/find or android.com/lock or www.gov.uk. It was taken.Please call 999.'),
    [],
  )
  assert.deepEqual(read('My code is 482913, my card 4929 1234 5678 9012 and my IMEI 356938035643809'), [])
})

const host = fc.domain().filter((one) => /^[a-z0-9.-]+$/.test(one) && one.length < 60)
const real = /(?:^|\.)(?:apple|icloud|google|android|samsung|gmail|outlook)\.com$|(?:^|\.)(?:gov|police)\.uk$/

test('B31: whatever is pasted, the reader does not throw, tells at most twenty, and nothing but hosts, numbers and addresses', () => {
  const form = {
    link: /^(?:[a-z0-9-]+\.)+[a-z0-9-]+(?:\/[\w-]{1,40})?$/,
    number: /^\+\d{7,15}$/,
    address: /^[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z0-9-]+$/,
  }
  const pieces = fc.array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.emailAddress(), fc.constantFrom('From: ', '[.]', '\n')),
  )
  fc.assert(
    fc.property(pieces, (some) => {
      const found = readMessage(some.join(''))
      assert.ok(found.length <= 20)
      for (const { sort, value } of found) assert.match(value, form[sort])
    }),
  )
})

test('B31: a link is found wherever it stands, and made harmless it is the same one', () => {
  fc.assert(
    fc.property(host, fc.constantFrom('Your phone: ', '>> ', '(', ''), (name, before) => {
      const value = name.replace(/^www\./, '')
      const expected = real.test(value) ? [] : [`link ${value}`]
      assert.deepEqual(read(`${before}https://${name}/x?y=1 now`), expected)
      assert.deepEqual(read(`${before}hxxps://${name.replaceAll('.', '[.]')}/x?y=1 now`), expected)
    }),
  )
})
