import assert from 'node:assert/strict'
import test from 'node:test'
import { silentLog } from '#platform/log'
import { warmUp } from './warm-up.ts'

const never = new AbortController().signal

test('warming takes its steps in order, each only after a moment in which the server was not busy', async () => {
  const said: string[] = []
  const moments = [true, true, false, false, true, false]
  async function* steps() {
    for (const step of ['first', 'second']) {
      said.push(step)
      yield step
    }
  }
  const wasBusy = async () => {
    const busy = moments.shift() ?? false
    said.push(busy ? 'busy' : 'idle')
    return busy
  }
  await warmUp(steps(), { log: silentLog(), signal: never, wasBusy })
  assert.deepEqual(said, ['busy', 'busy', 'idle', 'first', 'idle', 'second', 'busy', 'idle'])
})

test('a step that fails is written to the log and hurts nobody; a server that closes is not warmed any more', async () => {
  const warned: string[] = []
  const log = { info: () => {}, warn: (_: unknown, says = '') => warned.push(says) }
  async function* failing(): AsyncGenerator<string> {
    yield 'first'
    throw new Error('the database is away')
  }
  await warmUp(failing(), { log, signal: never, wasBusy: async () => false })
  assert.match(warned.join(), /the first visitor waits instead/)

  const closing = new AbortController()
  const taken: string[] = []
  async function* endless() {
    for (;;) {
      taken.push('step')
      yield 'step'
      closing.abort()
    }
  }
  await warmUp(endless(), { log, signal: closing.signal })
  assert.equal(taken.length, 2)
  assert.equal(warned.length, 1, 'that it closed is no fault')
})
