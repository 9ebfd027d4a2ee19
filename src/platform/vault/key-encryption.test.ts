import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { keksFor } from './kek-file.ts'
import { localKeyEncryption, parseKeks } from './key-encryption.ts'
import { makeKek } from './testing.ts'

const base64 = () => randomBytes(32).toString('base64')

test('configured keys are read in order, the current one first', () => {
  const [a, b] = [base64(), base64()]
  assert.deepEqual(
    parseKeks(`k2026:${a}, k2025:${b}`).map((kek) => [kek.id, kek.key.toString('base64')]),
    [
      ['k2026', a],
      ['k2025', b],
    ],
  )
})

test('a key that is short, unnamed or named twice is refused without being repeated', () => {
  const key = base64()
  const short = randomBytes(31).toString('base64')
  for (const text of ['', key, `k1:${short}`, `K1:${key}`, `k1:${key},`, `k1:${key},k1:${base64()}`, `k1:${key}=`])
    assert.throws(
      () => parseKeks(text),
      (fault: Error) => /RINGBACK_KEK/.test(fault.message) && !fault.message.includes(key),
    )
})

test('no text makes the reading of keys fail in any other way than its own refusal', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        parseKeks(text)
      } catch (fault) {
        assert.match(String(fault), /RINGBACK_KEK/)
      }
    }),
  )
})

test('a wrapped key opens only for its own subject, under its own key id', async () => {
  const [k1, k2] = [makeKek('k1'), makeKek('k2')]
  const keys = localKeyEncryption([k1, k2])
  const key = randomBytes(32)
  const { kek, wrapped } = await keys.wrap(key, 'subject-a')
  assert.deepEqual(await keys.unwrap(kek, wrapped, 'subject-a'), key)
  await assert.rejects(keys.unwrap(kek, wrapped, 'subject-b'), /does not open/)
  await assert.rejects(keys.unwrap('k2', wrapped, 'subject-a'), /does not open/)
  await assert.rejects(keys.unwrap('k3', wrapped, 'subject-a'), /k3 is not in the configuration/)
  await assert.rejects(
    localKeyEncryption([{ id: 'k2', key: k1.key }]).unwrap('k2', wrapped, 'subject-a'),
    /does not open/,
  )
})

test('a key made in the data folder is for its owner only, is said loudly once, and is the same at the next start', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-kek-'))
  t.after(() => rm(dataDir, { recursive: true }))
  const first = keksFor({ kek: undefined, dataDir })
  assert.match(first.advice ?? '', /apart from the database/)
  assert.deepEqual(keksFor({ kek: undefined, dataDir }), { keks: first.keks })
  assert.equal((await stat(join(dataDir, 'secrets', 'vault-kek'))).mode & 0o777, 0o600)
})

test('a configured key is used and none is made', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-kek-'))
  t.after(() => rm(dataDir, { recursive: true }))
  assert.deepEqual(
    keksFor({ kek: `k1:${base64()}`, dataDir }).keks.map(({ id }) => id),
    ['k1'],
  )
  assert.deepEqual(await readdir(dataDir), [])
})
