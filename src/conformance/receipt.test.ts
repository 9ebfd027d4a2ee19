import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSignedBy, keysIn, takeApart } from './receipt.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jws = (header: object, payload: object) => {
  const signed = `${part(header)}.${part(payload)}`
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`
}
const object = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 6 })

test('a receipt is taken apart into what it was made of, and its signature holds for that alone', () => {
  fc.assert(
    fc.property(object, object, fc.nat(), fc.constantFrom(...'AZaz09-_'), (header, payload, at, letter) => {
      const text = jws(header, payload)
      const receipt = takeApart(text)
      assert.ok(receipt)
      assert.deepEqual(JSON.parse(JSON.stringify(receipt.header)), JSON.parse(JSON.stringify(header)))
      assert.equal(isSignedBy(receipt, publicKey), true)
      const place = at % text.lastIndexOf('.')
      const forged = text.slice(0, place) + letter + text.slice(place + 1)
      if (forged !== text) assert.equal(isSignedBy({ ...receipt, text: forged }, publicKey), false)
    }),
  )
})

test('whatever stands where a receipt or a key set should be is read without falling over it', () => {
  const almost = fc.array(fc.oneof(fc.string(), object.map(part)), { maxLength: 4 }).map((parts) => parts.join('.'))
  fc.assert(
    fc.property(fc.oneof(fc.string(), almost), (text) => {
      const receipt = takeApart(text)
      if (receipt) assert.equal(isSignedBy(receipt, publicKey), false)
    }),
  )
  const jwk = fc.record({ kty: fc.constant('OKP'), crv: fc.constant('Ed25519'), kid: fc.string(), x: fc.anything() })
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.record({ keys: fc.array(fc.oneof(jwk, fc.anything())) })),
      (set) => void keysIn(set),
    ),
  )
  const own = { ...publicKey.export({ format: 'jwk' }), kid: 'k' }
  assert.deepEqual(
    [...keysIn({ keys: [own, { ...own, kid: 'p', kty: 'EC' }, null, { ...own, kid: 7 }] }).keys()],
    ['k'],
  )
})
