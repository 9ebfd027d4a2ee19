import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal, type NewEvent } from '#ledger'
import { eventsOf, given, stored } from '#ledger/testing'
import { CaseId } from '#lib/ids'
import { raised } from '#lib/proof'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import {
  closeCase,
  joinToFirst,
  letOutCase,
  splitCase,
  takeInCase,
  theftCase,
  withdrawReport,
} from '#modules/reports/public'
import { VaultRef } from '#platform/vault-ref'
import { accesses, stands } from './accesses.ts'
import { AccessGiven } from './events/access-given.ts'
import { ContactGiven } from './events/contact-given.ts'
import { VictimWrote } from './events/victim-wrote.ts'
import { whatIsTakenIn } from './joining.ts'
import { told } from './told.ts'

const [first, later] = ['5a3f0a7b-1c11-4a55-9a35-00000000000a', '5a3f0a7b-1c11-4a55-9a35-00000000000b'].map((id) =>
  CaseId.parse(id),
) as [CaseId, CaseId]
const ref = (letter: string) => VaultRef.parse(`v_${letter.repeat(21)}A`)
const reviewBy = '2026-02-01T10:00:00.000Z'

type Means = Parameters<typeof TheftReported.of>[0]['means']
const report = (theft: CaseId, means: Means = 'operator-counter', safeMode = false) => {
  const { until } = raised(undefined, means, '2026-01-01T10:00:00.000Z')
  const { until: _, ...sample } = TheftReported.sample
  return TheftReported.of({ ...sample, case: theft, means, safeMode, reviewBy, ...(until && { until }) })
}
const code = (theft: CaseId, letter: string) => AccessGiven.of({ case: theft, access: ref(letter), checked: true })
const contact = (theft: CaseId, letter: string, access: string) =>
  ContactGiven.of({ case: theft, contact: ref(letter), confirmed: true, by: 'email', access: ref(access) } as never)
const run = (events: readonly NewEvent[]) => events.map((event, n) => stored(event, n + 1))
const take = (ofFirst: readonly NewEvent[], ofLater: readonly NewEvent[]) => {
  const taken = whatIsTakenIn(run(ofLater))
  assert.ok(taken)
  return given(takeInCase, ofFirst).when({ case: first, later, ...taken })
}

test('B07: the code and the contact of a later case open and hear of the first, until the two are split; then all is as before', () => {
  const ofFirst = [report(first), code(first, 'A'), contact(first, 'C', 'A')]
  const ofLater = [report(later), code(later, 'B'), contact(later, 'D', 'B')]
  const one = [...ofFirst, ...eventsOf(take(ofFirst, ofLater))]
  const ended = [...ofLater, ...eventsOf(given(joinToFirst, ofLater).when({ case: later, first }))]
  assert.deepEqual(
    [ref('A'), ref('B')].map((access) => stands(accesses.run(run(one)), access)),
    [true, true],
  )
  assert.deepEqual(
    told.run(run(one)).contacts.map((each) => each.ref),
    [ref('C'), ref('D')],
  )
  assert.partialDeepStrictEqual(theftCase.run(run(ended)), { ended: 'closed', closedFor: 'duplicate', joinedTo: first })
  assert.deepEqual(given(joinToFirst, ended).when({ case: later, first }), { refused: 'case-ended' })
  assert.deepEqual(take(one, ofLater), { refused: 'linked-already' })

  const split = given(splitCase, ended).when({ case: later })
  assert.equal('owes' in split, false, 'what it stopped was never lifted')
  const own = theftCase.run(run([...ended, ...eventsOf(split)]))
  assert.partialDeepStrictEqual(own, { ended: undefined, joinedTo: undefined, standing: { level: 2 } })
  const alone = [...one, ...eventsOf(given(letOutCase, one).when({ case: first, later }))]
  assert.deepEqual(accesses.run(run(alone)), accesses.run(run(ofFirst)))
  assert.deepEqual(told.run(run(alone)).contacts, told.run(run(ofFirst)).contacts)
  assert.equal(isRefusal(take(alone, [...ended, ...eventsOf(split)])), false, 'and they can be joined again')
})

test('USERS 4, stalking: two cases of which one is in safe mode are never one', () => {
  assert.deepEqual(take([report(first)], [report(later, 'operator-counter', true)]), { refused: 'in-safe-mode' })
  assert.deepEqual(take([report(first, 'operator-counter', true)], [report(later)]), { refused: 'in-safe-mode' })
})

test('USERS 4: what a bare number’s tick asked for keeps no two cases apart once somebody has shown more', () => {
  const proof = (theft: CaseId) =>
    ProofShown.of({ ...ProofShown.sample, case: theft, means: 'operator-counter', until: undefined } as never)
  const ticked = (theft: CaseId) => [report(theft, 'number', true), proof(theft)]
  assert.equal(isRefusal(take(ticked(first), ticked(later))), false)
  assert.equal(isRefusal(given(joinToFirst, ticked(later)).when({ case: later, first })), false)
})

test('principle 1: a code of a bare number opens no case whose holder is known, also when a person joins the two', () => {
  const ofLater = [report(later, 'number'), AccessGiven.of({ case: later, access: ref('B') })]
  const one = [report(first), ...eventsOf(take([report(first)], ofLater))]
  assert.equal(stands(accesses.run(run(one)), ref('B')), false)
})

test('what a later case holds would not end sooner by being joined; what waits there is answered first; the first opened goes on', () => {
  assert.deepEqual(take([report(first, 'number')], [report(later)]), { refused: 'first-weaker' })
  assert.deepEqual(take([report(first, 'operator-knowledge')], [report(later)]), { refused: 'first-weaker' })
  const wrote = VictimWrote.of({ ...VictimWrote.sample, case: later, access: ref('B') })
  assert.deepEqual(take([report(first)], [report(later), wrote]), { refused: 'answer-first' })
  const is = { level: 2 as const, reportedAt: '2025-12-31T10:00:00.000Z', safeMode: false, waits: false }
  assert.deepEqual(given(takeInCase, [report(first)]).when({ case: first, later, is, codes: [], contacts: [] }), {
    refused: 'not-later',
  })
  const withdrawn = ReportWithdrawn.of({ ...ReportWithdrawn.sample, case: first })
  assert.deepEqual(take([report(first), withdrawn], [report(later)]), { refused: 'case-ended' })
})

test('P1: a joined case is closed with the first when its stops are lifted, and is not split off by a word after that', () => {
  const ofLater = [report(later)]
  const ended = [...ofLater, ...eventsOf(given(joinToFirst, ofLater).when({ case: later, first }))]
  const closing = { case: later, because: undefined, stops: [] }
  for (const reason of ['returned', 'withdrawn'] as const) {
    const over = [...ended, ...eventsOf(given(closeCase, ended).when({ ...closing, reason }))]
    assert.deepEqual(given(splitCase, over).when({ case: later }), { refused: 'stops-lifted' })
  }
  assert.deepEqual(given(closeCase, ended).when({ ...closing, reason: 'no-lead-left' }), { refused: 'case-ended' })
  assert.deepEqual(given(splitCase, ofLater).when({ case: later }), { refused: 'not-linked' })
})

test('B07: joined, split, ended and proved in any order, a code opens one case at most and a joined case is never open', () => {
  const step = fc.constantFrom('take', 'join', 'split', 'let-out', 'prove', 'return', 'withdraw', 'return-later')
  fc.assert(
    fc.property(fc.array(step, { maxLength: 16 }), (steps) => {
      const streams = { first: [report(first), code(first, 'A')], later: [report(later), code(later, 'B')] } as {
        first: NewEvent[]
        later: NewEvent[]
      }
      const add = (which: 'first' | 'later', decided: Parameters<typeof eventsOf>[0]) =>
        isRefusal(decided) ? undefined : streams[which].push(...eventsOf(decided))
      for (const one of steps) {
        if (one === 'take') {
          const taken = whatIsTakenIn(run(streams.later))
          if (taken) add('first', given(takeInCase, streams.first).when({ case: first, later, ...taken }))
        }
        if (one === 'join') add('later', given(joinToFirst, streams.later).when({ case: later, first }))
        if (one === 'split') add('later', given(splitCase, streams.later).when({ case: later }))
        if (one === 'let-out') add('first', given(letOutCase, streams.first).when({ case: first, later }))
        if (one === 'prove') {
          const { until: _, ...proof } = ProofShown.sample
          if (!theftCase.run(run(streams.first)).ended) streams.first.push(ProofShown.of({ ...proof, case: first }))
        }
        const back = { case: first, why: 'found', means: 'police-handler' } as const
        if (one === 'withdraw') add('first', given(withdrawReport, streams.first).when(back))
        const returned = { reason: 'returned' as const, because: undefined, stops: [] }
        if (one === 'return') add('first', given(closeCase, streams.first).when({ case: first, ...returned }))
        if (one === 'return-later') add('later', given(closeCase, streams.later).when({ case: later, ...returned }))

        const [a, b] = [theftCase.run(run(streams.first)), theftCase.run(run(streams.later))]
        if (b.joinedTo) assert.ok(b.ended, 'a joined case is never open')
        assert.equal(b.twins.length, 0)
        const opens = accesses.run(run(streams.first)).all.has(ref('B'))
        assert.equal(opens, a.twins.includes(later), 'its code is in the first as long as it is joined there')
      }
    }),
  )
})

test('a case that was closed for another reason is neither joined nor split', () => {
  const closed = [report(later), CaseClosed.of({ case: later, reason: 'no-lead-left', because: 'nobody-found' })]
  assert.equal(whatIsTakenIn(run(closed)), undefined)
  assert.deepEqual(given(joinToFirst, closed).when({ case: later, first }), { refused: 'case-ended' })
})
