import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { eventsOf, given } from '#ledger/testing'
import { isTold, levelOf, type Means, means, showsLine } from '#lib/proof'
import { nobody } from '#modules/response/public'
import { reportTheft } from './commands/report-theft.ts'
import { settleConflict } from './commands/settle-conflict.ts'
import { showProof } from './commands/show-proof.ts'

const parties = {
  ...nobody,
  operators: ['one', 'two'],
  home: ['one'],
  makers: ['maker'],
  banks: ['bank'],
  forces: ['met'],
}
const theft = {
  ...{ case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', line: 'v_AAAAAAAAAAAAAAAAAAAAAA', method: 'snatch' as const },
  ...{ imeis: ['490154203237518'], channel: 'assisted' as const, force: 'met', parties },
}
const told = (by: Means) => given(reportTheft, []).when({ ...theft, means: by, hearsay: true })
const kindsOf = (decision: object) =>
  'owes' in decision ? (decision.owes as { kind: string }[]).map(({ kind }) => kind) : []
const soft = ['lock-screen', 'hold-line-changes']

test('a number that was told by voice and not confirmed stops no line and no handset, whoever was told; once its network or a bank knows it, all is owed', () => {
  const [telling, showing] = [means.filter(isTold), means.filter((one) => levelOf(one) > 0)]
  fc.assert(
    fc.property(fc.constantFrom(...telling), fc.constantFrom(...showing), (by, more) => {
      const heard = told(by)
      assert.deepEqual(kindsOf(heard), soft)
      const types = eventsOf(heard).map(({ type }) => type)
      assert.deepEqual(types, ['reports.theft-reported', 'reports.conflict-found', 'reports.proof-shown'])
      const after = given(showProof, eventsOf(heard) as never).when({
        case: theft.case,
        means: more,
        by: 'one',
        parties,
      })
      const confirmed = eventsOf(after).some(({ type }) => type === 'reports.conflict-settled')
      assert.equal(confirmed, showsLine(more), more)
      for (const kind of ['suspend-line', 'block-handset', 'freeze-account'])
        assert.equal(kindsOf(after).includes(kind), confirmed, `${by} ${more} ${kind}`)
    }),
  )
})

test('what only says more of the phone or the theft says nothing of the number', () => {
  for (const one of ['police-handler', 'officer-present', 'purchase-document', 'crime-reference'] as const)
    assert.equal(showsLine(one), false, one)
})

test('a number that was taken down twice goes on where its network cannot say; a number by hand needs no second word', () => {
  const heard = eventsOf(told('police-handler')) as never
  const settled = { conflict: 'number-unconfirmed', stands: true, reason: 'read-back' } as const
  assert.ok(
    kindsOf(given(settleConflict, heard).when({ case: theft.case, ...settled, parties })).includes('block-handset'),
  )
  const sure = given(reportTheft, []).when({ ...theft, means: 'police-handler', readBack: true })
  assert.ok(kindsOf(sure).includes('suspend-line'))
  const { line: _, ...handset } = theft
  assert.ok(
    kindsOf(given(reportTheft, []).when({ ...handset, means: 'police-handler', hearsay: true })).includes(
      'block-handset',
    ),
  )
})
