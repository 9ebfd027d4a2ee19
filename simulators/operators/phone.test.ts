import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ringback, Tools } from '../frame.ts'
import { pretendOperator } from './operator.ts'
import { subscriberOf } from './subscribers.ts'

const line = '+447700900123'
const { imeis, supi: ownSim } = subscriberOf(line)
const [imei = ''] = imeis
const key = imei.slice(0, 14)

/** An operator without a server of its own: its EIR answers as the register says, and what it reports is kept. */
function operatorOf() {
  const now = () => new Date()
  const operator = pretendOperator({ slug: 'demo-ee', name: 'EE', numberRanges: ['+447700900'], now })
  const reported: { how: string; country: string; imei: string }[] = []
  const ringback: Ringback = {
    post: async (_path, body) => {
      reported.push(...(body as { readings: typeof reported }).readings)
      return { status: 202, body: undefined }
    },
  }
  const tools: Tools = { ringback, baseUrl: 'http://127.0.0.1:9', finish: async () => true }
  const run = (path: string, body: object) => operator.commands?.[path]?.(body, tools)
  const apply = (kind: string, detail: object, order = 'order-1') =>
    operator.apply({ key: order, kind, outcome: 'acknowledged', status: 200, words: 'DONE', at: '', detail })
  return { operator, run, apply, reported: () => reported.splice(0).map(({ how, country }) => [how, country]) }
}

test('A39: a tracked phone is reported with a new SIM and abroad; with its own SIM at home, or untracked, it is nobody’s business', async () => {
  const { operator, run, apply, reported } = operatorOf()
  await run('/_subscribers', [{ line }])
  await run('/_attach', { imei, supi: 'imsi-208010000000001', country: 'FR' })
  assert.deepEqual(reported(), [])
  await run('/_attach', { imei, supi: ownSim })
  operator.took?.('watch-1', { equipment: [key] })
  await run('/_attach', { imei, supi: ownSim })
  assert.deepEqual(reported(), [])
  await run('/_attach', { imei, supi: 'imsi-234100000000001' })
  await run('/_attach', { imei, supi: 'imsi-234100000000001' })
  await run('/_attach', { imei, supi: 'imsi-603010000000001', country: 'DZ' })
  assert.deepEqual(reported(), [
    ['new-sim', 'GB'],
    ['foreign-attach', 'DZ'],
  ])
  apply('unwatch-handset', { equipment: [key], withdraws: 'watch-1' })
  await run('/_attach', { imei, country: 'DZ' })
  assert.deepEqual(reported(), [])
})

test('an EIR that does not answer cuts nobody off', async () => {
  const { run, apply } = operatorOf()
  apply('block-handset', { equipment: [key] })
  assert.deepEqual(await run('/_attach', { imei }), { admitted: true, status: 'NO_ANSWER', reported: null })
})

test('a command that is no phone is refused', async () => {
  const { run } = operatorOf()
  for (const bad of [{}, { imei: '12' }, { imei, country: 'Algeria' }, { imei, more: 1 }])
    await assert.rejects(async () => run('/_attach', bad))
})
