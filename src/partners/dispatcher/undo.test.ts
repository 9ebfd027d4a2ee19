import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { standingOrderSignal } from '#partners'
import { type Scene, scene } from '#test/support/dispatching'
import type { PretendPartner } from '#test/support/pretend-partner'

const imeiKeys = { imeiKeys: ['35693803564380'] }
const watch = { partner: 'north', kind: 'watch-handset', input: imeiKeys, standing: true }
const unwatch = { partner: 'north', kind: 'unwatch-handset', input: imeiKeys }
const unblock = { partner: 'north', kind: 'unblock-handset', input: imeiKeys }

const paths = (partner: PretendPartner) => partner.calls.map(({ path }) => path)

/** Waits until a standing order has been sent and waits for its signal. */
const parked = async ({ action }: Scene, id: string) => {
  while ((await action(id)).due !== 'infinity') await pause(10)
}

test('an undo waits until the block that was sent is answered, and then goes', async (t) => {
  const { partner, owe, dispatch, until } = await scene(t)
  const north = await partner('north')
  const troubles = [503, 503]
  north.script = (_call, { receipt, say }) => {
    const trouble = troubles.shift()
    return trouble ? say(trouble) : receipt()
  }
  await dispatch()
  const [block = ''] = await owe({ partner: 'north' })
  while (north.calls.length === 0) await pause(5)
  const [undo = ''] = await owe({ ...unblock, cancels: block })
  await until(undo, 'acknowledged')
  assert.deepEqual(
    north.calls.map(({ key }) => key),
    [block, block, block, undo],
  )
})

test('a block that was never sent and its undo both end here: the partner hears of neither', async (t) => {
  const { partner, owe, dispatch, until, facts } = await scene(t)
  const north = await partner('north')
  const [block = '', other = ''] = await owe({ partner: 'north' }, { partner: 'north', target: 'handset/2' })
  const [undo = ''] = await owe({ ...unblock, cancels: block })
  await dispatch()
  await until(undo, 'cancelled')
  await until(other, 'acknowledged')
  assert.deepEqual(paths(north), ['/eir/v1/list'])
  assert.equal(north.calls[0]?.key, other)
  assert.deepEqual(await facts(block), ['partners.action-cancelled'])
  assert.deepEqual(await facts(undo), ['partners.action-cancelled'])
})

test('a standing order stays open until its target reappears, and then goes at once', async (t) => {
  const s = await scene(t)
  const north = await s.partner('north')
  north.script = (_call, { say }) => say(202)
  await s.dispatch()
  const [order = ''] = await s.owe(watch)
  await parked(s, order)
  await pause(300)
  assert.equal(north.calls.length, 1, 'not asked about meanwhile')
  north.script = (_call, { receipt }) => receipt()
  assert.equal(await standingOrderSignal(s.db.server.pool, 'north', 'handset/1'), 1)
  await s.until(order, 'acknowledged')
  assert.equal(await standingOrderSignal(s.db.server.pool, 'north', 'handset/1'), 0)
})

test('a signal that comes while the order is being carried is not lost', async (t) => {
  const s = await scene(t)
  const north = await s.partner('north')
  north.script = async (_call, { say, receipt }) => {
    if (north.calls.length > 1) return receipt()
    await standingOrderSignal(s.db.server.pool, 'north', 'handset/1')
    say(202)
  }
  await s.dispatch()
  const [order = ''] = await s.owe(watch)
  await s.until(order, 'acknowledged')
  assert.equal(north.calls.length, 2)
})

test('an open standing order does not hold back its undo, and because the partner heard of it, the undo goes there', async (t) => {
  const s = await scene(t)
  const north = await s.partner('north')
  north.script = (call, { say, receipt }) => (call.path === '/eir/v1/watch' ? say(202) : receipt())
  await s.dispatch()
  const [order = ''] = await s.owe(watch)
  await parked(s, order)
  const [undo = ''] = await s.owe({ ...unwatch, cancels: order })
  await s.until(undo, 'acknowledged')
  await s.until(order, 'cancelled')
  assert.deepEqual(paths(north), ['/eir/v1/watch', '/eir/v1/unwatch'])
  assert.equal(north.calls[1]?.body.withdraws, order)
  assert.deepEqual(await s.facts(order), ['partners.action-cancelled'])
})

test('what a partner has taken and not done yet does not hold back its undo, which goes there at once', async (t) => {
  const s = await scene(t)
  const north = await s.partner('north')
  north.script = (call, { say, receipt }) => (call.body.withdraws ? receipt() : say(202))
  await s.dispatch()
  const [block = ''] = await s.owe({ partner: 'north' })
  while ((await s.action(block)).last_error !== 'taken, not done yet') await pause(10)
  const [undo = ''] = await s.owe({ ...unblock, cancels: block })
  await s.until(undo, 'acknowledged')
  await s.until(block, 'cancelled')
  assert.deepEqual(
    north.calls.map(({ key }) => key),
    [block, undo],
  )
  assert.equal(north.calls[1]?.body.withdraws, block)
})

test('what stands between a standing order and its undo is not lost: it goes when the order is cancelled', async (t) => {
  const s = await scene(t)
  const north = await s.partner('north')
  north.script = (call, { say, receipt }) => (call.path === '/eir/v1/watch' ? say(202) : receipt())
  await s.dispatch()
  const [order = ''] = await s.owe(watch)
  await parked(s, order)
  const [block = ''] = await s.owe({ partner: 'north' })
  await pause(200)
  assert.equal((await s.action(block)).attempts, 0, 'it waits behind the standing order')
  const [undo = ''] = await s.owe({ ...unwatch, cancels: order })
  await s.until(undo, 'acknowledged')
  assert.deepEqual(
    north.calls.map(({ key }) => key),
    [order, block, undo],
  )
})

test('a standing order that nothing ever fired lapses at its end', async (t) => {
  const s = await scene(t)
  const north = await s.partner('north')
  north.script = (_call, { say }) => say(202)
  await s.dispatch()
  const [order = ''] = await s.owe({ ...watch, until: new Date(Date.now() + 700).toISOString() })
  await s.until(order, 'lapsed')
  assert.equal(north.calls.length, 1)
})
