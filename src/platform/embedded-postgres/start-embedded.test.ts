import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { silentLog } from '#platform/log'
import { becomes, kill, lineOf, lives, program } from '#test/support/processes'
import { installedBinaries } from './binaries.ts'
import { occupants } from './occupants.ts'
import { choosePlace } from './place.ts'
import { launch } from './postmaster.ts'
import { type EmbeddedOptions, startEmbedded } from './start-embedded.ts'

const log = silentLog()
const holder = fileURLToPath(new URL('../../../test/support/hold-embedded.ts', import.meta.url))
const asRoot = process.getuid?.() === 0

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'ringback-test-'))
  chmodSync(path, 0o755)
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function started(t: TestContext, dataDir: string, more: Partial<EmbeddedOptions> = {}) {
  const embedded = await startEmbedded({ dataDir, log, ...more })
  t.after(() => embedded.stop())
  return embedded
}

async function held(t: TestContext, dataDir: string) {
  const child = program(t, [process.execPath, holder, dataDir])
  const { url, pid } = JSON.parse(await lineOf(child)) as { url: string; pid: number }
  return { child, url, pid }
}

async function ask(url: string, sql: string) {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const reachable = (url: string) =>
  ask(url, 'select 1').then(
    () => true,
    () => false,
  )

test('durability is on, whatever the configuration file says', async (t) => {
  const dataDir = folder(t)
  const first = await startEmbedded({ dataDir, log })
  await first.stop()
  writeFileSync(
    join(first.where, 'postgresql.auto.conf'),
    'fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n',
  )
  const { url } = await started(t, dataDir)
  const [row] = await ask(
    url,
    `select current_setting('fsync') f, current_setting('full_page_writes') w, current_setting('synchronous_commit') s`,
  )
  assert.deepEqual({ ...row }, { f: 'on', w: 'on', s: 'on' })
})

test('only who knows the password gets in, by a socket in the closed folder of the cluster or over the loopback address', async (t) => {
  const { url, where } = await started(t, folder(t))
  const overTcp = new URL(url)
  overTcp.search = ''
  for (const way of [new URL(url), overTcp]) {
    const over = 'select inet_client_addr() is null as socket'
    assert.deepEqual({ ...(await ask(way.href, over))[0] }, { socket: way.search !== '' })
    way.password = 'guess'
    await assert.rejects(ask(way.href, 'select 1'), /password authentication failed/)
  }
  assert.equal(statSync(where).mode & 0o077, 0)
  const [row] = await ask(
    url,
    `select current_setting('listen_addresses') a, current_setting('unix_socket_directories') u`,
  )
  assert.deepEqual({ ...row }, { a: '127.0.0.1', u: where })
})

test('a killed parent leaves no PostgreSQL behind', async (t) => {
  const dataDir = folder(t)
  const { child, pid } = await held(t, dataDir)
  assert.ok(lives(pid))
  await kill(child, 'SIGKILL')
  assert.ok(await becomes(() => !lives(pid)), 'the server outlived its parent')
  assert.ok(await becomes(() => occupants(choosePlace(dataDir)).length === 0), 'a child of the server outlived it')
})

test('a start right after the parent was killed waits for the old server and loses nothing', async (t) => {
  const dataDir = folder(t)
  const { child, url } = await held(t, dataDir)
  await ask(url, 'create table kept (n int); insert into kept values (1)')
  await kill(child, 'SIGKILL')
  const again = await started(t, dataDir)
  assert.equal((await ask(again.url, 'select n from kept')).length, 1)
})

test('when server and parent are killed together, the next start has every acknowledged row', async (t) => {
  const dataDir = folder(t)
  const { child, url } = await held(t, dataDir)
  await ask(url, 'create table kept (n int); insert into kept select generate_series(1, 1000)')
  for (const pid of occupants(choosePlace(dataDir))) process.kill(pid, 'SIGKILL')
  await kill(child, 'SIGKILL')
  const again = await started(t, dataDir)
  assert.deepEqual({ ...(await ask(again.url, 'select count(*)::int as n from kept'))[0] }, { n: 1000 })
})

test('a server killed under a living parent comes back at the same address', async (t) => {
  const embedded = await started(t, folder(t))
  await ask(embedded.url, 'create table kept (n int); insert into kept values (7)')
  const before = embedded.pid()
  process.kill(before, 'SIGKILL')
  assert.ok(await becomes(() => embedded.pid() !== before), 'no new server was started')
  assert.ok(await becomes(() => reachable(embedded.url)))
  assert.equal((await ask(embedded.url, 'select n from kept'))[0]?.n, 7)
})

test('children that outlive their server are ended before a new one may touch the data', async (t) => {
  const embedded = await started(t, folder(t))
  const place = { cluster: embedded.where, account: choosePlace(join(embedded.where, '..')).account }
  const children = occupants({ ...place, shelter: '' }).filter((pid) => pid !== embedded.pid())
  const [stuck] = children
  assert.ok(stuck)
  process.kill(stuck, 'SIGSTOP') // it cannot notice the death of its server
  process.kill(embedded.pid(), 'SIGKILL')
  assert.ok(await becomes(() => !lives(stuck), 30_000), 'a stopped child still lives')
  assert.ok(await becomes(() => reachable(embedded.url)))
})

test('a second start on one data folder says that one is running, and which', async (t) => {
  const dataDir = folder(t)
  await started(t, dataDir, { holder: 'process 4711, http://localhost:8080' })
  await assert.rejects(startEmbedded({ dataDir, log }), {
    message: /already running on .* \(process 4711, http:\/\/localhost:8080\)\. Stop that one first/,
  })
})

test('a data folder whose making was cut short does not block the next start', async (t) => {
  const dataDir = folder(t)
  mkdirSync(join(dataDir, 'postgres.new-1', 'data'), { recursive: true })
  writeFileSync(join(dataDir, 'postgres.new-1', 'data', 'PG_VERSION'), '18\n')
  const { url } = await started(t, dataDir)
  assert.ok(await reachable(url))
  assert.ok(!readdirSync(dataDir).some((name) => name.includes('.new-')))
})

test('a start killed at any moment of its first seconds does not block the next', async (t) => {
  const dataDir = folder(t)
  for (const delayMs of [300, 600, 900, 1200, 1500]) {
    const child = program(t, [process.execPath, holder, dataDir])
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    await kill(child, 'SIGKILL')
  }
  const { url } = await started(t, dataDir)
  assert.ok(await reachable(url))
})

test('a pid file that names another program is recognised as stale', async (t) => {
  const dataDir = folder(t)
  const first = await startEmbedded({ dataDir, log })
  await first.stop()
  const other = spawn('sleep', ['60'])
  t.after(() => other.kill())
  writeFileSync(join(first.where, 'postmaster.pid'), `${other.pid}\n${first.where}\n`)
  const { url } = await started(t, dataDir)
  assert.ok(await reachable(url))
  assert.ok(other.pid && lives(other.pid), 'the other program was left alone')
})

test('a living server that nobody watches any more is stopped and replaced', async (t) => {
  const dataDir = folder(t)
  const first = await startEmbedded({ dataDir, log })
  await first.stop()
  const place = choosePlace(dataDir)
  const orphan = await launch(place, installedBinaries(), {
    port: Number(new URL(first.url).port),
    ...{ log, throwaway: false },
  })
  const { pid } = await started(t, dataDir)
  assert.ok(!lives(orphan.pid))
  assert.notEqual(pid(), orphan.pid)
})

test('as root below a closed folder, data and programs go where the database account can enter', {
  skip: !asRoot && 'needs root',
}, async (t) => {
  const closed = folder(t)
  const outside = folder(t)
  chmodSync(closed, 0o700)
  const binaries = { folder: join(closed, 'native'), version: installedBinaries().version }
  cpSync(installedBinaries().folder, binaries.folder, { recursive: true, verbatimSymlinks: true })
  const dataDir = join(closed, '.ringback')
  const first = await startEmbedded({ dataDir, log, outside, binaries })
  await ask(first.url, 'create table kept (n int)')
  await first.stop()
  assert.ok(first.where.startsWith(outside))
  assert.equal(readFileSync(join(dataDir, 'where'), 'utf8').trim(), first.where)
  chmodSync(closed, 0o755) // opened later: the data stay where they are
  const again = await started(t, dataDir, { outside, binaries })
  assert.equal(again.where, first.where)
  assert.deepEqual(await ask(again.url, 'select n from kept'), [])
})

test('as root the server runs under another account, and its folder is closed to others', {
  skip: !asRoot && 'needs root',
}, async (t) => {
  const embedded = await started(t, folder(t))
  assert.notEqual(statSync(`/proc/${embedded.pid()}`).uid, 0)
  assert.equal(statSync(embedded.where).mode & 0o077, 0)
})

test('an ordinary account runs it in place', { skip: !asRoot && 'every other test shows it' }, async (t) => {
  const home = folder(t)
  chmodSync(home, 0o777)
  const dataDir = join(home, '.ringback')
  const as = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
  const child = program(t, [...as, process.execPath, holder, dataDir])
  const { url, where, pid } = JSON.parse(await lineOf(child)) as { url: string; where: string; pid: number }
  assert.equal(where, join(dataDir, 'postgres'))
  assert.ok(await reachable(url))
  await kill(child, 'SIGKILL')
  assert.ok(await becomes(() => !lives(pid)), 'the server outlived its parent')
  assert.equal(statSync(join(dataDir, 'secrets/postgres-owner')).mode & 0o777, 0o600)
})

test('a data folder that was deleted and made again starts empty, not on a database whose secrets are gone', {
  skip: !asRoot && 'needs root',
}, async (t) => {
  const closed = folder(t)
  const outside = folder(t)
  chmodSync(closed, 0o700)
  const dataDir = join(closed, '.ringback')
  const first = await startEmbedded({ dataDir, log, outside })
  await first.stop()
  rmSync(dataDir, { recursive: true })
  const { url, where } = await started(t, dataDir, { outside })
  assert.notEqual(where, first.where)
  assert.ok(await reachable(url))
})

test('a lost password ends the start with a sentence and leaves no server running', async (t) => {
  const dataDir = folder(t)
  const first = await startEmbedded({ dataDir, log })
  await first.stop()
  rmSync(join(dataDir, 'secrets'), { recursive: true })
  await assert.rejects(
    startEmbedded({ dataDir, log }),
    /postgres-owner is not that of the database in .*put the file back/,
  )
  assert.deepEqual(occupants(choosePlace(dataDir)), [])
})

test('data of another account are refused with a sentence', {
  skip: !asRoot && 'needs root to make them',
}, async (t) => {
  const home = folder(t)
  chmodSync(home, 0o777)
  const dataDir = join(home, '.ringback')
  const first = await startEmbedded({ dataDir, log })
  await first.stop()
  chmodSync(dataDir, 0o777)
  const child = program(t, [
    'setpriv',
    '--reuid=65533',
    '--regid=65533',
    '--clear-groups',
    process.execPath,
    holder,
    dataDir,
  ])
  await assert.rejects(lineOf(child), /belongs to another account/)
  assert.ok(existsSync(first.where))
})
