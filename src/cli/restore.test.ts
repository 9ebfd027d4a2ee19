import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Pool } from 'pg'
import { commandHere } from '#test/support/command'
import { emptyDatabase, testDatabase } from '#test/support/database'

async function installation(t: TestContext, url: string) {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-restore-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const pool = new Pool({ connectionString: url, max: 2 })
  pool.on('error', () => {})
  t.after(() => pool.end())
  const env = { DATABASE_URL: url, RINGBACK_DATA: join(folder, 'data'), LOG_LEVEL: 'silent' }
  const run = async (...args: string[]) => {
    const { code, err, out } = await commandHere(args, env)
    return { code, err, said: out.trim() === '' ? undefined : JSON.parse(out) }
  }
  return { folder, pool, run }
}

/** An installation with one event, an action that a partner was just being sent, and one person in the vault. */
async function working(t: TestContext) {
  const from = await installation(t, (await testDatabase(t)).url)
  await from.pool.query(
    `with e as (insert into event (stream, version, type, type_version, tenant, actor, cause, data)
       values ('case/1', 1, 'reports.theft-reported', 1, 'force:a', 'public', 'c', '{}') returning id)
     insert into unsealed select id from e`,
  )
  await from.pool.query(
    `insert into action (id, stream, version, tenant, partner, kind, target, input, claimed_by, due) values
     (gen_random_uuid(), 'case/1', 1, 'force:a', 'an-operator', 'block-handset', 'h', '{}', 'work-1', 'infinity')`,
  )
  const subject = '11111111-1111-4111-8111-111111111111'
  await from.pool.query(`insert into vault_subject values ($1, 'k1', '\\x00', now(), null)`, [subject])
  return { ...from, subject, file: join(from.folder, 'one.backup') }
}

test('a backup is taken, a person erased, and a new installation comes up without them and with its work owed', async (t) => {
  const from = await working(t)
  const backup = await from.run('backup', from.file, '--json')
  assert.deepEqual([backup.code, backup.said?.tables?.event], [0, 1], backup.err)
  // Written as the erasure itself would: the key of this person is made up, so the vault could not be opened.
  const log = join(from.folder, 'tombstones.ndjson')
  const { tombstoneLog } = await import('#platform/vault/tombstones')
  await tombstoneLog(log).append({ subject: from.subject, at: '2026-03-01T12:00:00Z', why: 'owner-asked' })

  const to = await installation(t, await emptyDatabase(t))
  const bare = await to.run('restore', from.file)
  assert.equal(bare.code, 2)
  assert.match(bare.err, /no tombstone log/)
  const restored = await to.run('restore', from.file, '--tombstones', log, '--json')
  assert.deepEqual([restored.code, restored.said?.erased], [0, 1], restored.err)
  const { rows } = await to.pool.query(
    `select (select claimed_by is null and due <= now() from action) as owed,
            (select wrapped_key is null from vault_subject) as erased,
            (select finished_at is not null from restore_state) as ready`,
  )
  assert.deepEqual(rows, [{ owed: true, erased: true, ready: true }])
  assert.match(await readFile(join(to.folder, 'data', 'tombstones.ndjson'), 'utf8'), new RegExp(from.subject))
  const again = await to.run('restore', from.file)
  assert.equal(again.code, 3)
  assert.match(again.err, /not empty/)
})

test('a damaged backup, and one whose ledger was tampered with before, end with 1 and are not served', async (t) => {
  const from = await working(t)
  await from.pool.query('delete from unsealed')
  await from.run('backup', from.file)
  const cut = `${from.file}.cut`
  await copyFile(from.file, cut)
  await truncate(cut, 900)
  for (const [file, says] of [
    [cut, /cut short/],
    [from.file, /not what was sealed.*neither sealed nor waiting/s],
  ] as const) {
    const to = await installation(t, await emptyDatabase(t))
    const { code, err } = await to.run('restore', file, '--without-tombstones')
    assert.equal(code, 1, err)
    assert.match(err, says)
    if (file === cut) continue
    const { rows } = await to.pool.query('select finished_at from restore_state')
    assert.deepEqual(rows, [{ finished_at: null }])
  }
})

test('the vault is led from the command line: keys rotate, a person is erased, the review list counts', async (t) => {
  const { run, pool, folder } = await installation(t, (await testDatabase(t)).url)
  await run('migrate', '--json') // gives the server's login the password of this data folder
  const rotated = await run('vault', 'rotate', '--json')
  assert.deepEqual([rotated.code, rotated.said], [0, { rewrapped: 0, held: 0 }], rotated.err)
  assert.match(rotated.err, /Keep a copy of it apart/)
  const { keksFor } = await import('#platform/vault/kek-file')
  const { localKeyEncryption } = await import('#platform/vault/key-encryption')
  const { keks } = keksFor({ kek: undefined, dataDir: join(folder, 'data') })
  const subject = '22222222-2222-4222-8222-222222222222'
  const { kek, wrapped } = await localKeyEncryption(keks).wrap(Buffer.alloc(32), subject)
  await pool.query('insert into vault_subject values ($1, $2, $3, now(), null)', [subject, kek, wrapped])
  await pool.query(
    `insert into vault_record values ('v_aaaaaaaaaaaaaaaaaaaaaa', $1, 'name', '\\x00', '\\x00', '2026-01-01', now())`,
    [subject],
  )
  const due = await run('vault', 'review-list', '--refs', '5', '--json')
  assert.partialDeepStrictEqual(due.said, { due: [{ class: 'name', records: 1 }], refs: ['v_aaaaaaaaaaaaaaaaaaaaaa'] })
  assert.equal((await run('vault', 'erase', subject, '--why', 'owner-asked')).code, 2, 'without --yes')
  const erased = await run('vault', 'erase', subject, '--why', 'owner-asked', '--yes', '--json')
  assert.deepEqual(erased.said, { subject, done: true, records: 1 }, erased.err)
  assert.ok(existsSync(join(folder, 'data', 'tombstones.ndjson')))
  assert.deepEqual((await run('vault', 'review-list', '--json')).said, { due: [], refs: [] })
})
