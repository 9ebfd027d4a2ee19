import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { CompactSign } from 'jose'
import { claimedAction, type PartnerKey, receiptType, verifyReceipt } from './receipts.ts'

const now = new Date('2026-01-01T12:00:00.000Z')
const pair = generateKeyPairSync('ed25519')
const key: PartnerKey = {
  kid: 'k1',
  publicKey: String(pair.publicKey.export({ format: 'jwk' }).x),
  validFrom: now.getTime() - 86_400_000,
  validUntil: undefined,
}
const expected = { action: randomUUID(), partner: 'north', kind: 'block-handset' }
const word = { ...expected, outcome: 'acknowledged', at: now.toISOString() }

type Overrides = { payload?: object; header?: object; by?: KeyObject }
const signed = ({ payload = {}, header = {}, by = pair.privateKey }: Overrides = {}) =>
  new CompactSign(new TextEncoder().encode(JSON.stringify({ ...word, ...payload })))
    .setProtectedHeader({ alg: 'EdDSA', kid: 'k1', typ: receiptType, ...header })
    .sign(by)

const faultOf = async (jws: string | undefined, keys: readonly PartnerKey[] = [key], when = now) => {
  const verdict = await verifyReceipt(jws, expected, keys, when)
  return verdict.ok ? 'none' : verdict.fault
}

test('a receipt signed by the partner for this action is believed, and kept as it came', async () => {
  const jws = await signed()
  const verdict = await verifyReceipt(jws, expected, [key], now)
  assert.ok(verdict.ok)
  assert.deepEqual(verdict.receipt, {
    ...expected,
    outcome: 'acknowledged',
    code: undefined,
    at: now.getTime(),
    kid: 'k1',
    jws,
  })
})

test('the receipt of another action, partner or kind of action is refused', async () => {
  assert.equal(await faultOf(await signed({ payload: { action: randomUUID() } })), 'other-action')
  assert.equal(await faultOf(await signed({ payload: { partner: 'south' } })), 'other-partner')
  assert.equal(await faultOf(await signed({ payload: { kind: 'unblock-handset' } })), 'other-kind')
})

test('unsigned and HMAC receipts are refused, even when the HMAC key is our copy of the public key', async () => {
  const none = `${Buffer.from('{"alg":"none","kid":"k1"}').toString('base64url')}.${Buffer.from(JSON.stringify(word)).toString('base64url')}.`
  const hmac = await new CompactSign(new TextEncoder().encode(JSON.stringify(word)))
    .setProtectedHeader({ alg: 'HS256', kid: 'k1', typ: receiptType })
    .sign(Buffer.from(key.publicKey, 'base64url'))
  assert.equal(await faultOf(none), 'wrong-algorithm')
  assert.equal(await faultOf(hmac), 'wrong-algorithm')
})

test('a signature by somebody else, and a signature for another use, are refused', async () => {
  const forger = generateKeyPairSync('ed25519').privateKey
  assert.equal(await faultOf(await signed({ by: forger })), 'bad-signature')
  assert.equal(await faultOf(await signed({ header: { kid: 'k2' } })), 'unknown-key')
  assert.equal(await faultOf(await signed({ header: { typ: 'JWT' } })), 'malformed')
  assert.equal(await faultOf(undefined), 'missing')
})

test('a clock two minutes off is borne; a receipt from further in the future is not', async () => {
  const ahead = (seconds: number) => signed({ payload: { at: new Date(now.getTime() + seconds * 1000).toISOString() } })
  assert.equal(await faultOf(await ahead(119)), 'none')
  assert.equal(await faultOf(await ahead(121)), 'from-the-future')
})

test('after a rotation the old key vouches for late receipts for a day, and never for what came after its end', async () => {
  const old = { ...key, validUntil: now.getTime() - 3_600_000 }
  const before = await signed({ payload: { at: new Date(now.getTime() - 7_200_000).toISOString() } })
  assert.equal(await faultOf(before, [old]), 'none')
  assert.equal(await faultOf(await signed(), [old]), 'key-not-valid-then')
  assert.equal(await faultOf(before, [old], new Date(now.getTime() + 30 * 3_600_000)), 'key-not-valid-then')
  assert.equal(await faultOf(before, [{ ...key, validFrom: now.getTime() }]), 'key-not-valid-then')
})

test('no change of a single character leaves a receipt valid', async () => {
  const jws = await signed()
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'
  await fc.assert(
    fc.asyncProperty(fc.nat(jws.length - 1), fc.constantFrom(...alphabet), async (at, letter) => {
      const changed = jws.slice(0, at) + letter + jws.slice(at + 1)
      // The last character of a 64-byte signature carries four unused bits: those are no change of the bytes.
      const same = Buffer.from(changed.split('.')[2] ?? '', 'base64url').equals(
        Buffer.from(jws.split('.')[2] ?? '', 'base64url'),
      )
      fc.pre(changed !== jws && !(same && at >= jws.length - 1))
      assert.notEqual(await faultOf(changed), 'none')
    }),
  )
})

test('whatever is sent as a receipt, reading it never throws', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.base64String().map((text) => `${text}.${text}.${text}`),
      ),
      async (text) => {
        claimedAction(text)
        assert.notEqual(await faultOf(text), 'none')
      },
    ),
  )
})
