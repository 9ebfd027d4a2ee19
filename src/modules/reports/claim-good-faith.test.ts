import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { claimGoodFaith, mostClaims } from './commands/claim-good-faith.ts'
import { ConflictFound } from './events/conflict-found.ts'
import { ConflictSettled } from './events/conflict-settled.ts'
import { GoodFaithClaimed } from './events/good-faith-claimed.ts'
import { TheftReported } from './events/theft-reported.ts'

const { until: _, ...sample } = TheftReported.sample
const reported = TheftReported.of({ ...sample, means: 'police-handler' })
const { case: theft } = reported.data
const claimed = GoodFaithClaimed.of({ ...GoodFaithClaimed.sample, case: theft } as never)
const found = ConflictFound.of({ case: theft, conflict: 'recent-sale' })
const claim = (history: NewEvent[], now?: string) => given(claimGoodFaith, history).when({ ...claimed.data }, now)
const typesOf = (history: NewEvent[]) => eventsOf(claim(history)).map(({ type }) => type)

test('USERS 4: a buyer is heard and a person is called; what a person has settled is not raised again by anybody', () => {
  assert.deepEqual(typesOf([reported]), [GoodFaithClaimed.type, ConflictFound.type])
  assert.deepEqual(typesOf([reported, found]), [GoodFaithClaimed.type])
  const settled = ConflictSettled.of({
    ...{ case: theft, conflict: 'recent-sale', stands: true, reason: 'identity-checked' },
  })
  assert.deepEqual(typesOf([reported, found, settled]), [GoodFaithClaimed.type])
})

test('USERS 4: whoever posts again and again fills no case, and holds up none that has lapsed', () => {
  const often = Array.from({ length: mostClaims }, () => claimed)
  assert.deepEqual(claim([reported, found, ...often]), { refused: 'claimed-often' })
  assert.equal(eventsOf(claim([reported, found, ...often.slice(1)])).length, 1)
  const until = '2026-01-01T11:00:00.000Z'
  const short = TheftReported.of({ ...sample, means: 'number', until })
  assert.deepEqual(claim([short], until), { refused: 'case-lapsed' })
  assert.equal(eventsOf(claim([short], '2026-01-01T10:59:59.999Z')).length, 2)
})
