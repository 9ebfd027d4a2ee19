import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { occupants } from '#platform/embedded-postgres/occupants'
import { choosePlace } from '#platform/embedded-postgres/place'
import { ownPort } from '#test/support/ports'
import { becomes, kill, lineOf, lives, program } from '#test/support/processes'
import { childrenToRun } from './children.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const main = join(root, 'test/support/pretend-ringback.ts')
type Answer = { pid: number; DATABASE_URL?: string; DATABASE_SERVER_URL: string }

async function setUp(t: TestContext, more: NodeJS.ProcessEnv = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'ringback-test-'))
  chmodSync(dataDir, 0o755)
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const port = await ownPort()
  const env: NodeJS.ProcessEnv = { PORT: String(port), RINGBACK_DATA: dataDir, ...more }
  const ask = async () => (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as Answer
  return { dataDir, env, port, ask, start: (command = [process.execPath, main, 'start']) => program(t, command, env) }
}

const isUp = (child: ChildProcess) => lineOf(child, (line) => line.startsWith('  Open'))

/** All that a program has said so far. */
function heard(child: ChildProcess): () => string {
  let out = ''
  child.stdout?.on('data', (text) => {
    out += text
  })
  return () => out
}

/** Every process that names or lives in this data folder: start, its children, PostgreSQL and its children. */
function ours(dataDir: string): number[] {
  const named = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(dataDir)
    } catch {
      return false
    }
  }
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && lives(Number(name)))
  const within = new Set(occupants(choosePlace(dataDir)).map(String))
  return all.filter((pid) => within.has(pid) || named(pid, 'cmdline') || named(pid, 'environ')).map(Number)
}

test('start brings up everything, says what to open, and Ctrl-C ends it cleanly', async (t) => {
  const { start, ask, dataDir, port } = await setUp(t)
  const child = start()
  const said = heard(child)
  assert.equal(await isUp(child), `  Open      http://localhost:${port}`)
  assert.ok(await becomes(() => said().endsWith(`\n  Try       http://localhost:${port}/demo\n\n`)), said())
  assert.ok((await ask()).pid)
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  child.kill('SIGINT') // a terminal and npm both deliver it
  assert.deepEqual(await ended, [0, null])
  assert.deepEqual(ours(dataDir), [])
})

test('children reach the database as a role that owns nothing, and never see the owner’s address', async (t) => {
  const { start, ask } = await setUp(t)
  await isUp(start())
  const { DATABASE_URL, DATABASE_SERVER_URL } = await ask()
  assert.equal(DATABASE_URL, undefined)
  const client = new Client({ connectionString: DATABASE_SERVER_URL })
  await client.connect()
  t.after(() => client.end())
  const { rows } = await client.query(
    `select count(*)::int as owned from pg_class where pg_get_userbyid(relowner) = current_user`,
  )
  assert.deepEqual(rows, [{ owned: 0 }])
  await assert.rejects(client.query('delete from event'), /permission denied/)
  await assert.rejects(client.query('create table mine (n int)'), /permission denied/)
  await client.end()
})

test('where cases are real nobody is led to the demo', async (t) => {
  const { start } = await setUp(t, { RINGBACK_DEMO: '0' })
  const child = start()
  const said = heard(child)
  assert.ok(await becomes(() => /Running .*\n\n$/.test(said())), said())
  assert.match(said(), /Open/)
  assert.doesNotMatch(said(), /\/demo/)
})

test('a part that is killed is started again', async (t) => {
  const { start, ask } = await setUp(t)
  await isUp(start())
  const before = await ask()
  process.kill(before.pid, 'SIGKILL')
  assert.ok(await becomes(async () => (await ask().catch(() => before)).pid !== before.pid), 'it stayed away')
})

test('when start is killed, nothing of it is left within five seconds', async (t) => {
  const { start, dataDir } = await setUp(t)
  const child = start()
  await isUp(child)
  assert.ok(ours(dataDir).length > 6, 'start, two children, the server and its own children')
  await kill(child, 'SIGKILL')
  assert.ok(await becomes(() => ours(dataDir).length === 0, 5000), `still there: ${ours(dataDir)}`)
})

test('when npm is killed, which tells nobody, nothing is left within five seconds', async (t) => {
  const { start, dataDir } = await setUp(t)
  const npm = start(['npm', 'exec', '--no', '-c', `node ${join(root, 'bin/run.mjs')} ${main} start`])
  await isUp(npm)
  await kill(npm, 'SIGKILL')
  assert.ok(await becomes(() => ours(dataDir).length === 0, 5000), `still there: ${ours(dataDir)}`)
})

test('after a kill the next start works at once, and a second one beside it is told where the first is', async (t) => {
  const { start, dataDir, port } = await setUp(t)
  const first = start()
  await isUp(first)
  await kill(first, 'SIGKILL')
  const again = start()
  await isUp(again)
  await assert.rejects(
    isUp(start()),
    new RegExp(`already running on ${dataDir} \\(process ${again.pid}, http://localhost:${port}\\)`),
  )
})

test('a taken port ends the start with one sentence and leaves nothing running', async (t) => {
  const { start, port, dataDir } = await setUp(t)
  const other = createServer().listen(port, '127.0.0.1')
  t.after(() => other.close())
  const child = start()
  await assert.rejects(isUp(child), /Port \d+ of 127\.0\.0\.1 is taken.*PORT=\d+ npm start/)
  assert.ok(await becomes(() => child.exitCode !== null))
  assert.notEqual(child.exitCode, 0)
  assert.deepEqual(occupants(choosePlace(dataDir)), [])
})

test('a part that is configured wrongly stops the start instead of being tried for ever', async (t) => {
  const { start, dataDir } = await setUp(t, { PRETEND_MISUSE: 'seal' })
  const child = start()
  await once(child, 'exit')
  assert.equal(child.exitCode, 2)
  assert.deepEqual(ours(dataDir), [])
})

test('simulators run only where demo is allowed, and parts that do not exist yet are left out', () => {
  assert.deepEqual(childrenToRun(['start', 'simulators', 'serve', 'seal'], true), ['simulators', 'serve', 'seal'])
  assert.deepEqual(childrenToRun(['start', 'simulators', 'serve', 'work'], false), ['serve', 'work'])
})
