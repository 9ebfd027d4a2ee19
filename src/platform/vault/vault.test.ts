import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { CompiledQuery, sql } from 'kysely'
import { testDatabase } from '#test/support/database'
import type { VaultRef } from '../vault-ref.ts'
import { type OnErased, replayErasures } from './erase.ts'
import type { NewRecord } from './put.ts'
import { startVault } from './start-vault.ts'
import type { VaultTables } from './tables.ts'
import { look, testVault } from './testing.ts'
import { tombstonesIn } from './tombstones.ts'
import type { VaultParts } from './vault.ts'

const reviewAt = new Date('2027-03-01T00:00:00Z')
const number = (value: string, more: Partial<NewRecord> = {}): NewRecord => ({
  class: 'number',
  value,
  reviewAt,
  findBy: [value],
  ...more,
})

async function setUp(t: TestContext, changed: Partial<VaultParts> = {}) {
  const { server, owner } = await testDatabase<VaultTables>(t)
  const made = await testVault(t, server.kysely, changed)
  const { vault } = made
  return {
    ...made,
    server: server.kysely,
    owner: owner.kysely,
    put: (record: NewRecord) => server.kysely.transaction().execute((trx) => vault.put(trx, record)),
    reveal: (...refs: VaultRef[]) => server.kysely.transaction().execute((trx) => vault.reveal(trx, refs, look)),
    erase: (subject: string, why = 'owner-asked') =>
      server.kysely.transaction().execute((trx) => vault.erase(trx, subject, why)),
  }
}

/** Everything that an error would show in a log: message, stack, causes and properties. */
const shown = (fault: unknown) => inspect(fault, { depth: 10, showHidden: true })

test('any JSON value comes back from the vault as it was put', async (t) => {
  const { put, reveal } = await setUp(t)
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (json) => {
      const value: unknown = JSON.parse(JSON.stringify(json))
      const { ref, subject } = await put({ class: 'free-text', value, reviewAt })
      assert.deepEqual((await reveal(ref)).get(ref), { erased: false, class: 'free-text', subject, value })
    }),
    { numRuns: 60 },
  )
})

test('a sealed record is nowhere until its statement runs, in whatever transaction that is', async (t) => {
  const { vault, server, reveal } = await setUp(t)
  const { ref, subject, text, values } = await vault.seal(number('+447700900124'))
  await assert.rejects(reveal(ref), /the vault has no record/)
  await server.transaction().execute((trx) => trx.executeQuery(CompiledQuery.raw(text, [...values])))
  assert.deepEqual((await reveal(ref)).get(ref), { erased: false, class: 'number', subject, value: '+447700900124' })
  const found = await server.transaction().execute((trx) => vault.find(trx, 'number', '+447700900124'))
  assert.deepEqual(found, [{ ref, subject }])
  assert.doesNotMatch(inspect(values), /7700900124/)
})

test('records of one person share a key, and the database holds none of their words', async (t) => {
  const { put, reveal, owner } = await setUp(t)
  const first = await put({ class: 'name', value: 'Seeded Surname', reviewAt })
  const second = await put(number('+447700900123', { subject: first.subject }))
  assert.equal(second.subject, first.subject)
  const values = await reveal(first.ref, second.ref)
  assert.deepEqual([...values.values()].map((found) => !found.erased && found.value).sort(), [
    '+447700900123',
    'Seeded Surname',
  ])
  for (const table of ['vault_subject', 'vault_record', 'vault_index', 'vault_index_key']) {
    const rows = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t`.execute(owner)
    const text = rows.rows.map(({ row }) => row).join()
    for (const secret of ['Surname', '447700900123'])
      assert.ok(
        !text.includes(secret) && !text.includes(Buffer.from(secret).toString('hex')),
        `${table} shows ${secret}`,
      )
  }
})

test('every look is written down with its purpose before anything is shown', async (t) => {
  const { put, reveal, looks } = await setUp(t)
  const { ref, subject } = await put(number('+447700900123'))
  await reveal(ref)
  assert.deepEqual(looks, [{ ...look, ref, class: 'number', subject }])
})

test('a look that cannot be written down shows nothing', async (t) => {
  let down = false
  const audit = async () => {
    if (down) throw new Error('audit is away')
  }
  const { put, reveal } = await setUp(t, { audit })
  const { ref } = await put(number('+447700900123'))
  down = true
  await assert.rejects(reveal(ref), /audit is away/)
})

test('a look without a purpose, or outside a transaction, is refused and leaves no audit row', async (t) => {
  const { put, server, vault, looks } = await setUp(t)
  const { ref } = await put(number('+447700900123'))
  const vague = server.transaction().execute((trx) => vault.reveal(trx, [ref], { ...look, purpose: ' ' }))
  await assert.rejects(vague, /needs its purpose: nothing revealed/)
  await assert.rejects(vault.reveal(server, [ref], look), /needs a transaction/)
  assert.deepEqual(looks, [])
})

test('an erased person reveals nothing, without a fault, and is found by no number', async (t) => {
  const { put, reveal, erase, vault, server, parts } = await setUp(t)
  const kept = await put(number('+447700900123'))
  const other = await put(number('+447700900124'))
  assert.deepEqual(await erase(kept.subject), { subject: kept.subject, done: true, records: 1 })
  assert.deepEqual((await reveal(kept.ref)).get(kept.ref), { erased: true })
  assert.deepEqual(await vault.find(server, 'number', '+447700900123'), [])
  assert.deepEqual(await vault.find(server, 'number', '+447700900124'), [other])
  const at = parts.now().toISOString()
  assert.deepEqual((await parts.tombstones.read()).tombstones, [{ subject: kept.subject, at, why: 'owner-asked' }])
  const rows = await server.selectFrom('vault_subject').selectAll().where('subject', '=', kept.subject).execute()
  assert.equal(rows[0]?.wrapped_key, null)
})

test('erasing twice does nothing twice, and nothing more can be put under an erased person', async (t) => {
  const { put, erase, parts } = await setUp(t)
  const { subject } = await put(number('+447700900123'))
  await erase(subject)
  assert.deepEqual(await erase(subject), { subject, done: false, records: 0 })
  assert.equal((await parts.tombstones.read()).tombstones.length, 1)
  await assert.rejects(put(number('+447700900125', { subject })), /was erased/)
})

test('an erasure written down but rolled back is done at the next start', async (t) => {
  const { put, reveal, vault, server, parts } = await setUp(t)
  const { ref, subject } = await put(number('+447700900123'))
  const broken = server.transaction().execute(async (trx) => {
    await vault.erase(trx, subject, 'owner-asked')
    throw new Error('the power went')
  })
  await assert.rejects(broken, /the power went/)
  assert.equal((await reveal(ref)).get(ref)?.erased, false)
  assert.deepEqual(await replayErasures(server, parts.tombstones), { erased: 1, unreadable: [] })
  assert.deepEqual((await reveal(ref)).get(ref), { erased: true })
  assert.deepEqual(await replayErasures(server, parts.tombstones), { erased: 0, unreadable: [] })
})

test('what is put while a person is erased is erased with them', async (t) => {
  const { put, reveal, erase, vault, server } = await setUp(t)
  const { subject } = await put(number('+447700900123'))
  let erasing: Promise<unknown> = Promise.resolve()
  const late = await server.transaction().execute(async (trx) => {
    const kept = await vault.put(trx, number('+447700900126', { subject }))
    erasing = erase(subject)
    return kept
  })
  await erasing
  assert.deepEqual((await reveal(late.ref)).get(late.ref), { erased: true })
})

test('a row moved to another reference, person or class is detected, and so is a changed byte', async (t) => {
  const { put, reveal, owner } = await setUp(t)
  const mine = await put({ class: 'name', value: 'Seeded Surname', reviewAt })
  const yours = await put({ class: 'name', value: 'Other Surname', reviewAt })
  await sql`alter table vault_record disable trigger user`.execute(owner)
  const attacks = [
    sql`update vault_record a set nonce = b.nonce, sealed = b.sealed from vault_record b where a.ref = ${mine.ref} and b.ref = ${yours.ref}`,
    sql`update vault_record set subject = ${yours.subject} where ref = ${mine.ref}`,
    sql`update vault_record set class = 'place' where ref = ${mine.ref}`,
    sql`update vault_record set sealed = set_byte(sealed, 0, get_byte(sealed, 0) # 1) where ref = ${mine.ref}`,
    sql`update vault_record set sealed = substr(sealed, 1, 8) where ref = ${mine.ref}`,
    sql`update vault_subject a set wrapped_key = b.wrapped_key from vault_subject b where a.subject = ${mine.subject} and b.subject = ${yours.subject}`,
  ]
  for (const attack of attacks) {
    const before = await owner
      .selectFrom('vault_record')
      .selectAll()
      .where('ref', '=', mine.ref)
      .executeTakeFirstOrThrow()
    const key = await owner
      .selectFrom('vault_subject')
      .selectAll()
      .where('subject', '=', mine.subject)
      .executeTakeFirstOrThrow()
    await attack.execute(owner)
    await assert.rejects(reveal(mine.ref), /does not open/)
    await owner.updateTable('vault_record').set(before).where('ref', '=', mine.ref).execute()
    await owner.updateTable('vault_subject').set(key).where('subject', '=', mine.subject).execute()
    assert.equal((await reveal(mine.ref)).get(mine.ref)?.erased, false)
  }
})

test('the database refuses to rewrite a record or to bring an erased one back, also for the server', async (t) => {
  const { put, erase, server } = await setUp(t)
  const { ref, subject } = await put(number('+447700900123'))
  const rewrite = () =>
    server
      .updateTable('vault_record')
      .set({ nonce: Buffer.alloc(12), sealed: Buffer.alloc(40) })
      .where('ref', '=', ref)
  await assert.rejects(rewrite().execute(), /never rewritten/)
  await erase(subject)
  await assert.rejects(rewrite().execute(), /never rewritten/)
  await assert.rejects(server.deleteFrom('vault_record').execute(), /permission denied/)
})

test('a person is found by a normalised value of the same class only, and only while their record stands', async (t) => {
  const { put, vault, server } = await setUp(t)
  const kept = await put(number('+447700900123', { findBy: ['+447700900123', '+447700900123'] }))
  assert.deepEqual(await vault.find(server, 'number', '+447700900123'), [kept])
  assert.deepEqual(await vault.find(server, 'contact', '+447700900123'), [])
})

test('nothing personal shows in any fault of the vault', async (t) => {
  const secret = 'Seeded Surname of 12 Seeded Street +447700900123'
  const { put, owner, server, vault } = await setUp(t)
  const kept = await put({ class: 'name', value: { [secret]: secret }, reviewAt, findBy: [secret] })
  const circular: Record<string, unknown> = {}
  circular[secret] = { [secret]: circular }
  const faulty: (() => Promise<unknown>)[] = [
    () => put({ class: 'name', value: circular, reviewAt }),
    () => put({ class: 'name', value: undefined, reviewAt }),
    () => put({ class: 'name', value: { [secret]: 1n }, reviewAt }),
    () => put({ class: secret as 'name', value: 1, reviewAt }),
    () => put({ class: 'name', value: secret, reviewAt, subject: secret }),
    () => put({ class: 'name', value: secret, reviewAt: new Date(secret) }),
    () => put({ class: 'name', value: secret, reviewAt, subject: randomUUID(), findBy: [secret] }),
    () => server.transaction().execute((trx) => vault.reveal(trx, [secret as VaultRef], look)),
    () => server.transaction().execute((trx) => vault.erase(trx, kept.subject, secret)),
    async () => {
      await sql`alter table vault_record disable trigger user`.execute(owner)
      await sql`update vault_record set sealed = set_byte(sealed, 3, get_byte(sealed, 3) # 4)`.execute(owner)
      return server.transaction().execute((trx) => vault.reveal(trx, [kept.ref], look))
    },
    async () => {
      await sql`drop table vault_index`.execute(owner)
      return put({ class: 'name', value: secret, reviewAt, findBy: [secret] })
    },
    async () => {
      await sql`alter table vault_record add check (false) not valid`.execute(owner)
      return put({ class: 'name', value: secret, reviewAt })
    },
  ]
  for (const [at, fail] of faulty.entries()) {
    const fault = await fail().then(
      () => assert.fail(`case ${at} did not fail`),
      (thrown: unknown) => thrown,
    )
    for (const part of ['Seeded', '447700900123', Buffer.from('Seeded').toString('hex')])
      assert.ok(!shown(fault).includes(part), `case ${at} shows personal data: ${shown(fault)}`)
  }
})

test('what is due for review is counted by class, without content, and an erased or kept record leaves the list', async (t) => {
  const { put, erase, vault, server } = await setUp(t)
  const soon = new Date('2026-04-01T00:00:00Z')
  const one = await put(number('+447700900123', { reviewAt: soon }))
  const two = await put(number('+447700900124', { reviewAt: soon }))
  const three = await put({ class: 'name', value: 'Seeded Surname', reviewAt: soon })
  await put({ class: 'name', value: 'Seeded Surname', reviewAt })
  const at = new Date('2026-05-01T00:00:00Z')
  assert.deepEqual(await vault.due(server, at), [
    { class: 'name', records: 1, oldest: soon.toISOString() },
    { class: 'number', records: 2, oldest: soon.toISOString() },
  ])
  await erase(one.subject, 'retention-ended')
  await vault.keep(server, [three.ref], reviewAt)
  assert.deepEqual(await vault.dueRefs(server, at, 10), [two.ref])
})

test('an erasure can record a further fact in its own transaction, also one that is done again at a start', async (t) => {
  const told: unknown[] = []
  const onErased: OnErased = async (_trx, erasure) => void told.push(erasure)
  const { put, erase, server, parts } = await setUp(t, { onErased })
  const [one, two] = [await put(number('+447700900123')), await put(number('+447700900124'))]
  await erase(one.subject)
  await parts.tombstones.append({ subject: two.subject, at: '2026-03-01T12:00:00Z', why: 'retention-ended' })
  await replayErasures(server, parts.tombstones, onErased)
  assert.deepEqual(told, [
    { subject: one.subject, done: true, records: 1, why: 'owner-asked' },
    { subject: two.subject, done: true, records: 1, why: 'retention-ended' },
  ])
})

test('a start does what erasures are owed, and warns of a new key and of lines that it cannot read', async (t) => {
  const { server } = await testDatabase<VaultTables>(t)
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-start-'))
  t.after(() => rm(dataDir, { recursive: true }))
  const warned: string[] = []
  const parts = { audit: async () => {}, now: () => new Date(), warn: (says: string) => void warned.push(says) }
  const start = () => startVault(server, { kek: undefined, dataDir }, parts)
  const first = await start()
  assert.match(warned.join(), /key to all personal data was made/)
  const { ref, subject } = await server.kysely.transaction().execute((trx) => first.put(trx, number('+447700900123')))
  await tombstonesIn(dataDir).append({ subject, at: '2026-03-01T12:00:00Z', why: 'owner-asked' })
  await appendFile(tombstonesIn(dataDir).path, '{"subject":"22')
  const second = await start()
  assert.match(warned.at(-1) ?? '', /line 2 cannot be read/)
  const seen = await server.kysely.transaction().execute((trx) => second.reveal(trx, [ref], look))
  assert.deepEqual(seen.get(ref), { erased: true })
})

test('nothing is served from a database whose restore did not finish', async (t) => {
  const { server, owner } = await testDatabase<VaultTables>(t)
  await sql`insert into restore_state (began_at) values (now())`.execute(owner.kysely)
  const parts = { audit: async () => {}, now: () => new Date(), warn: () => {} }
  const dataDir = join(tmpdir(), 'ringback-never-made')
  await assert.rejects(startVault(server, { kek: undefined, dataDir }, parts), /did not finish/)
})

test('a value that is put once has one reference, also when twenty ask for it in the same moment', async (t) => {
  const { server } = await testDatabase<VaultTables>(t)
  const { vault } = await testVault(t, server.kysely)
  const put = (value: string) =>
    server.kysely
      .transaction()
      .execute((trx) =>
        vault.putOnce(trx, { class: 'number', value, findBy: [value], reviewAt: new Date('2027-01-01') }),
      )
  const kept = await Promise.all(Array.from({ length: 20 }, () => put('+447700900123')))
  assert.equal(new Set(kept.map(({ ref }) => ref)).size, 1)
  assert.notEqual((await put('+447700900124')).ref, kept[0]?.ref)
})
