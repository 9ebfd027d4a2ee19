import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { readLog } from '#ledger/seal/log'
import type { Report } from '#ledger/verify/report'
import { ledgerTables } from '#ledger/verify/rows'
import { writeBackup } from '#platform/backup/write-backup'
import type { Database } from '#platform/database'
import { commandHere } from '#test/support/command'
import { testDatabase } from '#test/support/database'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const vectors = fileURLToPath(new URL('../../test/vectors/rfc6962', import.meta.url))

/** `ringback …` on the test's own database and data folder: within this process, and by `start` as one of its own. */
async function installation(t: TestContext) {
  const { owner, server, serverUrl, url } = await testDatabase(t)
  const folder = await mkdtemp(join(tmpdir(), 'ringback-verify-'))
  t.after(() => rm(folder, { recursive: true }))
  const env = { ...process.env, DATABASE_SERVER_URL: serverUrl, RINGBACK_DATA: folder, LOG_LEVEL: 'warn' }
  const start = (...args: string[]) =>
    spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ringback = (...args: string[]) => commandHere(args, env)
  return { owner, server, url, folder, start, ringback }
}

async function appendEvents({ pool }: Database, count: number): Promise<void> {
  await pool.query(
    `with written as (
       insert into event (stream, version, type, type_version, tenant, actor, cause, data)
       select 'case/' || n, 1, 'test.happened', 1, 'met', 'public', 'command:1', jsonb_build_object('n', n)
       from generate_series(1, $1::int) n returning id)
     insert into unsealed (event_id) select id from written`,
    [count],
  )
}

async function serveLog(t: TestContext, { pool }: Database): Promise<string> {
  const server = createServer(async (request, response) => {
    const found = await readLog(pool, (request.url ?? '').replace('/log/', ''))
    if (found) response.setHeader('content-type', found.type).end(found.body)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`
}

test('a row changed and sealed again with the real key is named by verify with the folder of a separate witness', async (t) => {
  const { owner, server, folder, start, ringback } = await installation(t)
  await appendEvents(server, 500)
  assert.equal((await ringback('seal', '--once')).code, 0)
  const vkey = (await ringback('seal', '--show-key')).out.trim()
  const log = await serveLog(t, server)
  const kept = join(folder, 'kept-elsewhere')
  const witness = start('witness', '--log', log, '--vkey', vkey, '--data', kept, '--port', '0')
  t.after(() => witness.kill('SIGKILL'))
  let verified = await ringback('verify', '--witness', kept, '--json')
  for (let tries = 0; tries < 600 && !verified.out.includes('"witnessed":500'); tries++) {
    await pause(100) // the witness is a process that is only starting
    verified = await ringback('verify', '--witness', kept, '--json')
  }
  assert.deepEqual([verified.code, (JSON.parse(verified.out) as Report).checked.witnessed], [0, 500])

  const client = await owner.pool.connect()
  await client.query('set session_replication_role = replica')
  await client.query(`update event set data = '{"n": 0}' where stream = 'case/123'`)
  for (const table of ['sealed', 'tile', 'head']) await client.query(`delete from ${table}`)
  await client.query('insert into unsealed select id from event')
  client.release(true)
  assert.equal((await ringback('seal', '--once')).code, 0)

  const alone = await ringback('verify', '--json', '--vkey', vkey)
  assert.equal(alone.code, 0, 'a forgery with the real key is perfect when nobody outside remembers')
  assert.match((JSON.parse(alone.out) as Report).notChecked.join(' '), /no witness was given/)
  const seen = await ringback('verify', '--witness', kept, '--json')
  assert.equal(seen.code, 1)
  const { findings } = JSON.parse(seen.out) as Report
  assert.deepEqual(
    findings.map(({ stream, version, seq }) => [stream, version, seq]),
    [['case/123', 1, 122]],
  )
  const said = await ringback('verify', '--witness', kept)
  assert.match(said.out, /1 thing is wrong:\n {2}- Event 123 \(stream case\/123, version 1, sealed as number 122\)/)
})

test('a backup file is checked offline, and a row changed in it is named', async (t) => {
  const { server, url, folder, ringback } = await installation(t)
  await appendEvents(server, 20)
  await ringback('seal', '--once')
  const vkey = (await ringback('seal', '--show-key')).out.trim()
  const file = join(folder, 'backup.ndjson.gz')
  await writeBackup({ url, file, now: () => new Date(), first: ledgerTables })
  const good = await ringback('verify', file, '--vkey', vkey, '--json')
  assert.equal(good.code, 0, good.out + good.err)
  assert.equal((JSON.parse(good.out) as Report).checked.events, 20)

  const lines = gunzipSync(await readFile(file)).toString('utf8')
  assert.match(lines, /"data":\{"n": 7\}/)
  await writeFile(file, gzipSync(lines.replace('{"n": 7}', '{"n": 8}')))
  const bad = await ringback('verify', file, '--vkey', vkey, '--json')
  assert.equal(bad.code, 1)
  const { findings } = JSON.parse(bad.out) as Report
  assert.deepEqual(
    findings.map(({ kind, stream }) => [kind, stream]),
    [
      ['file', undefined],
      ['changed', 'case/7'],
    ],
  )

  await writeFile(file, gzipSync(lines.slice(0, lines.indexOf('{"end":'))))
  const cut = await ringback('verify', file, '--vkey', vkey)
  assert.equal(cut.code, 1)
  assert.match(cut.out, /The file is not as it was written: it is cut short/)
})

test('what cannot be read as a backup is not called good', async (t) => {
  const { folder, ringback } = await installation(t)
  const file = join(folder, 'backup.ndjson.gz')
  for (const useless of [gzipSync('{}\n'), Buffer.from('text'), Buffer.alloc(0)]) {
    await writeFile(file, useless)
    const { code, err } = await ringback('verify', file)
    assert.equal(code, 3)
    assert.match(err, /backup.ndjson.gz cannot be checked/)
  }
  assert.equal((await ringback('verify', join(folder, 'no-such-file'))).code, 3)
})

test('single proofs are judged one line each, and one that does not hold makes exit code 1', async (t) => {
  const { ringback } = await installation(t)
  const all = await ringback('verify', 'proof', vectors)
  const verdicts = all.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { file: string; holds: boolean; reason: string })
  assert.equal(all.code, 1)
  assert.equal(verdicts.length, 92)
  for (const { file, holds, reason } of verdicts) {
    assert.equal(holds, file.includes('happy-path'), file)
    assert.equal(reason === '', holds, file)
  }
  assert.equal((await ringback('verify', 'proof', join(vectors, 'inclusion/1/happy-path.json'))).code, 0)
  const missing = await ringback('verify', 'proof', join(vectors, 'no-such-file.json'))
  assert.deepEqual([missing.code, JSON.parse(missing.out).holds], [1, false], 'what cannot be read does not hold')
})
