import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VaultRef } from '#platform/vault-ref'
import { mailsIn } from './owners-mail.ts'

test('B31: an owner is written to once an address, in the language that they chose when they got ready', () => {
  const kept = [
    { name: 'A Name', email: 'a@example.org', language: 'cy' },
    { name: 'A Name', email: 'b@example.org' },
    { name: 'A Name', email: 'b@example.org', language: 'tlh' },
    { name: 'B Name', number: '+447700900123' },
  ]
  const known = new Map(kept.map((value, n) => [`v_${n}` as VaultRef, { erased: false, value } as never]))
  assert.deepEqual(mailsIn(known), [
    { to: 'a@example.org', language: 'cy' },
    { to: 'b@example.org', language: 'en' },
  ])
})
