import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deadActions, giveUp, receiptsOf, strandedActions, type Taken, takeReceipt, tryAgain } from '#partners'
import { keepsNothing, type Scene, scene } from '#test/support/dispatching'

const desk = ({ db, ledger }: Scene) => ({
  db: db.server.pool,
  ledger,
  now: () => new Date(),
  keepAnswer: keepsNothing,
})

test('a receipt that the partner sends later by itself counts, once, however often it comes', async (t) => {
  const s = await scene(t)
  const north = await s.partner('north')
  north.script = (_call, { say }) => say(202)
  const [block = ''] = await s.owe({ partner: 'north' })
  const jws = await north.sign({ action: block, kind: 'block-handset' })
  const taken = await Promise.all([1, 2, 3].map(() => takeReceipt(desk(s), jws, 'north')))
  assert.equal(taken.filter((one) => one.taken && one.counted).length, 1)
  assert.ok(taken.every((one) => one.taken))
  assert.deepEqual(await receiptsOf(s.db.server.pool, block), [jws])
  assert.deepEqual(await s.facts(block), ['partners.action-acknowledged'])
})

test('the first answer counts; a later word to the contrary is kept and changes nothing', async (t) => {
  const s = await scene(t)
  const north = await s.partner('north')
  await s.dispatch()
  const [block = ''] = await s.owe({ partner: 'north' })
  await s.until(block, 'acknowledged')
  const contrary = await north.sign({ action: block, kind: 'block-handset', outcome: 'refused', code: 'late' })
  const taken = await takeReceipt(desk(s), contrary, 'north')
  assert.deepEqual(taken, { taken: true, counted: false, action: block })
  assert.equal((await s.action(block)).state, 'acknowledged')
  assert.equal((await receiptsOf(s.db.server.pool, block)).length, 2)
})

test('nobody can answer for another partner, nor with words that are not signed', async (t) => {
  const s = await scene(t)
  await s.partner('north')
  const south = await s.partner('south')
  const [block = ''] = await s.owe({ partner: 'north' })
  const forged = await south.sign({ action: block, kind: 'block-handset', partner: 'north' })
  assert.deepEqual(await takeReceipt(desk(s), forged, 'south'), { taken: false, refused: 'unknown-action' })
  assert.deepEqual(await takeReceipt(desk(s), forged, 'north'), { taken: false, refused: 'unknown-key' })
  assert.deepEqual(await takeReceipt(desk(s), 'done!', 'north'), { taken: false, refused: 'malformed' })
  assert.equal((await s.action(block)).state, 'owed')
  assert.deepEqual(await receiptsOf(s.db.server.pool, block), [])
})

test('a callback and the answer to the call at the same moment are one outcome', async (t) => {
  const s = await scene(t)
  const north = await s.partner('north')
  const callbacks: Promise<Taken>[] = []
  north.script = async (_call, { sign, say }) => {
    const jws = await sign()
    callbacks.push(takeReceipt(desk(s), jws, 'north'))
    say(200, { receipt: jws })
  }
  await s.dispatch()
  const ids = await s.owe(...Array.from({ length: 20 }, (_, n) => ({ partner: 'north', target: `handset/${n}` })))
  for (const id of ids) await s.until(id, 'acknowledged')
  assert.ok((await Promise.all(callbacks)).every(({ taken }) => taken))
  for (const id of ids) {
    assert.deepEqual(await s.facts(id), ['partners.action-acknowledged'])
  }
})

test('after too many answers that cannot be believed a person sees it, and may send it again or give it up', async (t) => {
  const s = await scene(t)
  const north = await s.partner('north')
  north.script = (_call, { say }) => say(200, { receipt: 'x' })
  await s.dispatch({ random: () => 0 })
  const [block = '', other = ''] = await s.owe({ partner: 'north' }, { partner: 'north', target: 'handset/2' })
  await s.until(block, 'dead')
  await s.until(other, 'dead')
  const dead = await deadActions(s.db.server.pool)
  assert.deepEqual(new Set(dead.map(({ id }) => id)), new Set([block, other]))
  assert.match(dead[0]?.why ?? '', /receipt-invalid/)
  assert.ok(!JSON.stringify(dead).includes('35693803564380'))

  north.script = (_call, { receipt }) => receipt()
  const tools = { db: s.db.server.pool, ledger: s.ledger }
  assert.equal(await tryAgain(tools, block, { actor: 'staff:1' }), true)
  await s.until(block, 'acknowledged')
  assert.equal(await giveUp(tools, other, { actor: 'staff:1', why: 'partner-closed' }), true)
  assert.equal(await giveUp(tools, other, { actor: 'staff:2', why: 'other' }), false)
  assert.deepEqual(await s.facts(block), [
    'partners.action-dead',
    'partners.action-tried-again',
    'partners.action-acknowledged',
  ])
  assert.deepEqual(await s.facts(other), ['partners.action-dead', 'partners.action-given-up'])
})

test('what is owed to somebody who is no partner is shown, and holds up nobody', async (t) => {
  const s = await scene(t)
  await s.partner('north')
  await s.dispatch()
  const [stranded = '', block = ''] = await s.owe({ partner: 'nobody' }, { partner: 'north' })
  await s.until(block, 'acknowledged')
  assert.deepEqual(
    (await strandedActions(s.db.server.pool)).map(({ id, partner }) => ({ id, partner })),
    [{ id: stranded, partner: 'nobody' }],
  )
})
