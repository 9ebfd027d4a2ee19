import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal, type NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { nobody } from '#modules/response/public'
import { closeCase } from './commands/close-case.ts'
import { judgeProof } from './commands/judge-proof.ts'
import { offerProof } from './commands/offer-proof.ts'
import { reopenCase } from './commands/reopen-case.ts'
import { withdrawReport } from './commands/withdraw-report.ts'
import { ProofOffered } from './events/proof-offered.ts'
import { TheftReported } from './events/theft-reported.ts'

const { until: _, ...sample } = TheftReported.sample
const reported = TheftReported.of({ ...sample, means: 'police-handler' } as never)
const theft = sample.case
const offered = ProofOffered.of({ ...ProofOffered.sample, case: theft } as never)
const { proof, document, access } = offered.data
const parties = { ...nobody, makers: ['a-maker'] }
const listed = {
  ...{ action: proof, partner: 'a-maker', kind: 'list-stolen', target: `case/${theft}/list-stolen` },
  input: { imeiKeys: ['49015420323751'], reason: 'stolen' },
}
const blocked = { ...listed, kind: 'block-handset' }
const judged = (history: readonly NewEvent[], counts: boolean) =>
  given(judgeProof, history).when({
    ...{ case: theft, proof, counts, reason: counts ? 'shows-phone-and-name' : 'looks-false' },
    ...{ parties, stops: [listed, blocked] },
  })
const owed = (decision: ReturnType<typeof judged>) =>
  !isRefusal(decision) && 'owes' in decision ? decision.owes.map(({ kind }) => kind) : []
const types = (decision: Parameters<typeof eventsOf>[0]) => eventsOf(decision).map(({ type }) => type)

test('MISSION, the proof ladder: a paper proves nothing until a person says so, and then the maker lists the phone', () => {
  assert.deepEqual(judged([reported], true), { refused: 'no-paper' })
  const yes = judged([reported, offered], true)
  assert.deepEqual(types(yes), ['reports.proof-judged', 'reports.proof-shown'])
  assert.deepEqual(owed(yes), ['list-stolen'])
  const [, shown] = eventsOf(yes)
  assert.deepEqual({ ...(shown?.data as object) } as unknown, {
    ...(shown?.data as object),
    ...{ means: 'purchase-document', document, access },
  })
  const no = judged([reported, offered], false)
  assert.deepEqual([types(no), owed(no)], [['reports.proof-judged'], []])
})

test('USERS 0.1: where no network knew the phone, what a person read on its box is blocked; another phone than the known one calls somebody', () => {
  const read = (history: readonly NewEvent[], imei: string) =>
    given(judgeProof, history).when({
      ...{ case: theft, proof, counts: true, reason: 'shows-phone-and-name', imeis: [imei] },
      ...{ parties: { ...parties, operators: ['an-operator'] }, stops: [] },
    })
  const imeisIn = (decision: ReturnType<typeof read>) =>
    eventsOf(decision).flatMap(({ data }) => (data as { imeis?: string[] }).imeis ?? [])
  const unknown = TheftReported.of({ ...sample, means: 'police-handler', imeis: [], handset: undefined } as never)
  const box = read([unknown, offered], '356938035643809')
  assert.ok(owed(box).includes('block-handset'))
  assert.deepEqual(imeisIn(box), ['356938035643809'])
  const other = read([reported, offered], '356938035643809')
  assert.deepEqual(types(other), ['reports.proof-judged', 'reports.proof-shown', 'reports.conflict-found'])
  assert.deepEqual(imeisIn(other), sample.imeis)
  assert.ok(!owed(other).includes('block-handset'))
})

test('a decision about a paper can be reversed: the maker’s list is taken back, nothing else is, and a person is called', () => {
  const yes = [reported, offered, ...eventsOf(judged([reported, offered], true))]
  assert.deepEqual(judged(yes, true), { refused: 'paper-judged' })
  const back = judged(yes, false)
  assert.deepEqual([types(back), owed(back)], [['reports.proof-judged', 'reports.conflict-found'], ['unlist-stolen']])
  const other = ProofOffered.of({ ...offered.data, proof: '2e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c' })
  const both = given(judgeProof, [...yes, other]).when({
    ...{ case: theft, proof: other.data.proof, counts: true, reason: 'shows-phone-and-name', parties, stops: [] },
  })
  assert.deepEqual(
    types(judged([...yes, other, ...eventsOf(both)], false)),
    ['reports.proof-judged'],
    'another one counts',
  )
})

test('USERS 4: a script fills no case with papers', () => {
  const many = Array.from({ length: 4 }, (_, n) => ProofOffered.of({ ...offered.data, proof: `${n}${proof.slice(1)}` }))
  const next = { ...offered.data, paper: 'box' as const }
  assert.equal(eventsOf(given(offerProof, [reported, ...many.slice(1)]).when(next)).length, 1)
  assert.deepEqual(given(offerProof, [reported, ...many]).when(next), { refused: 'papers-many' })
})

test('whoever is told that a paper does not help can send another one: what a person has looked at waits for nobody', () => {
  const sent = (n: number) =>
    ProofOffered.of({ ...offered.data, proof: `${n % 10}${n > 9 ? 'f' : 'e'}${proof.slice(2)}` })
  const history: NewEvent[] = [reported]
  for (let n = 0; n < 12; n++) {
    const [paper] = eventsOf(given(offerProof, history).when({ ...sent(n).data, paper: 'box' as const }))
    assert.ok(paper)
    history.push(paper)
    const one = { case: theft, proof: sent(n).data.proof, counts: false, reason: 'looks-false' as const }
    history.push(...eventsOf(given(judgeProof, history).when({ ...one, parties, stops: [] })))
  }
  assert.deepEqual(given(offerProof, history).when({ ...sent(13).data, paper: 'box' as const }), {
    refused: 'papers-all',
  })
})

test('a paper that nobody has looked at when its case ends is said to be left, once, and waits again when the case is opened', () => {
  const closing = { case: theft, reason: 'no-lead-left' as const, because: 'nobody-found' as const, stops: [] }
  const end = eventsOf(given(closeCase, [reported, offered]).when(closing))
  assert.deepEqual(
    end.map(({ type }) => type),
    ['reports.case-closed', 'reports.papers-left'],
  )
  const closed = [reported, offered, ...end]
  assert.deepEqual(judged(closed, true), { refused: 'case-ended' })
  const turnedUp = given(closeCase, closed).when({ ...closing, reason: 'returned', because: undefined })
  assert.deepEqual(types(turnedUp), ['reports.case-closed'], 'they were told already')
  const open = [...closed, ...eventsOf(given(reopenCase, closed).when({ case: theft, why: 'challenged' }))]
  assert.deepEqual(types(judged(open, true)), ['reports.proof-judged', 'reports.proof-shown'])
  assert.deepEqual(types(given(closeCase, open).when(closing)), ['reports.case-closed', 'reports.papers-left'])
  const seen = [reported, offered, ...eventsOf(judged([reported, offered], false))]
  assert.deepEqual(types(given(closeCase, seen).when(closing)), ['reports.case-closed'])
  const back = given(withdrawReport, [reported, offered]).when({ case: theft, why: 'found', means: 'police-handler' })
  assert.deepEqual(types(back), ['reports.report-withdrawn', 'reports.papers-left'])
})
