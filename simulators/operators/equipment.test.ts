import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import type { Running } from '../frame.ts'
import { startOperators } from '../operators.ts'
import { openRegister } from './equipment.ts'

const key = '35693803564380'
const listed = (detail: object, order = 'order-1') => ({
  ...{ key: order, kind: 'block-handset', outcome: 'acknowledged' as const, status: 200, words: 'DONE', at: '' },
  detail: { equipment: [key], ...detail },
})

/** An operator with one handset on its list, by a block that was acknowledged. */
async function operatorWith(t: TestContext, time: { ms: number }, until?: string): Promise<Running> {
  const place = { port: 0, secretOf: () => 'pretend', random: Math.random, now: () => new Date(time.ms) }
  const [operator] = await startOperators('demo-three')(place)
  assert.ok(operator)
  t.after(() => operator.stop())
  const { baseUrl } = operator.config
  const grant = await fetch(`${baseUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('ringback:pretend')}` },
  })
  const { access_token: token } = (await grant.json()) as { access_token: string }
  const answer = await fetch(`${baseUrl}/eir/v1/list`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'idempotency-key': 'block-number-1',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ equipment: [key], status: 'BLACKLISTED', cause: 'STOLEN', until }),
  })
  assert.equal(answer.status, 200)
  return operator
}

const ask = async ({ config }: Running, query: string) => {
  const reply = await fetch(`${config.baseUrl}/n5g-eir-eic/v1/equipment-status${query}`)
  const { status, cause } = (await reply.json()) as { status: string | number; cause?: string }
  return [reply.status, reply.headers.get('content-type'), reply.status === 200 ? status : cause]
}

test('B65: the 5G-EIR refuses a blocked handset in every form of its PEI, and says what it does not know', async (t) => {
  const operator = await operatorWith(t, { ms: Date.now() })
  const json = 'application/json'
  const problem = 'application/problem+json'
  for (const pei of [`imei-${key}9`, `imei-${key}0`, `imeisv-${key}17`])
    assert.deepEqual(await ask(operator, `?pei=${pei}&supi=imsi-234300000000001`), [200, json, 'BLACKLISTED'], pei)
  for (const pei of ['imei-490154203237518', 'mac-00-00-5e-00-53-af', 'eui-00-00-5e-00-53-af-00-01'])
    assert.deepEqual(await ask(operator, `?pei=${pei}`), [404, problem, 'ERROR_EQUIPMENT_UNKNOWN'], pei)
  assert.deepEqual(await ask(operator, ''), [400, problem, 'MANDATORY_QUERY_PARAM_MISSING'])
  for (const pei of [
    '',
    key,
    `imei-${key}`,
    `imeisv-${key}9`,
    `imei-${key}x`,
    `IMEI ${key}`,
    `imei-${key}9&pei=imei-${key}9`,
  ])
    assert.deepEqual(await ask(operator, `?pei=${pei}`), [400, problem, 'MANDATORY_QUERY_PARAM_INCORRECT'], pei)
  assert.deepEqual(await ask(operator, `?pei=imei-${key}9&supi=`), [400, problem, 'OPTIONAL_QUERY_PARAM_INCORRECT'])
  const wrong = await fetch(`${operator.config.baseUrl}/n5g-eir-eic/v1/equipment-status?pei=imei-${key}9`, {
    method: 'PUT',
  })
  assert.equal(wrong.status, 405)
})

test('B65: a block with an end refuses until that very second and lets in from then on', async (t) => {
  const start = Date.parse('2026-11-24T10:00:00.000Z')
  const time = { ms: start }
  const operator = await operatorWith(t, time, '2026-11-24T11:00:00.000Z')
  const answer = async (ms: number) => {
    time.ms = ms
    return (await ask(operator, `?pei=imei-${key}9`))[2]
  }
  assert.equal(await answer(start + 3_599_999), 'BLACKLISTED')
  assert.equal(await answer(start + 3_600_000), 'WHITELISTED')
})

test('whatever is ordered, a handset is refused exactly while some order that was not taken back has not ended', () => {
  const orders = fc.array(
    fc.record({
      order: fc.constantFrom('a', 'b', 'c'),
      block: fc.boolean(),
      end: fc.option(fc.integer({ min: 1, max: 100 })),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(orders, fc.integer({ min: 0, max: 100 }), (given, second) => {
      let ms = 0
      const at = (seconds: number) => new Date(seconds * 1000).toISOString()
      const register = openRegister(() => new Date(ms), new Set())
      const model = new Map<string, number>()
      for (const { order, block, end } of given) {
        const until = end === null ? undefined : at(end)
        if (block) register.apply(listed({ until }, order))
        else register.apply({ ...listed({ withdraws: order }, `undo-${order}`), kind: 'unblock-handset' })
        if (block) model.set(order, end ?? Number.POSITIVE_INFINITY)
        else model.delete(order)
      }
      ms = second * 1000
      assert.equal(
        register.blocked(key),
        [...model.values()].some((end) => end > second),
      )
    }),
  )
})
