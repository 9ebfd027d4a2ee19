import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { receiptsOf } from '#partners'
import { scene } from '#test/support/dispatching'

test('what is owed is sent once, and done only with the partner’s signed receipt, which is kept as it came', async (t) => {
  const { partner, owe, dispatch, until, facts, db } = await scene(t)
  const north = await partner('north')
  let sent = ''
  north.script = async (_call, { sign, say }) => {
    sent = await sign()
    say(200, { receipt: sent })
  }
  await dispatch()
  const [block = ''] = await owe({ partner: 'north' })
  await until(block, 'acknowledged')
  assert.equal(north.calls.length, 1)
  assert.equal(north.calls[0]?.key, block)
  assert.deepEqual(await receiptsOf(db.owner.pool, block), [sent])
  assert.deepEqual(await facts(block), ['partners.action-acknowledged'])
})

test('a refusal signed by the partner is final', async (t) => {
  const { partner, owe, dispatch, until, facts } = await scene(t)
  const north = await partner('north')
  north.script = (_call, { receipt }) => receipt({ outcome: 'refused', code: 'unknown-handset' })
  await dispatch()
  const [block = ''] = await owe({ partner: 'north' })
  await until(block, 'refused')
  assert.deepEqual(await facts(block), ['partners.action-refused'])
})

test('an OK without a valid receipt is not believed: it is asked again under the same key', async (t) => {
  const { partner, owe, dispatch, until, facts } = await scene(t)
  const north = await partner('north')
  const faults: string[] = []
  const answers = [
    (say: (receipt?: string) => void) => say(),
    (say: (receipt?: string) => void) => say('a.b.c'),
    (say: (receipt?: string) => void, forged: string) => say(forged),
  ]
  north.script = async (_call, { receipt, say, sign }) => {
    const next = answers.shift()
    if (!next) return receipt()
    next((word) => say(200, { receipt: word }), await sign({ action: '0b6c3f9e-7a51-4f0e-9d3c-5f2a8f6f1c11' }))
  }
  await dispatch({
    watch: {
      called: () => {},
      answered: () => {},
      circuit: () => {},
      receiptInvalid: (_, fault) => faults.push(fault),
    },
  })
  const [block = ''] = await owe({ partner: 'north' })
  await until(block, 'acknowledged')
  assert.deepEqual(faults, ['missing', 'malformed', 'other-action'])
  assert.deepEqual(new Set(north.calls.map(({ key }) => key)), new Set([block]))
  assert.deepEqual(await facts(block), ['partners.action-acknowledged'])
})

test('faults are retried until the partner answers', async (t) => {
  const { partner, owe, dispatch, until } = await scene(t)
  const north = await partner('north', { timeoutMs: 200 })
  const troubles = [500, 503, 'nothing', 'reset'] as (number | string)[]
  north.script = async (_call, { receipt, say, raw }) => {
    const trouble = troubles.shift()
    if (typeof trouble === 'number') say(trouble)
    else if (trouble === 'reset') raw.destroy()
    else if (trouble === undefined) await receipt()
  }
  await dispatch()
  const [block = ''] = await owe({ partner: 'north' })
  const { attempts } = await until(block, 'acknowledged')
  assert.equal(attempts, 5)
})

test('a dead partner and a slow one do not hold up the others', async (t) => {
  const { partner, owe, dispatch, until, action } = await scene(t)
  const dead = await partner('dead', { timeoutMs: 30_000, concurrency: 2 })
  const held: ServerResponse[] = []
  dead.script = (_call, { raw }) => void held.push(raw)
  await partner('live')
  await dispatch()
  const stuck = await owe(...Array.from({ length: 50 }, (_, n) => ({ partner: 'dead', target: `handset/${n}` })))
  const done = await owe(...Array.from({ length: 50 }, (_, n) => ({ partner: 'live', target: `handset/${n}` })))
  for (const id of done) await until(id, 'acknowledged')
  assert.equal(dead.calls.length, 2, 'never more calls at once than the lane allows')
  for (const id of stuck) assert.equal((await action(id)).state, 'owed')
  dead.script = (_call, { raw }) => void raw.destroy()
  for (const raw of held) raw.destroy()
})

test('what a killed dispatcher had in hand is sent again, under the same key, when its claim ends', async (t) => {
  const { partner, owe, dispatch, until, db } = await scene(t)
  const north = await partner('north')
  const [block = ''] = await owe({ partner: 'north' })
  await db.owner.pool.query(
    `update action set claimed_by = 'killed', attempts = 1, due = now() + interval '300 ms' where id = $1`,
    [block],
  )
  await dispatch()
  await until(block, 'acknowledged')
  assert.deepEqual(
    north.calls.map(({ key }) => key),
    [block],
  )
})

test('many dispatchers share the work and none of it is sent twice', async (t) => {
  const { partner, owe, dispatch, until } = await scene(t)
  const north = await partner('north', { concurrency: 16 })
  await Promise.all([1, 2, 3].map((n) => dispatch({ name: `dispatcher-${n}` })))
  const ids = await owe(...Array.from({ length: 200 }, (_, n) => ({ partner: 'north', target: `handset/${n}` })))
  for (const id of ids) await until(id, 'acknowledged')
  assert.equal(north.calls.length, 200)
  assert.deepEqual(new Set(north.calls.map(({ key }) => key)), new Set(ids))
})

test('a partner switched to the blackhole is sent nothing, and nothing counts as done', async (t) => {
  const { partner, owe, dispatch, until, facts } = await scene(t)
  const north = await partner('north')
  await dispatch({ safety: true })
  const [block = ''] = await owe({ partner: 'north' })
  await until(block, 'not-sent')
  assert.deepEqual(north.calls, [])
  assert.deepEqual(await facts(block), ['partners.action-not-sent'])
})

test('a pretend partner is never called where demo is not allowed, nor anyone who is paused', async (t) => {
  const { partner, owe, dispatch, until, action, db } = await scene(t)
  const calls = [await partner('pretend'), await partner('paused')]
  await partner('real')
  await db.owner.pool.query(`update organisation set demo = true where slug = 'pretend'`)
  await db.owner.pool.query(`update partner set paused = true where slug = 'paused'`)
  await dispatch({ demo: false })
  const [first = '', second = '', third = ''] = await owe(
    { partner: 'pretend' },
    { partner: 'paused' },
    { partner: 'real' },
  )
  await until(third, 'acknowledged')
  assert.equal((await action(first)).attempts, 0)
  assert.equal((await action(second)).attempts, 0)
  assert.deepEqual(
    calls.flatMap((one) => one.calls),
    [],
  )
})

test('what comes after its end is not sent: it lapsed', async (t) => {
  const { partner, owe, dispatch, until, facts } = await scene(t)
  const north = await partner('north')
  const [block = ''] = await owe({ partner: 'north', until: new Date(Date.now() - 1000).toISOString() })
  await dispatch()
  await until(block, 'lapsed')
  assert.deepEqual(north.calls, [])
  assert.deepEqual(await facts(block), ['partners.action-lapsed'])
})

test('a kind that the contract does not have goes to a person at once', async (t) => {
  const { partner, owe, dispatch, until, facts } = await scene(t)
  await partner('north')
  await dispatch()
  const [odd = ''] = await owe({ partner: 'north', kind: 'sing-a-song' })
  await until(odd, 'dead')
  assert.deepEqual(await facts(odd), ['partners.action-dead'])
})

test('stopping waits for the calls under way and records what they came to', async (t) => {
  const { partner, owe, dispatch, action } = await scene(t)
  const north = await partner('north')
  let answer = () => {}
  north.script = (_call, { receipt }) =>
    new Promise((resolve) => {
      answer = () => resolve(receipt())
    })
  const dispatcher = await dispatch()
  const [block = ''] = await owe({ partner: 'north' })
  while (north.calls.length === 0) await pause(10)
  const stopped = dispatcher.stop()
  answer()
  await stopped
  assert.equal((await action(block)).state, 'acknowledged')
})

test('what a partner said is recorded although the database was away at that moment', async (t) => {
  const { partner, owe, dispatch, until, db } = await scene(t)
  const north = await partner('north', { timeoutMs: 30_000 })
  north.script = async (_call, { receipt }) => {
    await db.owner.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'dispatcher'`,
    )
    await receipt()
  }
  await dispatch()
  const [block = ''] = await owe({ partner: 'north' })
  await until(block, 'acknowledged')
  assert.equal(north.calls.length, 1)
})

test('a connector that throws is our fault: it is tried again, then shown to a person, and the partner is not blamed', async (t) => {
  const { partner, owe, dispatch, until } = await scene(t)
  await partner('north')
  const circuits: string[] = []
  await dispatch({
    random: () => 0,
    reveal: async () => assert.fail('the vault is away'),
    watch: {
      called: () => {},
      answered: () => {},
      receiptInvalid: () => {},
      circuit: (_, state) => circuits.push(state),
    },
  })
  const [block = ''] = await owe({ partner: 'north' })
  const { attempts, last_error: error } = await until(block, 'dead')
  assert.equal(attempts, 12)
  assert.equal(error, 'a fault on our own side')
  assert.deepEqual(new Set(circuits), new Set(['closed']))
})
