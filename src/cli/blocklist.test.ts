import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { loadCatalogue } from '#ledger/catalogue'
import { advance } from '#ledger/follow'
import { sealBatch } from '#ledger/seal/batch'
import { checkDigit } from '#lib/imei/check-digit'
import { noteSigner } from '#lib/note'
import { openDatabase } from '#platform/database'
import { commandHere } from '#test/support/command'
import { testDatabase } from '#test/support/database'

const keyOf = (n: number) => `35921407${String(n).padStart(6, '0')}`
const imeiOf = (n: number) => keyOf(n) + checkDigit(keyOf(n))

async function open(t: TestContext) {
  const db = await testDatabase(t)
  const folder = mkdtempSync(join(tmpdir(), 'ringback-lists-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const ringback = (...args: string[]) => {
    const env = {
      DATABASE_URL: db.url,
      DATABASE_SERVER_URL: db.serverUrl,
      RINGBACK_DATA: folder,
      LOG_LEVEL: 'silent',
    }
    return commandHere(args, env)
  }
  const follow = async () => {
    const view = (await loadCatalogue()).views.get('blocklist')
    assert.ok(view)
    await sealBatch(db.server.pool, noteSigner('ringback.test/ledger', Buffer.alloc(32, 7)))
    const database = openDatabase(db.serverUrl, { max: 1, pipeline: true })
    while ((await advance(database, view)) > 0);
    await database.close()
  }
  return { db, file: (name: string) => join(folder, name), ringback, follow }
}

test('G7 A39: a packed list of another register is read in by command, and an operator’s list written out, as files', async (t) => {
  const { db, file, ringback, follow } = await open(t)
  await db.owner.pool.query(
    `insert into organisation (slug, name, sort, demo) values ('first-network', 'x', 'operator', true)`,
  )
  const rows = [
    'imei,reporting_date,status',
    '490154203237518,20261127,blacklist',
    '490154203237519,,',
    '356938035643809,,',
  ]
  writeFileSync(file('list.csv.gz'), gzipSync(rows.join('\n')))
  const take = ['import', 'blocklist', file('list.csv.gz'), '--layout', 'dirbs', '--source', 'other-register']
  const taken = await ringback(...take)
  assert.equal(taken.code, 1, 'one row was rejected')
  assert.match(taken.out, /2 handsets taken, 1 rows rejected\.\n/)
  assert.deepEqual(JSON.parse(taken.err), { line: 3, reason: 'check-digit' })
  const again = await ringback(...take, '--json')
  assert.deepEqual([again.code, JSON.parse(again.out).again], [0, true])
  await follow()

  const write = (name: string, ...more: string[]) =>
    ringback('export', 'blocklist', file(name), '--operator', 'first-network', '--layout', 'dirbs', ...more)
  const written = await write('out.csv')
  assert.equal(written.code, 0, written.err)
  assert.match(written.err, /2 handsets written\. What changes from now on: --since 2/)
  assert.match(
    readFileSync(file('out.csv'), 'utf8'),
    /^imei,block_date,reasons\n35693803564380,\d{8},Reported stolen\n49015420323751,/,
  )
  const nothing = await write('delta.csv', '--since', '2')
  assert.match(nothing.err, /0 handsets written\. What changes from now on: --since 2/)

  for (const [args, says] of [
    [['--since', '9'], /has not reached that number: its last is 2/],
    [['--since', 'x'], /--since is a number/],
    [['--operator', 'nobody'], /No operator of that name/],
    [['--layout', 'excel'], /There are: gsma, dirbs, ndjson/],
  ] as const) {
    const refused = await write('no.csv', ...args)
    assert.equal(refused.code, 2, refused.err)
    assert.match(refused.err, says)
    assert.throws(() => readFileSync(file('no.csv')))
  }
})

test('a whole list that takes off too much is refused by exit code 3, and taken with --force', async (t) => {
  const { file, ringback, follow } = await open(t)
  const many = Array.from({ length: 101 }, (_, n) => imeiOf(n))
  writeFileSync(file('many.csv'), ['imei,reporting_date,status', ...many.map((imei) => `${imei},,`)].join('\n'))
  writeFileSync(file('one.csv'), `imei,reporting_date,status\n490154203237518,,\n`)
  const whole = (name: string, ...more: string[]) =>
    ringback('import', 'blocklist', file(name), '--layout', 'dirbs', '--source', 'third-register', '--whole', ...more)
  assert.equal((await whole('many.csv')).code, 0)
  await follow()
  const held = await whole('one.csv')
  assert.equal(held.code, 3)
  assert.match(held.err, /would take off 101 of the 101 handsets .* --force\. Nothing changed\.\n$/)
  assert.equal((await whole('one.csv', '--force')).code, 0)
})
