import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { testDatabase } from '#test/support/database'
import type { VaultRef } from '../vault-ref.ts'
import { localKeyEncryption } from './key-encryption.ts'
import { rotateKeys } from './rotate.ts'
import type { VaultTables } from './tables.ts'
import { look, makeKek, testVault } from './testing.ts'
import { openVault } from './vault.ts'

const [k1, k2] = [makeKek('k1'), makeKek('k2')]
const reviewAt = new Date('2027-03-01T00:00:00Z')

async function setUp(t: TestContext, subjects: number) {
  const { server } = await testDatabase<VaultTables>(t)
  const db = server.kysely
  const { parts } = await testVault(t, db, { keys: localKeyEncryption([k1]) })
  const first = await openVault(db, parts)
  const put = (vault = first) =>
    db.transaction().execute((trx) => vault.put(trx, { class: 'name', value: 'x', reviewAt, findBy: ['x'] }))
  const reveal = (vault: typeof first, ref: VaultRef) =>
    db.transaction().execute(async (trx) => (await vault.reveal(trx, [ref], look)).get(ref))
  const kept = await Promise.all(Array.from({ length: subjects }, () => put()))
  return { db, parts, first, put, reveal, kept, both: localKeyEncryption([k2, k1]) }
}

test('keys rotate while people are put, read and erased, and then the old key can go', async (t) => {
  const { db, parts, put, reveal, kept, both } = await setUp(t, 90)
  const vault = await openVault(db, { ...parts, keys: both })
  let busy = true
  const load = [0, 1, 2].map(async (worker) => {
    for (let at = worker; busy; at = (at + 7) % kept.length) {
      const { ref } = await put(vault)
      assert.equal((await reveal(vault, ref))?.erased, false)
      assert.ok(await reveal(vault, kept[at]?.ref ?? ref))
      if (at % 31 === 5)
        await db.transaction().execute((trx) => vault.erase(trx, kept[at]?.subject ?? '', 'owner-asked'))
    }
  })
  const steps: number[] = []
  const { rewrapped, held } = await rotateKeys(db, both, { batch: 7, onProgress: (done) => steps.push(done) })
  busy = false
  await Promise.all(load)
  assert.equal(held, 0)
  assert.ok(rewrapped > 80 && rewrapped <= 90, `${rewrapped} of 90 rewrapped, some erased meanwhile`)
  assert.deepEqual(
    steps,
    steps.toSorted((a, b) => a - b),
  )
  const onlyNew = await openVault(db, { ...parts, keys: localKeyEncryption([k2]) })
  for (const { ref } of kept) assert.ok(await reveal(onlyNew, ref))
  assert.ok((await onlyNew.find(db, 'name', 'x')).length >= 80, 'the blind index outlives the rotation')
})

test('a rotation that was stopped goes on where it stood, and one with nothing to do does nothing', async (t) => {
  const { db, both } = await setUp(t, 20)
  const stopped = rotateKeys(db, both, {
    batch: 5,
    onProgress: (done) => {
      if (done >= 10) throw new Error('stopped')
    },
  })
  await assert.rejects(stopped, /stopped/)
  assert.deepEqual(await rotateKeys(db, both, { batch: 5 }), { rewrapped: 10, held: 0 })
  assert.deepEqual(await rotateKeys(db, both), { rewrapped: 0, held: 0 })
})

test('a start without a key that is still in use says which, and how many people it holds', async (t) => {
  const { db, parts } = await setUp(t, 3)
  const opening = openVault(db, { ...parts, keys: localKeyEncryption([k2]) })
  await assert.rejects(opening, /missing from the configuration or differ from it: k1 \(3 subjects\)/)
})

test('a start with other bytes under the right key id is stopped too, and shows no key', async (t) => {
  const { db, parts } = await setUp(t, 1)
  const wrong = makeKek('k1')
  await assert.rejects(openVault(db, { ...parts, keys: localKeyEncryption([wrong]) }), (fault: Error) => {
    assert.match(fault.message, /k1 \(1 subject\)/)
    assert.ok(!String(fault.stack).includes(wrong.key.toString('base64')))
    return true
  })
})

test('a vault that holds nobody yet still refuses a lost index key', async (t) => {
  const { db, parts } = await setUp(t, 0)
  await assert.rejects(openVault(db, { ...parts, keys: localKeyEncryption([k2]) }), /k1 \(the index key\)/)
})
