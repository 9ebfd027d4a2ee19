import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { openDatabase } from '#platform/database'
import { readMigrations } from '#platform/migrate'
import { emptyDatabase } from '#test/support/database'
import { localKeyEncryption } from '../vault/key-encryption.ts'
import type { VaultTables } from '../vault/tables.ts'
import { look, makeKek, testVault } from '../vault/testing.ts'
import { openVault } from '../vault/vault.ts'
import { atPlace, contents, fillOdd, migrationOf, withOdd } from './testing.ts'

test('a restore goes into an empty database only, so never twice into one', async (t) => {
  const from = await atPlace(t, await emptyDatabase(t), withOdd())
  await fillOdd(from.pool, 5)
  await from.backup()
  const to = await atPlace(t, await emptyDatabase(t), withOdd())
  await to.restore(from.file)
  const before = await contents(to.pool)
  await assert.rejects(to.restore(from.file), /not empty \(a_first, child, noise hold rows\).*Make a new database/)
  assert.deepEqual(await contents(to.pool), before)
  await to.refuse()
})

test('a backup of an older Ringback is restored in its own form and led forward, also into a newer empty database', async (t) => {
  const from = await atPlace(t, await emptyDatabase(t), withOdd())
  await fillOdd(from.pool, 5)
  await from.backup()
  const newer = [...withOdd(), migrationOf('9009-shout.sql', 'update seeded set words = upper(words)')]
  for (const target of [await atPlace(t, await emptyDatabase(t)), await atPlace(t, await emptyDatabase(t), newer)]) {
    await target.restore(from.file, { migrations: newer })
    const { rows } = await target.pool.query('select words from seeded')
    assert.deepEqual(rows, [{ words: 'CHANGED SINCE' }])
  }
})

test('a backup of a newer Ringback, or of other migrations, is refused before anything is made', async (t) => {
  const from = await atPlace(t, await emptyDatabase(t), withOdd())
  await from.backup()
  const to = await atPlace(t, await emptyDatabase(t))
  await assert.rejects(to.restore(from.file, { migrations: readMigrations() }), /from a newer Ringback.*9001-odd\.sql/)
  const other = [...readMigrations(), migrationOf('9001-odd.sql', 'select 1')]
  await assert.rejects(to.restore(from.file, { migrations: other }), /9001-odd\.sql is another one here/)
  assert.deepEqual(await contents(to.pool), {})
})

test('a restored ledger that does not verify is not served', async (t) => {
  const from = await atPlace(t, await emptyDatabase(t), withOdd())
  await from.backup()
  const to = await atPlace(t, await emptyDatabase(t))
  const verify = () => Promise.reject(new Error('event 7 does not match its seal'))
  await assert.rejects(to.restore(from.file, { verify }), /event 7/)
  await assert.rejects(to.refuse(), /did not finish/)
  await to.restore(from.file)
  await to.refuse()
})

test('what a partner was being sent at the time of the backup can be sent again', async (t) => {
  const from = await atPlace(t, await emptyDatabase(t), withOdd())
  await fillOdd(from.pool, 2)
  await from.backup()
  const to = await atPlace(t, await emptyDatabase(t))
  await to.restore(from.file, { afterLoad: [`update odd set words = 'free' where words = 'row 1'`] })
  const { rows } = await to.pool.query(`select count(*)::int as free from odd where words = 'free'`)
  assert.deepEqual(rows, [{ free: 1 }])
})

async function withPeople(t: TestContext) {
  const from = await atPlace(t, await emptyDatabase(t), readMigrations())
  const db = openDatabase<VaultTables>(from.ownerUrl)
  t.after(() => db.close())
  const kek = makeKek('k1')
  const keys = localKeyEncryption([kek])
  const { vault, parts } = await testVault(t, db.kysely, { keys, tombstones: from.tombstones })
  const put = (value: string) =>
    db.kysely
      .transaction()
      .execute((trx) => vault.put(trx, { class: 'name', value, reviewAt: parts.now(), findBy: [value] }))
  const erase = (subject: string) => db.kysely.transaction().execute((trx) => vault.erase(trx, subject, 'owner-asked'))
  return { from, kek, parts, put, erase }
}

test('whoever was erased after the backup is erased again before the restored database is served', async (t) => {
  const { from, parts, put, erase } = await withPeople(t)
  const [stays, goes] = [await put('Seeded Surname'), await put('Other Surname')]
  await from.backup()
  await erase(goes.subject)
  await from.tombstones.append({ subject: randomUUID(), at: '2026-03-02T00:00:00Z', why: 'owner-asked' })
  const to = await atPlace(t, await emptyDatabase(t))
  const steps: string[] = []
  const restored = await to.restore(from.file, {
    tombstones: from.tombstones,
    migrations: readMigrations(),
    onStep: (step) => steps.push(step),
  })
  assert.deepEqual([restored.erased, restored.unreadable], [1, []])
  assert.deepEqual(steps, ['migrate', 'load', 'erase', 'verify'])
  const db = openDatabase<VaultTables>(to.ownerUrl)
  t.after(() => db.close())
  const vault = await openVault(db.kysely, parts)
  const seen = await db.kysely.transaction().execute((trx) => vault.reveal(trx, [stays.ref, goes.ref], look))
  assert.deepEqual(seen.get(goes.ref), { erased: true })
  assert.partialDeepStrictEqual(seen.get(stays.ref), { erased: false, value: 'Seeded Surname' })
  assert.deepEqual(await vault.find(db.kysely, 'name', 'Other Surname'), [])
})

test('a backup holds the wrapped keys of people, and neither their words nor the key-encryption key', async (t) => {
  const { from, kek, put } = await withPeople(t)
  const { subject } = await put('Seeded Surname')
  await from.backup()
  const bytes = gunzipSync(await readFile(from.file))
  assert.ok(bytes.includes(subject))
  assert.ok(bytes.includes('"wrapped_key":"'))
  for (const form of ['hex', 'base64', 'base64url'] as const) {
    assert.ok(
      !bytes.includes(kek.key.toString(form).replaceAll('=', '')),
      `the key-encryption key stands there in ${form}`,
    )
    assert.ok(!bytes.includes(Buffer.from('Seeded Surname').toString(form).slice(0, 16)))
  }
  assert.ok(!bytes.includes(kek.key) && !bytes.includes('Surname'))
})
