import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { given } from '#ledger/testing'
import { lapseOf, type Means, mayRelease, means } from '#lib/proof'
import { withdrawReport } from './commands/withdraw-report.ts'
import { ProofShown } from './events/proof-shown.ts'
import { TheftReported } from './events/theft-reported.ts'

const { until: _, ...sample } = TheftReported.sample
const theft = sample.case
const lapse = (by: Means) => ({ means: by, until: lapseOf(by, '2026-01-01T11:30:00.000Z') })
const reportedBy = (by: Means) => TheftReported.of({ ...sample, ...lapse(by) } as never)
const shown = (by: Means) => ProofShown.of({ ...ProofShown.sample, case: theft, ...lapse(by) } as never)
const taken = (history: readonly Means[], by: Means) => {
  const [first = 'number', ...more] = history
  return given(withdrawReport, [reportedBy(first), ...more.map(shown)]).when({ case: theft, why: 'found', means: by })
}

const identified: readonly Means[] = ['operator-counter', 'bank', 'police-handler', 'officer-present']
const weak = { refused: 'proof-too-weak' }

test('USERS 4: whoever is identified takes a report back, however much is on file; a trusted person only what nobody looked at', () => {
  const files: readonly Means[] = ['purchase-document', 'register-entry', 'crime-reference']
  for (const file of files) for (const by of identified) assert.ok('0' in taken(['number', file], by), `${file} ${by}`)
  for (const by of identified) assert.ok('0' in taken(['police-handler', 'crime-reference'], by), by)
  assert.ok('0' in taken(['panic-card'], 'trusted-person'))
  for (const more of [...files, ...identified] as const)
    assert.deepEqual(taken(['panic-card', more], 'trusted-person'), weak, more)
})

test('USERS 4: what anybody knows who knows the owner, a trusted person takes back, and so does the owner’s own passkey; a card or a name does not', () => {
  for (const by of ['trusted-person', 'own-passkey'] as const) {
    for (const history of [
      ['operator-knowledge'],
      ['number', 'operator-knowledge'],
      ['panic-card', 'operator-knowledge'],
    ] as const)
      assert.ok('0' in taken(history, by), `${history.join()} ${by}`)
    assert.deepEqual(taken(['operator-knowledge', 'bank'], by), weak)
  }
  for (const by of ['number', 'panic-card', 'stop-word', 'operator-knowledge'] as const)
    assert.deepEqual(taken(['operator-knowledge'], by), weak, by)
  const [contested] = [given(withdrawReport, [reportedBy('operator-knowledge')])].map((one) =>
    one.when({ case: theft, why: 'not-me', means: 'own-passkey' }),
  )
  assert.deepEqual(
    (contested as unknown as { type: string }[]).map(({ type }) => type),
    ['reports.conflict-found', 'reports.report-withdrawn'],
    'a person is told as well',
  )
})

test('MISSION 1: however a case came to its level, what is stop-only never starts the phone, and what does is no weaker than 2 from there on', () => {
  const some = fc.array(fc.constantFrom(...means), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(some, fc.constantFrom(...means), (history, by) => {
      const decision = taken(history, by)
      if (!mayRelease(by)) assert.deepEqual(decision, weak)
      if (identified.includes(by)) assert.ok(!('refused' in decision), `${history.join()} ${by}`)
    }),
  )
})

test('USERS 4, stalking: in safe mode nobody but police takes a report back, unless all that asked for it is a bare number and somebody showed more', () => {
  const feared = (by: Means) => TheftReported.of({ ...sample, ...lapse(by), safeMode: true } as never)
  const back = (history: Parameters<typeof given>[1], by: Means) =>
    given(withdrawReport, history).when({ case: theft, why: 'found', means: by })
  for (const by of means.filter(mayRelease)) {
    const looked = by === 'police-handler' || by === 'officer-present'
    for (const history of [[feared('panic-card')], [feared('number')]])
      if (looked) assert.ok('0' in back(history, by), by)
      else assert.deepEqual(back(history, by), weak, by)
  }
  for (const by of identified) assert.ok('0' in back([feared('number'), shown('panic-card')], by), by)
})
