import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { registerHandset } from './commands/register-handset.ts'

const seller = { document: 'passport' as const, lastFour: 'v_CCCCCCCCCCCCCCCCCCCCCA' }

const sale = {
  handset: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
  imeis: ['490154203237518'],
  channel: 'point-of-sale' as const,
  owner: 'v_AAAAAAAAAAAAAAAAAAAAAA',
}

test('B62: a resale is not registered before the seller’s identity was checked', () => {
  const resale = { ...sale, channel: 'resale' as const, owner: 'v_BBBBBBBBBBBBBBBBBBBBBB' }
  const sold = eventsOf(given(registerHandset, []).when(sale))
  assert.deepEqual(given(registerHandset, sold).when(resale), { refused: 'seller-not-verified' })
  assert.equal(eventsOf(given(registerHandset, sold).when({ ...resale, seller })).length, 2)
})

test('B71: who already owns a handset in the register does not register it twice', () => {
  const sold = eventsOf(given(registerHandset, []).when(sale))
  assert.deepEqual(given(registerHandset, sold).when(sale), { refused: 'already-registered' })
})

test('no sequence of sales puts a handset on anyone without a checked seller, and none repeats an owner in a row', () => {
  const sales = fc.record({
    channel: fc.constantFrom('point-of-sale' as const, 'resale' as const, 'owner' as const),
    owner: fc.constantFrom('v_AAAAAAAAAAAAAAAAAAAAAA', 'v_BBBBBBBBBBBBBBBBBBBBBB'),
    seller: fc.constantFrom(undefined, seller),
  })
  fc.assert(
    fc.property(fc.array(sales), (attempts) => {
      const history: NewEvent[] = []
      let owner: string | undefined
      for (const attempt of attempts) {
        const decision = given(registerHandset, history).when({ ...sale, ...attempt })
        if ('refused' in decision) continue
        assert.ok((attempt.channel !== 'resale' && owner === undefined) || attempt.seller)
        assert.notEqual(attempt.owner, owner)
        owner = attempt.owner
        history.push(...eventsOf(decision))
      }
    }),
  )
})
