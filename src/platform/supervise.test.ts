import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { test } from 'node:test'
import { becomes, lives } from '#test/support/processes'
import type { Log } from './log.ts'
import { silentLog } from './log.ts'
import { supervise } from './supervise.ts'

const waits = { firstMs: 10, longestMs: 40, healthyMs: 200 }

/** A log that keeps the waits it was told of. */
function waitsTold(): { log: Log; told: number[] } {
  const told: number[] = []
  const error: Log['error'] = (fields) => {
    if (typeof fields === 'object') told.push(Number(fields.waitMs))
  }
  return { log: { ...silentLog(), error }, told }
}

test('a child that dies at once is started again, ever more slowly up to a limit', async () => {
  const { log, told } = waitsTold()
  const kept = supervise({ name: 'a', log, waits, onMisuse: () => {}, spawn: () => spawn('sh', ['-c', 'exit 1']) })
  assert.ok(await becomes(() => told.length >= 5))
  await kept.stop()
  assert.deepEqual(told.slice(0, 5), [10, 20, 40, 40, 40])
})

test('a child that had lived long enough is started again without delay', async () => {
  const { log, told } = waitsTold()
  const kept = supervise({ name: 'a', log, waits, onMisuse: () => {}, spawn: () => spawn('sleep', ['0.4']) })
  assert.ok(await becomes(() => told.length >= 3))
  await kept.stop()
  assert.deepEqual(told.slice(0, 3), [10, 10, 10])
})

test('a child that says it is used wrongly is not tried again', async () => {
  let misused = 0
  let starts = 0
  const start = () => {
    starts += 1
    return spawn('sh', ['-c', 'exit 2'])
  }
  const onMisuse = () => {
    misused += 1
  }
  const kept = supervise({ name: 'a', log: silentLog(), waits, onMisuse, spawn: start })
  assert.ok(await becomes(() => misused === 1))
  await kept.stop()
  assert.equal(starts, 1)
})

test('a child that ignores the order to stop is ended by force', async () => {
  let child: ChildProcess | undefined
  const stubborn = () => {
    child = spawn('sh', ['-c', 'trap "" TERM; echo up; while :; do sleep 1; done'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return child
  }
  const kept = supervise({ name: 'a', log: silentLog(), waits, graceMs: 200, onMisuse: () => {}, spawn: stubborn })
  const pid = kept.pid()
  assert.ok(pid)
  await new Promise((resolve) => child?.stdout?.once('data', resolve))
  await kept.stop()
  assert.ok(!lives(pid))
})
