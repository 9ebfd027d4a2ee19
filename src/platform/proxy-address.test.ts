import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isProxyAddress } from './proxy-address.ts'

const bits = (most: number) => fc.integer({ min: 8, max: most })

test('a proxy is an address, or a range of them', () => {
  fc.assert(fc.property(fc.ipV4(), bits(32), (ip, range) => isProxyAddress(ip) && isProxyAddress(`${ip}/${range}`)))
  fc.assert(fc.property(fc.ipV6(), bits(128), (ip, range) => isProxyAddress(ip) && isProxyAddress(`${ip}/${range}`)))
})

test('everybody, a name and what cannot be read are none', () => {
  for (const text of [
    '',
    'true',
    '*',
    '1',
    'loopback',
    'proxy.example',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.1/33',
    '10.0.0.1/8/8',
  ])
    assert.equal(isProxyAddress(text), false, text)
  fc.assert(
    fc.property(fc.string(), (text) => isProxyAddress(text) === false || /^[\da-fA-F.:%\w]+(\/\d+)?$/.test(text)),
  )
})
