import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { eventsOf, given, stored } from '#ledger/testing'
import { levelOf, means } from '#lib/proof'
import { nobody } from '#modules/response/public'
import { theftCase } from './case.ts'
import { takeCrimeReference } from './commands/take-crime-reference.ts'
import type { ProofShown } from './events/proof-shown.ts'
import { TheftReported } from './events/theft-reported.ts'

const theft = TheftReported.sample.case
const reported = (shown: (typeof means)[number]) =>
  TheftReported.of({ ...TheftReported.sample, means: shown, until: '2026-01-02T10:00:00.000Z' } as never)
const reference = { case: theft, force: 'first-force', reference: 'v_AAAAAAAAAAAAAAAAAAAAAA' }
const parties = { ...nobody, operators: ['one'], makers: ['maker'], banks: ['bank'] }

test('a crime reference shows level 4, except where the force only echoes what an ex-partner knows too', () => {
  fc.assert(
    fc.property(fc.constantFrom(...means), fc.boolean(), (shown, asked) => {
      const past = [reported(shown)]
      const decision = given(takeCrimeReference, past).when({ ...reference, asked, parties } as never)
      const [event] = eventsOf(decision) as [ReturnType<typeof ProofShown.of>]
      const after = theftCase.run([...past, event].map((one, index) => stored(one, index + 1)))
      const echo = asked && shown === 'operator-knowledge'
      assert.equal(after.standing?.level, echo ? levelOf(shown) : 4)
      assert.equal(
        (event.data as { document?: string }).document,
        reference.reference,
        'the reference is kept in any case',
      )
      if (echo) assert.deepEqual('owes' in decision && decision.owes, [], 'it asks nobody for anything')
    }),
  )
})

test('an echoed reference does not make a weak proof last longer', () => {
  const past = [reported('operator-knowledge')]
  const [event] = eventsOf(given(takeCrimeReference, past).when({ ...reference, asked: true, parties } as never))
  assert.equal((event?.data as { until?: string } | undefined)?.until, '2026-01-02T10:00:00.000Z')
})
