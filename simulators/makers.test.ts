import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { takeReceipt } from '#partners'
import { keepsNothing } from '#test/support/dispatching'
import { command, joined, startedFor } from '#test/support/pretend'
import { makerOf } from './makers/tacs.ts'
import makers from './makers.ts'
import { subscriberOf } from './operators/subscribers.ts'

const imei = '353325101234569'
const imeiKeys = [imei.slice(0, 14)]
const partner = 'demo-samsung'

test('A24: the screen is locked with the owner’s own PIN as its key, and unlocked by us too', async (t) => {
  const maker = (await startedFor(t, makers))(partner)
  const s = await joined(t, maker)
  const lock = async () => {
    const [id = ''] = await s.owe({ partner, kind: 'lock-screen', target: 'h', input: { imeiKeys } })
    await s.until(id, 'acknowledged')
    return id
  }
  await lock()
  assert.deepEqual(await command(maker, '/_open', { imei, pin: '0000' }), { open: false })
  assert.deepEqual(await command(maker, '/_open', { imei, pin: imei.slice(10, 14) }), { open: true })
  const again = await lock()
  const [undo = ''] = await s.owe({ partner, kind: 'unlock-screen', target: 'h', input: { imeiKeys }, cancels: again })
  await s.until(undo, 'acknowledged')
  assert.deepEqual(await command(maker, '/_open', { imei, pin: '0000' }), { open: true })
})

test('A24: of a bare number the maker of its handset knows, and the others refuse', async (t) => {
  const running = await startedFor(t, makers)
  const line = '+447700900123'
  const slugs = ['demo-apple', 'demo-google', 'demo-samsung']
  const s = await joined(t, ...slugs.map(running))
  const ids = await s.owe(...slugs.map((one) => ({ partner: one, kind: 'lock-screen', target: 'h', input: { line } })))
  const states = await Promise.all(ids.map(async (id) => (await s.until(id, 'acknowledged', 'refused')).state))
  const mine = makerOf(subscriberOf(line).imeis[0] ?? '')
  assert.deepEqual(
    states,
    slugs.map((one) => (one === mine ? 'acknowledged' : 'refused')),
  )
})

test('A13: a handset on the lost list is refused activation until it is taken off again', async (t) => {
  const maker = (await startedFor(t, makers))(partner)
  const s = await joined(t, maker)
  assert.deepEqual(await command(maker, '/_activate', { imei, country: 'DZ' }), { activated: true })
  const input = { imeiKeys, reason: 'stolen' }
  const [list = ''] = await s.owe({ partner, kind: 'list-stolen', target: 'h', input })
  await s.until(list, 'acknowledged')
  for (let tries = 0; tries < 20; tries++)
    assert.deepEqual(await command(maker, '/_activate', { imei, country: 'DZ' }), { activated: false })
  const [undo = ''] = await s.owe({ partner, kind: 'unlist-stolen', target: 'h', input: { imeiKeys }, cancels: list })
  await s.until(undo, 'acknowledged')
  assert.deepEqual(await command(maker, '/_activate', { imei, country: 'DZ' }), { activated: true })
})

test('a handset that is offline takes the lock at its next contact: taken first, the receipt at once then', async (t) => {
  let take = async (_jws: string): Promise<unknown> => undefined
  const maker = (await startedFor(t, makers, { deliver: (jws) => take(jws) }))(partner)
  await command(maker, '/_handset', { imei, offline: true })
  const s = await joined(t, maker)
  const desk = { db: s.db.server.pool, ledger: s.ledger, now: () => new Date(), keepAnswer: keepsNothing }
  take = (jws) => takeReceipt(desk, jws, partner)
  const [lock = ''] = await s.owe({ partner, kind: 'lock-screen', target: 'h', input: { imeiKeys } })
  while (((await s.action(lock)).last_error ?? '') === '') await pause(10)
  assert.equal((await s.action(lock)).last_error, 'taken, not done yet')
  const { attempts } = await s.action(lock)
  await command(maker, '/_reconnect', { imei })
  await s.until(lock, 'acknowledged')
  assert.equal((await s.action(lock)).attempts, attempts, 'by its own call, not when it was asked about again')
})

test('B67: nothing is erased that is not on the lost list, nor before the handset is reached; erasing leaves a trace', async (t) => {
  let take = async (_jws: string, _answer?: unknown): Promise<unknown> => undefined
  const maker = (await startedFor(t, makers, { deliver: (jws, answer) => take(jws, answer) }))(partner)
  await command(maker, '/_handset', { imei, lastBackup: '2026-01-05T07:00:00.000Z' })
  const s = await joined(t, maker)
  const desk = { db: s.db.server.pool, ledger: s.ledger, now: () => new Date(), keepAnswer: keepsNothing }
  take = (jws, answer) => takeReceipt(desk, jws, partner, answer)
  const [wipe = ''] = await s.owe({ partner, kind: 'wipe-handset', target: 'w', input: { imeiKeys } })
  while (((await s.action(wipe)).last_error ?? '') === '') await pause(10)
  assert.equal((await command(maker, '/_handset', { imei })).wiped, undefined)
  const [list = ''] = await s.owe({ partner, kind: 'list-stolen', target: 'l', input: { imeiKeys, reason: 'stolen' } })
  await s.until(list, 'acknowledged')
  assert.deepEqual(s.told, [{ lastBackup: '2026-01-05T07:00:00.000Z' }], 'so that the owner sees what would be lost')
  await s.until(wipe, 'acknowledged')
  assert.match(String((await command(maker, '/_handset', { imei })).wiped), /^\d{4}-/)
  assert.ok(maker.effects().some(({ kind, key }) => kind === 'wipe-handset' && key === wipe))
})

test('B66: a handset is located only while that is asked for, and not where its owner has switched it off', async (t) => {
  const maker = (await startedFor(t, makers))(partner)
  const s = await joined(t, maker)
  const locate = () => fetch(`${maker.config.baseUrl}/_locate`, { method: 'POST', body: JSON.stringify({ imei }) })
  assert.equal((await locate()).status, 400)
  await command(maker, '/_handset', { imei, position: { lon: -0.1337, lat: 51.5101 } })
  const [start = ''] = await s.owe({ partner, kind: 'start-locating', target: 'h', input: { imeiKeys } })
  await s.until(start, 'acknowledged')
  const [told] = s.told as { lon: number; lat: number; at: string }[]
  assert.deepEqual([told?.lon, told?.lat], [-0.1337, 51.5101])
  assert.equal((await locate()).status, 200)
  const [stop = ''] = await s.owe({ partner, kind: 'stop-locating', target: 'h', input: { imeiKeys }, cancels: start })
  await s.until(stop, 'acknowledged')
  assert.equal((await locate()).status, 400)
  await command(maker, '/_handset', { imei, findOff: true })
  const [off = ''] = await s.owe({ partner, kind: 'start-locating', target: 'i', input: { imeiKeys } })
  await s.until(off, 'refused')
})
