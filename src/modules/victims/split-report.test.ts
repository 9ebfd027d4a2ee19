import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { NewEvent, StoredEvent } from '#ledger'
import { eventsOf, stored } from '#ledger/testing'
import { CaseId } from '#lib/ids'
import { type Means, means, raised } from '#lib/proof'
import { ConflictFound } from '#modules/reports/events/conflict-found'
import { DetailsAdded } from '#modules/reports/events/details-added'
import { IdentityClaimed } from '#modules/reports/events/identity-claimed'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportJoined } from '#modules/reports/events/report-joined'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { caseOfCode, isAnswerToGone, joinedReports, ownFacts, splitReport, theftCase } from '#modules/reports/public'
import { nobody, undoOf } from '#modules/response/public'
import { VaultRef } from '#platform/vault-ref'
import { accesses } from './accesses.ts'
import { caseSentences } from './case-sentences.ts'
import { detailsOf } from './details.ts'
import { AccessGiven } from './events/access-given.ts'
import { ContactGiven } from './events/contact-given.ts'
import { told } from './told.ts'

const [theft, report] = ['5a3f0a7b-1c11-4a55-9a35-00000000000a', '5a3f0a7b-1c11-4a55-9a35-00000000000b'].map((id) =>
  CaseId.parse(id),
) as [CaseId, CaseId]
const ref = (letter: string) => VaultRef.parse(`v_${letter.repeat(21)}A`)
const reviewBy = '2026-02-01T10:00:00.000Z'
const at = '2026-01-01T10:00:00.000Z'
const now = '2026-01-01T10:30:00.000Z'
const [line, imei, other] = [ref('L'), '490154203237518', '356938035643809'] as const

/** A fact with the request that brought it about. */
type Fact = readonly [event: NewEvent, cause: string]
const run = (facts: readonly Fact[]): StoredEvent[] =>
  facts.map(([event, cause], n) => ({ ...stored(event, n + 1, at), cause }))

const lapse = (shown: Means) => {
  const { until } = raised(undefined, shown, at)
  return until ? { until } : {}
}
const begun = (shown: Means, more: object = {}): Fact => {
  const { until: _, handset: __, ...sample } = TheftReported.sample
  const said = { ...sample, case: theft, means: shown, line, imeis: [imei], reviewBy, ...lapse(shown), ...more }
  return [TheftReported.of(said as never), 'request/first']
}
const joined = (more: object = {}): Fact => {
  const told = { why: 'number', report, channel: 'web', means: 'number', line, ...more }
  return [ReportJoined.of({ case: theft, reviewBy, ...told } as never), 'request/second']
}
const proof = (shown: Means, cause: string, more: object = {}): Fact => {
  const said = { case: theft, means: shown, imeis: [], reviewBy, ...lapse(shown), ...more }
  return [ProofShown.of(said as never), cause]
}
const code = (letter: string, cause: string, more: object = {}): Fact => [
  AccessGiven.of({ case: theft, access: ref(letter), checked: true, ...more }),
  cause,
]
const contact = (letter: string, access: string): Fact => [
  ContactGiven.of({ case: theft, contact: ref(letter), by: 'email', confirmed: true, access: ref(access) }),
  `request/${letter}`,
]
const parties = { ...nobody, operators: ['one', 'two'], home: ['one'], makers: ['maker'], banks: ['bank'], forces: [] }
const split = (facts: readonly Fact[], more: object = {}) => {
  const input = { case: theft, report, number: 'goes' as const, waits: false, parties, ...more }
  return splitReport.decide(splitReport.input.parse(input), splitReport.state.run(run(facts)), { now })
}
const after = (facts: readonly Fact[], more: object = {}): StoredEvent[] =>
  run([...facts, ...eventsOf(split(facts, more)).map((event): Fact => [event, 'request/desk'])])

test('B07: a report that joined before it said why is read, and said to be one that cannot be split off', () => {
  const old = { ...stored(joined()[0], 2), typeVersion: 1, data: { case: theft, channel: 'web', method: 'lost' } }
  assert.deepEqual(ReportJoined.decode(old), { case: theft, channel: 'web', method: 'lost', why: 'not-kept' })
  const [one] = joinedReports([...run([begun('number')]), old])
  assert.partialDeepStrictEqual(one, { report: undefined, why: 'not-kept', method: 'lost', apart: false })
})

const brought: readonly Fact[] = [
  proof('officer-present', 'request/second', { imeis: [other] }),
  [DetailsAdded.of({ case: theft, details: ref('D') }), 'request/second'],
  [IdentityClaimed.of({ case: theft, claim: ref('I'), asked: [], joined: true, report }), 'request/third'],
  code('B', 'request/third', { report, claim: ref('I') }),
  contact('F', 'B'),
  proof('operator-knowledge', 'event/9', { claim: ref('I') }),
]
/** Nobody is found to be who they never said they are, nor gives a contact without a code. */
const needs = new Map([
  [brought[4], brought[3]],
  [brought[5], brought[2]],
])
const its = fc.subarray([...brought]).map((some) =>
  some.filter((fact) => {
    const needed = needs.get(fact)
    return needed === undefined || some.includes(needed)
  }),
)
const ownFact = fc.constantFrom<Fact>(
  proof('panic-card', 'request/4'),
  proof('operator-counter', 'request/5'),
  [DetailsAdded.of({ case: theft, details: ref('E') }), 'request/6'],
  code('A', 'request/7'),
  contact('C', 'A'),
)
const interleaved = fc
  .tuple(fc.constantFrom(...means), fc.array(ownFact, { maxLength: 5 }), its, fc.array(fc.nat(9), { maxLength: 12 }))
  .map(([shown, own, those, places]) => {
    const rest = [joined({ imeis: [other] }), ...those]
    const all: Fact[] = [...own]
    let from = 0
    rest.forEach((fact, n) => {
      from = Math.min(all.length, from + (places[n] ?? 0))
      all.splice(from, 0, fact)
      from += 1
    })
    const mine = all.filter((fact) => !rest.includes(fact))
    return { all: [begun(shown), ...all], mine: [begun(shown), ...mine] }
  })

test('B07: whatever came in between, a case stands after the split as if the report had never joined; its code opens nothing here', () => {
  fc.assert(
    fc.property(interleaved, fc.constantFrom('goes', 'stays'), ({ all, mine }, number) => {
      const events = after(all, { number })
      const [own, fact] = [run(mine), events.at(-1)]
      const { line: _, ...alone } = theftCase.run(own)
      assert.partialDeepStrictEqual(theftCase.run(events), alone)
      assert.deepEqual(accesses.run(events), accesses.run(own))
      assert.deepEqual(told.run(events).contacts, told.run(own).contacts)
      assert.deepEqual(
        detailsOf(events).map((one) => one.ref),
        detailsOf(own).map((one) => one.ref),
      )
      assert.partialDeepStrictEqual(fact?.data, { means: alone.standing?.means, imeis: alone.imeis, number })
      const hasCode = all.some(
        ([event]) => event.type === AccessGiven.type && (event.data as { report?: string }).report,
      )
      assert.equal(caseOfCode(events, ref('B')), hasCode ? report : undefined)
      assert.equal(caseOfCode(events, ref('A')), undefined)
      const decision = split(all, { number })
      assert.ok('owes' in decision)
      for (const { kind, input } of decision.owes) {
        assert.ok(undoOf[kind] !== undefined && kind !== 'wipe-handset', `${kind} is done once`)
        if (number === 'goes') assert.equal(input.line, undefined, 'the number is the other case’s now')
      }
    }),
  )
})

test('B07: a report is split off once; not without a phone of its own, not where its reporter waits, not from a case that has ended', () => {
  const facts = [begun('officer-present'), joined()]
  assert.deepEqual(split(facts, { report: theft }), { refused: 'no-such-report' })
  assert.deepEqual(split(facts, { number: 'stays' }), { refused: 'nothing-of-its-own' })
  assert.deepEqual(split(facts, { waits: true }), { refused: 'report-waits' })
  assert.deepEqual(split([]), { refused: 'no-case' })
  const again = [...facts, ...eventsOf(split(facts)).map((event): Fact => [event, 'request/desk'])]
  assert.deepEqual(split(again), { refused: 'apart-already' })
  // The same handset stays where it was told first; a number that is another one goes with the report, whatever was ticked.
  assert.deepEqual(split([begun('number'), joined({ imeis: [imei] })], { number: 'stays' }), {
    refused: 'nothing-of-its-own',
  })
  const elsewhere = after([begun('number'), joined({ why: 'handset', line: ref('M'), imeis: [imei] })])
  assert.partialDeepStrictEqual(elsewhere.at(-1)?.data, { number: 'stays' })
})

test('B07: what partners answered to what a report alone had asked is no more of the first case, nor the doubt that came of it', () => {
  const asked = [begun('number'), joined(), proof('officer-present', 'request/second')]
  const answer = proof('crime-reference', 'event/7', { answers: asked.length, by: 'force' })
  const doubt: Fact = [ConflictFound.of({ case: theft, conflict: 'second-claimant' }), 'event/7']
  const other = proof('stop-word', 'event/8', { answers: 1, by: 'one' })
  assert.partialDeepStrictEqual(theftCase.run(run([...asked, answer, doubt])), { standing: { level: 4 } })
  const events = after([...asked, answer, doubt])
  assert.partialDeepStrictEqual(theftCase.run(events), { standing: { level: 0 }, conflicts: [] })
  assert.equal(isAnswerToGone(events, { version: 3 }), true)
  assert.equal(isAnswerToGone(events, { version: 1 }), false)
  assert.partialDeepStrictEqual(theftCase.run(after([...asked, other])), { standing: { level: 1 } })
})

test('USERS 4, stalking: of a guarded case no report is split off at the desk; of one whose bare tick gave way it is, and safe mode stays with whoever asked', () => {
  assert.deepEqual(split([begun('officer-present', { safeMode: true }), joined()]), { refused: 'in-safe-mode' })
  const ticked: Fact = [SafeModeSet.of({ case: theft, on: true, by: 'reporter', bare: true }), 'request/second']
  const events = after([begun('officer-present'), joined({ safeMode: true }), ticked])
  assert.equal(theftCase.run(events).safeMode, false)
  assert.equal(joinedReports(events)[0]?.safeMode, true)
})

const telling = { guarded: false, stops: 'none' } as never

test('each case’s timeline says what became of the report, and the first says nothing of what came with it', () => {
  const events = after([begun('number'), joined({ imeis: [other] }), ...brought])
  const says = ownFacts(events).flatMap((event) => caseSentences(event, telling))
  assert.deepEqual(says, [
    'Somebody told us for you that your phone was taken. We opened this case.',
    'We found that one report in this case was about another theft. It has a case of its own now.',
  ])
  const own = TheftReported.of({ ...TheftReported.sample, case: report, apart: theft })
  assert.match(caseSentences(stored(own, 1), telling).join(), /its own case, and your code opens it/)
})
