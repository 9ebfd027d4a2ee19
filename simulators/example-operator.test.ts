import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { registerKeys, registerPartner, standingOrderSignal, takeReceipt } from '#partners'
import { keepsNothing, scene } from '#test/support/dispatching'
import startExampleOperator, { exampleOperator } from './example-operator.ts'
import { type Place, type Running, runSimulator } from './frame.ts'

const place: Place = { port: 0, secretOf: () => 'pretend', random: Math.random, now: () => new Date() }

async function started(t: TestContext, more: Partial<Place> = {}) {
  const operator = await startExampleOperator({ ...place, ...more })
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
  await s.dispatch({ secretOf: () => 'pretend' })
  return s
}

const command = async ({ config }: Running, path: string, body: object) => {
  const reply = await fetch(config.baseUrl + path, { method: 'POST', body: JSON.stringify(body) })
  assert.equal(reply.status, 200, await reply.text())
}

const block = { partner: 'demo-operator', kind: 'block-handset' }
const imeiKeys = ['35693803564380']

test('our connector and the pretend operator, written apart, understand each other', async (t) => {
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
    taken.push(takeReceipt(desk, jws, 'demo-operator'))
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

test('a watch stays open until the handset is seen, and then is answered', async (t) => {
  const operator = await started(t)
  const s = await joined(t, operator)
  const [watch = ''] = await s.owe({ ...block, kind: 'watch-handset', input: { imeiKeys }, standing: true })
  while ((await s.action(watch)).due !== 'infinity') await new Promise((resolve) => setTimeout(resolve, 20))
  await command(operator, '/_seen', { equipment: imeiKeys })
  await standingOrderSignal(s.db.server.pool, 'demo-operator', 'handset/1')
  await s.until(watch, 'acknowledged')
})

test('killed and started again, it knows what it did and whom it blocks, and signs with a new key', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'pretend-'))
  t.after(() => rm(folder, { recursive: true }))
  const contract = exampleOperator()
  const ask = async ({ config }: Running, key: string, body: object) => {
    const form = { method: 'POST', headers: { authorization: `Basic ${btoa('ringback:pretend')}` } }
    const { access_token: token } = (await (await fetch(`${config.baseUrl}/oauth2/token`, form)).json()) as {
      access_token: string
    }
    const reply = await fetch(`${config.baseUrl}/eir/v1/list`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': key },
      body: JSON.stringify(body),
    })
    return { status: reply.status, ...((await reply.json()) as { code: string; receipt: string }) }
  }
  const listing = { equipment: imeiKeys, status: 'BLACKLISTED', cause: 'STOLEN' }
  const before = await runSimulator(contract, { ...place, folder })
  const first = await ask(before, 'key-number-1', listing)
  await before.stop()
  const after = await started(t, { folder })
  assert.equal((await ask(after, 'key-number-1', listing)).code, first.code)
  assert.equal(after.effects().length, 1)
  assert.equal((await ask(after, 'key-number-2', listing)).code, 'ALREADY')
  assert.notDeepEqual(after.keySet, before.keySet)
})

test('a block that arrives after its own withdrawal does not block', async (_t) => {
  const contract = exampleOperator()
  const listing = { equipment: imeiKeys, status: 'BLACKLISTED', cause: 'STOLEN' }
  const release = contract.judge('/eir/v1/list', 'undo-key', {
    equipment: imeiKeys,
    status: 'WHITELISTED',
    withdraws: 'block-key',
  })
  assert.ok(release && 'kind' in release)
  contract.apply({ ...release, key: 'undo-key', at: '' })
  const late = contract.judge('/eir/v1/list', 'block-key', listing)
  assert.ok(late && 'outcome' in late && late.outcome === 'refused')
  const other = contract.judge('/eir/v1/list', 'other-key', listing)
  assert.ok(other && 'outcome' in other && other.outcome === 'acknowledged')
})
