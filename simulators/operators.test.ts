import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Heard } from '#lib/heard'
import { registerKeys, registerPartner, standingOrderSignal, takeReceipt } from '#partners'
import { keepsNothing, scene } from '#test/support/dispatching'
import type { Place, Running } from './frame.ts'
import { subscriberOf } from './operators/subscribers.ts'
import { startOperators } from './operators.ts'

const place: Place = { port: 0, secretOf: () => 'pretend', random: Math.random, now: () => new Date() }

async function started(t: TestContext, more: Partial<Place> = {}) {
  const [operator] = await startOperators('demo-ee')({ ...place, ...more })
  assert.ok(operator)
  t.after(() => operator.stop())
  return operator
}

/** A Ringback with this operator as its partner, signed in with its real client credentials. */
async function joined(t: TestContext, operator: Running) {
  const s = await scene(t)
  const { slug, name, sort, connector, config } = operator
  await s.db.owner.pool.query('insert into organisation (slug, name, sort, demo) values ($1, $2, $3, true)', [
    slug,
    name,
    sort,
  ])
  await registerPartner(s.db.owner.pool, { slug, connector, config: { ...config } })
  await registerKeys(s.db.owner.pool, slug, { keys: [...operator.keySet.keys] })
  const told: unknown[] = []
  const keepAnswer = async (_action: unknown, answer: unknown) => {
    told.push(answer)
    return keepsNothing()
  }
  await s.dispatch({ secretOf: () => 'pretend', keepAnswer })
  return { ...s, told }
}

const command = async ({ config }: Running, path: string, body: object) => {
  const reply = await fetch(config.baseUrl + path, { method: 'POST', body: JSON.stringify(body) })
  const text = await reply.text()
  assert.equal(reply.status, 200, text)
  return JSON.parse(text) as Record<string, unknown>
}

/** Sends an order as Ringback does, and says what came back. */
async function order({ config }: Running, path: string, key: string, body: object) {
  const form = { method: 'POST', headers: { authorization: `Basic ${btoa('ringback:pretend')}` } }
  const { access_token: token } = (await (await fetch(`${config.baseUrl}/oauth2/token`, form)).json()) as {
    access_token: string
  }
  const reply = await fetch(config.baseUrl + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: reply.status, ...((await reply.json()) as { code: string; receipt: string; answer?: unknown }) }
}

const partner = 'demo-ee'
const block = { partner, kind: 'block-handset' }
const key = '35693803564380'
const imeiKeys = [key]
const line = '+447700900123'
const listing = { equipment: imeiKeys, status: 'BLACKLISTED', cause: 'STOLEN' }

test('B12: our connector and the pretend operator, written apart, understand each other', async (t) => {
  const operator = await started(t)
  const s = await joined(t, operator)
  const [first = ''] = await s.owe(block)
  await s.until(first, 'acknowledged')
  const [undo = ''] = await s.owe({ ...block, kind: 'unblock-handset', input: { imeiKeys }, cancels: first })
  await s.until(undo, 'acknowledged')
  const [unknown = ''] = await s.owe({ ...block, input: { imeiKeys: ['00000000123456'], reason: 'lost' } })
  await s.until(unknown, 'refused')
  assert.deepEqual(
    operator.effects().map(({ kind, outcome }) => [kind, outcome]),
    [
      ['block-handset', 'acknowledged'],
      ['unblock-handset', 'acknowledged'],
      ['block-handset', 'refused'],
    ],
  )
})

test('B12: the operator says whether the victim is the holder, and in which handset the line was last used', async (t) => {
  const operator = await started(t)
  const s = await joined(t, operator)
  const { name, born, postcode, imeis } = subscriberOf(line)
  const claims = {
    right: { name: name.toUpperCase(), born },
    elsewhere: { name, postcode: postcode.toLowerCase().replace(' ', '') },
    wrong: { name, born: '1901-01-01' },
    nobody: { name },
  }
  const ask = async (kind: string, input: object) => {
    const [id = ''] = await s.owe({ partner, kind, target: `line/${kind}`, input: { ...input } })
    return (await s.until(id, 'acknowledged', 'refused')).state
  }
  assert.equal(await ask('match-identity', { line, claim: claims.right }), 'acknowledged')
  assert.equal(await ask('match-identity', { line, claim: claims.elsewhere }), 'acknowledged')
  assert.equal(await ask('match-identity', { line, claim: claims.wrong }), 'refused')
  assert.equal(await ask('match-identity', { line, claim: claims.nobody }), 'refused')
  assert.equal(await ask('find-handset', { line }), 'acknowledged')
  assert.equal(await ask('find-handset', { line: '+447700900999' }), 'refused') // another operator's range
  const [first] = s.told as { heard: Heard }[]
  const { heard } = first ?? {}
  assert.equal(heard?.imeiKey, imeis[0]?.slice(0, 14))
  assert.deepEqual(s.told, [
    { imeis, heard },
    { imeis, heard },
    { imeis, heard },
  ])
  const codes = operator.effects().map(({ code }) => code)
  assert.deepEqual(codes, [undefined, undefined, 'no-match', 'no-match', undefined, 'unknown-line'])
})

test('a barred line calls nobody but 999 and 112, and is changed at the counter only, until it is released', async (t) => {
  const operator = await started(t)
  const s = await joined(t, operator)
  const call = async (to: string) => (await command(operator, '/_call', { line, to })).connected
  const change = async (more: object) => (await command(operator, '/_change', { line, what: 'SIM_SWAP', ...more })).done
  const ask = async (kind: string, cancels?: string) => {
    const target = `line/${kind.split('-').at(-1)}`
    const [id = ''] = await s.owe({ partner, kind, target, input: { line }, ...(cancels && { cancels }) })
    await s.until(id, 'acknowledged')
    return id
  }
  const bar = await ask('suspend-line')
  const hold = await ask('hold-line-changes')
  assert.deepEqual(
    [
      await call('+447700900321'),
      await call('999'),
      await call('112'),
      await change({}),
      await change({ inPerson: true }),
    ],
    [false, true, true, false, true],
  )
  await ask('restore-line', bar)
  await ask('release-line-changes', hold)
  assert.deepEqual([await call('+447700900321'), await change({})], [true, true])
})

test('with delays and a third of all calls failing, each action has one effect', async (t) => {
  const operator = await started(t)
  await command(operator, '/_faults', { delayMs: [0, 20], errorRate: 0.33 })
  const s = await joined(t, operator)
  const ids = await s.owe(...Array.from({ length: 40 }, (_, n) => ({ ...block, target: `handset/${n}` })))
  for (const id of ids) await s.until(id, 'acknowledged')
  assert.deepEqual(
    operator
      .effects()
      .map(({ key }) => key)
      .sort(),
    [...ids].sort(),
  )
})

test('receipts that come late by themselves, and twice, end each action once', async (t) => {
  const taken: Promise<unknown>[] = []
  let take = async (_jws: string) => {}
  const operator = await started(t, { deliver: (jws) => take(jws) })
  await command(operator, '/_faults', { duplicateReceipts: 0.5, lateReceipts: { share: 0.5, afterMs: [5, 50] } })
  const s = await joined(t, operator)
  take = async (jws) => {
    const desk = { db: s.db.server.pool, ledger: s.ledger, now: () => new Date(), keepAnswer: keepsNothing }
    taken.push(takeReceipt(desk, jws, partner))
  }
  const ids = await s.owe(...Array.from({ length: 30 }, (_, n) => ({ ...block, target: `handset/${n}` })))
  for (const id of ids) await s.until(id, 'acknowledged')
  await Promise.all(taken)
  for (const id of ids) assert.deepEqual(await s.facts(id), ['partners.action-acknowledged'])
})

test('an outage delays what is owed and loses nothing', async (t) => {
  const operator = await started(t)
  await command(operator, '/_faults', { outage: true })
  const s = await joined(t, operator)
  const [first = ''] = await s.owe(block)
  while ((await s.action(first)).attempts < 2) await new Promise((resolve) => setTimeout(resolve, 20))
  await command(operator, '/_faults', {})
  await s.until(first, 'acknowledged')
})

test('B26: a watch stays open until the handset is seen, and then is answered', async (t) => {
  const operator = await started(t)
  const s = await joined(t, operator)
  const [watch = ''] = await s.owe({ ...block, kind: 'watch-handset', input: { imeiKeys }, standing: true })
  while ((await s.action(watch)).due !== 'infinity') await new Promise((resolve) => setTimeout(resolve, 20))
  await command(operator, '/_attach', { imei: `${key}9` })
  await standingOrderSignal(s.db.server.pool, partner, 'handset/1')
  await s.until(watch, 'acknowledged')
})

test('B26: a watch with an end sends its receipt by itself when the handset is seen in time, and never a second later', async (t) => {
  const start = Date.now()
  let at = start
  const sent: string[] = []
  const operator = await started(t, { now: () => new Date(at), deliver: async (jws) => void sent.push(jws) })
  const until = new Date(start + 60_000).toISOString()
  const taken = await order(operator, '/eir/v1/watch', 'watch-number-1', { equipment: [key], until })
  const another = await order(operator, '/eir/v1/watch', 'watch-number-2', { equipment: ['49015420323751'], until })
  assert.deepEqual([taken.status, another.status], [202, 202])
  at = start + 59_999
  await command(operator, '/_attach', { imei: `${key}9` })
  at = start + 60_000
  await command(operator, '/_attach', { imei: '490154203237518' })
  assert.deepEqual(
    operator.effects().map((effect) => effect.key),
    ['watch-number-1'],
  )
  // It is sent beside the answer to the phone, not before it.
  for (let looks = 0; sent.length === 0 && looks < 3000; looks++) await pause(10)
  assert.equal(sent.length, 1)
})

test('killed and started again, it knows what it did and whom it blocks, and signs with a new key', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'pretend-'))
  t.after(() => rm(folder, { recursive: true }))
  const before = await started(t, { folder })
  const first = await order(before, '/eir/v1/list', 'key-number-1', listing)
  await before.stop()
  const after = await started(t, { folder })
  assert.equal((await order(after, '/eir/v1/list', 'key-number-1', listing)).code, first.code)
  assert.equal(after.effects().length, 1)
  assert.equal((await order(after, '/eir/v1/list', 'key-number-2', listing)).code, 'ALREADY')
  assert.notDeepEqual(after.keySet, before.keySet)
})

test('a block that arrives after its own withdrawal does not block', async (t) => {
  const operator = await started(t)
  const release = { equipment: imeiKeys, status: 'WHITELISTED', withdraws: 'block-key' }
  assert.equal((await order(operator, '/eir/v1/list', 'undo-key', release)).code, 'DONE')
  assert.equal((await order(operator, '/eir/v1/list', 'block-key', listing)).code, 'WITHDRAWN')
  assert.equal((await order(operator, '/eir/v1/list', 'other-key', listing)).code, 'DONE')
})

test('taking back one of two blocks on a handset leaves the other', async (t) => {
  const operator = await started(t)
  await order(operator, '/eir/v1/list', 'block-one', listing)
  await order(operator, '/eir/v1/list', 'block-two', listing)
  await order(operator, '/eir/v1/list', 'undo-one', {
    equipment: imeiKeys,
    status: 'WHITELISTED',
    withdraws: 'block-one',
  })
  assert.equal((await command(operator, '/_attach', { imei: `${key}9` })).admitted, false)
  await order(operator, '/eir/v1/list', 'undo-two', {
    equipment: imeiKeys,
    status: 'WHITELISTED',
    withdraws: 'block-two',
  })
  assert.equal((await command(operator, '/_attach', { imei: `${key}9` })).admitted, true)
})
