import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { planIdOf, planSeedOf } from './plan-id.ts'
import { PlanId } from './planned-shift.ts'

const under = (key: string) => ({
  blind: (_: unknown, value: string) => createHmac('sha256', key).update(value).digest('base64url'),
})
const asked = { tenant: 'demo-met', borough: 'Camden', begins: new Date('2026-11-27T14:00:00Z'), units: ['GX21'] }

test('B73: who asks for the same plan again is led to the same; another asked, another force or another key is another', () => {
  const id = planIdOf(under('a'), asked)
  assert.equal(PlanId.parse(id), id)
  assert.equal(planIdOf(under('a'), { ...asked, begins: new Date(asked.begins) }), id)
  const others = [
    planIdOf(under('a'), { ...asked, tenant: 'demo-other' }),
    planIdOf(under('a'), { ...asked, units: ['GX22'] }),
    planIdOf(under('a'), { ...asked, begins: new Date('2026-11-28T14:00:00Z') }),
    planIdOf(under('b'), asked),
  ]
  assert.equal(new Set([id, ...others]).size, 5)
})

test('B73, A09: a seed follows from all that was asked and the key: it is that of the next press, and of no other key, force or kind', () => {
  const seed = planSeedOf(under('a'), asked)
  assert.equal(planSeedOf(under('a'), { ...asked }), seed)
  const others = [
    planSeedOf(under('b'), asked),
    planSeedOf(under('a'), { ...asked, tenant: 'demo-other' }),
    planSeedOf(under('a'), { covert: true, ...asked }),
    planSeedOf(under('a'), { ...asked, units: ['GX22'] }),
  ]
  assert.equal(new Set([seed, ...others]).size, 5)
  for (const one of [seed, ...others]) assert.ok(Number.isSafeInteger(one + 1_000_003) && one >= 0)
})
