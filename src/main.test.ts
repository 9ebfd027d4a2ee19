import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/ringback.mjs', import.meta.url))

function ringback(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  return { status, stdout, stderr }
}

test('help lists the commands found in src/cli and ends with 0', () => {
  const { status, stdout } = ringback(['--help'])
  assert.equal(status, 0)
  assert.match(stdout, /^ {2}start /m)
  assert.match(stdout, /^ {2}migrate /m)
})

test('an unknown command ends with 2 and nothing on stdout', () => {
  const { status, stdout, stderr } = ringback(['stat'])
  assert.equal(status, 2)
  assert.equal(stdout, '')
  assert.match(stderr, /unknown command 'stat'/)
})

test('a wrong setting ends the start with 2 and one sentence', () => {
  const { status, stderr } = ringback(['start'], { PORT: 'eighty' })
  assert.deepEqual(
    { status, stderr },
    { status: 2, stderr: 'PORT is not a port number; write for example PORT=8080\n' },
  )
})

test('a database that is away ends a command with 3 and a sentence that says what to do', () => {
  const { status, stderr } = ringback(['migrate'], { DATABASE_URL: 'postgres://x:y@127.0.0.1:1/ringback' })
  assert.equal(status, 3)
  assert.match(
    stderr,
    /^The database[^\n]*does not answer \(connect ECONNREFUSED 127\.0\.0\.1:1\)\. Start it, or correct DATABASE_URL\.\n$/,
  )
})
