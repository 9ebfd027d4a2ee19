import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { command, joined, order, startedFor } from '#test/support/pretend'
import { pretendBank } from './banks/bank.ts'
import { banks, startBanks } from './banks.ts'
import type { Contract, Effect, Running } from './frame.ts'

const line = '+447700900123'
const partner = 'demo-monzo'

const told = (bank: Contract, path: string, body: object) =>
  Object(bank.commands?.[path]?.(body, undefined as never)) as Record<string, unknown>
const pay = (bank: Running, by: 'pin' | 'face') => command(bank, '/_pay', { line, by })

test('B28, B75: after a step-up the PIN pays nothing more from the phone, and a face still does; its undo lets both', async (t) => {
  const bank = (await startedFor(t, startBanks(partner)))(partner)
  const s = await joined(t, bank)
  assert.deepEqual(await pay(bank, 'pin'), { paid: 'allowed' })
  const [stepUp = ''] = await s.owe({ partner, kind: 'step-up-account', target: 'a', input: { line, level: 1 } })
  await s.until(stepUp, 'acknowledged')
  assert.deepEqual(await pay(bank, 'pin'), { paid: 'refused', why: 'device-not-trusted' })
  assert.deepEqual(await pay(bank, 'face'), { paid: 'allowed' })
  const [undo = ''] = await s.owe({ partner, kind: 'end-step-up', target: 'a', input: { line }, cancels: stepUp })
  await s.until(undo, 'acknowledged')
  assert.deepEqual(await pay(bank, 'pin'), { paid: 'allowed' })
})

test('B28: a frozen account pays nothing, however it is asked, until it is unfrozen', async (t) => {
  const bank = (await startedFor(t, startBanks(partner)))(partner)
  const s = await joined(t, bank)
  const [freeze = ''] = await s.owe({ partner, kind: 'freeze-account', target: 'a', input: { line, level: 2 } })
  await s.until(freeze, 'acknowledged')
  assert.deepEqual(await pay(bank, 'face'), { paid: 'refused', why: 'account-frozen' })
  const [undo = ''] = await s.owe({ partner, kind: 'unfreeze-account', target: 'a', input: { line }, cancels: freeze })
  await s.until(undo, 'acknowledged')
  assert.deepEqual(await pay(bank, 'face'), { paid: 'allowed' })
})

test('a bank refuses for a stranger, and a freeze for a claim that anybody could make; it is told no more than it needs', async (t) => {
  const bank = (await startedFor(t, startBanks(partner)))(partner)
  const s = await joined(t, bank)
  const ask = async (kind: string, input: object) => {
    const [id = ''] = await s.owe({ partner, kind, target: `${kind}/${JSON.stringify(input)}`, input: { ...input } })
    return (await s.until(id, 'acknowledged', 'refused')).state
  }
  assert.equal(await ask('step-up-account', { line: '+447700900199', level: 1 }), 'refused')
  assert.equal(await ask('freeze-account', { line, level: 1 }), 'refused')
  assert.equal(await ask('freeze-account', { line, level: 2 }), 'acknowledged')
  const told = { msisdn: line, order: 'FREEZE', imei: '356938035643809' }
  assert.equal((await order(bank, '/device-trust/v1/orders', 'key-number-1', told)).status, 400)
})

test('a hold lapses at the bank to the second of its end, whether we can be reached or not', () => {
  let at = Date.parse('2026-01-08T12:00:00.000Z')
  const iso = () => new Date(at).toISOString()
  const bank = pretendBank('demo-monzo', 'Monzo (pretend)', () => new Date(at))
  const body = { msisdn: line, order: 'FREEZE', proofLevel: 2, until: '2026-01-08T13:00:00.000Z' }
  const made = bank.judge('/device-trust/v1/orders', 'key-number-1', body)
  bank.apply({ ...(made as Effect), key: 'key-number-1', at: iso() })
  const paid = () => told(bank, '/_pay', { line, by: 'pin' }).paid
  at = Date.parse('2026-01-08T12:59:59.999Z')
  assert.equal(paid(), 'refused')
  at = Date.parse('2026-01-08T13:00:00.000Z')
  assert.equal(paid(), 'allowed')
})

test('whatever holds and undos come in whatever order, an account is held exactly by what was not taken back', () => {
  const orders = fc.array(fc.record({ key: fc.integer({ min: 0, max: 4 }), undo: fc.boolean() }), { maxLength: 20 })
  fc.assert(
    fc.property(orders, (given) => {
      const bank = pretendBank('demo-monzo', 'Monzo (pretend)', () => new Date())
      const [open, gone] = [new Set<number>(), new Set<number>()]
      for (const [index, { key, undo }] of given.entries()) {
        const own = undo ? `undo-key-${index}` : `hold-key-${key}`
        const body = undo
          ? { msisdn: line, order: 'UNFREEZE', withdraws: `hold-key-${key}` }
          : { msisdn: line, order: 'FREEZE', proofLevel: 2 }
        const made = bank.judge('/device-trust/v1/orders', own, body) as Effect
        bank.apply({ ...made, key: own, at: '' })
        if (undo) {
          open.delete(key)
          gone.add(key)
        } else if (!gone.has(key)) open.add(key)
      }
      assert.equal(told(bank, '/_account', { line }).frozen, open.size > 0)
    }),
  )
})

test('there are twenty banks, each under its own name that says that it is pretend', () => {
  assert.equal(new Set(banks.map(([slug]) => slug)).size, 20)
  for (const [slug, name] of banks) assert.match(`${slug} ${name}`, /^demo-[a-z-]+ .+ \(pretend\)$/)
})
