import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { basicCredentials, basicHeader } from './basic-header.ts'

test('a partner who follows RFC 6749 is read right, colons, plus signs and all', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((s) => s.isWellFormed())
  fc.assert(
    fc.property(text, text, (clientId, secret) => {
      assert.deepEqual(basicCredentials(basicHeader(clientId, secret)), { clientId, secret })
    }),
  )
})

test('any other header is no credential, and never an error', () => {
  const base64 = fc.string({ unit: 'binary' }).map((s) => `Basic ${Buffer.from(s, 'latin1').toString('base64')}`)
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), base64), (header) => {
      const read = basicCredentials(header)
      assert.ok(read === null || (read.clientId.length > 0 && read.secret.length > 0))
    }),
  )
  for (const header of [
    undefined,
    '',
    'Basic',
    'Basic :',
    'Bearer YTpi',
    'Basic YQ==',
    'Basic OmI=',
    'Basic JTpi',
    'Basic YTpi YTpi',
  ])
    assert.equal(basicCredentials(header), null, header)
  assert.deepEqual(basicCredentials('basic YTpi'), { clientId: 'a', secret: 'b' })
})
