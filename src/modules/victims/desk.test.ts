import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal, type NewEvent } from '#ledger'
import { eventsOf, given, stored } from '#ledger/testing'
import { CaseId } from '#lib/ids'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { closeCase, reopenCase } from '#modules/reports/public'
import type { VaultRef } from '#platform/vault-ref'
import { tellBy } from './clocks.ts'
import { answerChallenge } from './commands/answer-challenge.ts'
import { answerVictim } from './commands/answer-victim.ts'
import { challengeEnd } from './commands/challenge-end.ts'
import { noteClock } from './commands/note-clock.ts'
import { recordDecision } from './commands/record-decision.ts'
import { writeToDesk } from './commands/write-to-desk.ts'
import { answersFor, conversation } from './conversation.ts'
import { desk } from './desk.ts'
import { AccessGiven } from './events/access-given.ts'

const theft = CaseId.parse(TheftReported.sample.case)
const ref = (n: number) => `v_${String(n).padStart(22, '0')}` as VaultRef
const [words, mine, theirs] = [ref(1), ref(2), ref(3)]
const begun = (safeMode = false): NewEvent[] => [
  TheftReported.of({ ...TheftReported.sample, safeMode }),
  ...[mine, theirs].map((access) => AccessGiven.of({ case: theft, access })),
]
const theOne = 'staff:one'
const run = (history: readonly NewEvent[], actor = theOne) =>
  history.map((event, n) => ({ ...stored(event, n + 1), actor }))

test('B44: the end is challenged while it may be, answered by somebody else than who closed, and nobody else waits for it', () => {
  const closed = [
    ...begun(),
    ...eventsOf(given(closeCase, begun()).when({ case: theft, reason: 'no-lead-left', stops: [] })),
  ]
  const challenge = { case: theft, words, access: mine }
  assert.deepEqual(given(challengeEnd, begun()).when(challenge), { refused: 'not-closed' })
  assert.deepEqual(given(challengeEnd, closed).when(challenge, '2026-02-01T10:00:00.000Z'), {
    refused: 'challenge-late',
  })
  const asked = [...closed, ...eventsOf(given(challengeEnd, closed).when(challenge))]
  assert.deepEqual(given(challengeEnd, asked).when(challenge), { refused: 'challenged-already' })
  const answer = { case: theft, stands: false, words }
  const by = (who: string) =>
    answerChallenge.decide({ ...answer, by: who }, answerChallenge.state.run(run(asked)), {
      now: '2026-01-02T10:00:00.000Z',
    })
  assert.deepEqual(by(theOne), { refused: 'closed-by-you' })
  assert.deepEqual(
    eventsOf(by('staff:other')).map(({ type }) => type),
    ['victims.challenge-answered', 'reports.case-reopened'],
  )
  assert.deepEqual(given(answerChallenge, closed).when({ ...answer, by: 'staff:other' }), { refused: 'no-challenge' })
})

test('the Victims’ Code: five working days to be told, one with enhanced rights, whatever the day', () => {
  assert.equal(tellBy('2026-11-27T10:00:00.000Z', false), '2026-12-04T10:00:00.000Z')
  assert.equal(tellBy('2026-11-27T10:00:00.000Z', true), '2026-11-30T10:00:00.000Z')
  const made = { case: theft, decision: 'charged', decidedAt: '2026-01-01T11:00:00.000Z', enhanced: false } as const
  const known = [...begun(), ...eventsOf(given(recordDecision, begun()).when(made))]
  assert.deepEqual(given(recordDecision, known).when(made), { refused: 'decision-known' })
  assert.deepEqual(given(recordDecision, begun()).when({ ...made, decidedAt: '2026-01-01T12:00:00.001Z' }), {
    refused: 'not-yet-decided',
  })
})

test('B03: a clock is noted once, near and missed apart', () => {
  const clock = { case: theft, item: `message/${theft}`, sort: 'message', due: '2026-01-02T10:00:00.000Z' } as const
  let history = begun()
  for (const is of ['near', 'missed'] as const) {
    history = [...history, ...eventsOf(given(noteClock, history).when({ ...clock, is }))]
    assert.deepEqual(given(noteClock, history).when({ ...clock, is }), { refused: 'clock-noted' })
  }
})

test('USERS 8: what a victim writes while an officer writes the answer goes on waiting, by its own time', () => {
  const wrote = (history: NewEvent[], access: VaultRef) => [
    ...history,
    ...eventsOf(given(writeToDesk, history).when({ case: theft, words, access })),
  ]
  const shown = wrote(begun(), mine)
  const meanwhile = wrote(shown, theirs)
  const seen = { case: theft, words, upTo: shown.length }
  const [answer] = eventsOf(given(answerVictim, meanwhile).when(seen))
  assert.ok(answer)
  assert.deepEqual((answer.data as { to: VaultRef[] }).to, [mine], 'in safe mode the other must not read it')
  const after = [...meanwhile, answer]
  const { waiting } = desk.run(run(after))
  assert.deepEqual(
    waiting.map(({ access }) => access),
    [theirs],
  )
  assert.equal((answer.data as { waitsSince?: string }).waitsSince, waiting[0]?.at)
  const [all] = eventsOf(given(answerVictim, after).when({ ...seen, upTo: after.length }))
  assert.ok(all)
  assert.deepEqual(desk.run(run([...after, all])).waiting, [])
  const before = { ...all, data: { case: theft, words, to: [] } }
  assert.deepEqual(desk.run(run([...meanwhile, before])).waiting, [], 'an answer of before this was kept was to all')
})

const step = fc.constantFrom('mine', 'theirs', 'answer', 'close', 'open', 'challenge', 'stands', 'falls')

test('B44 USERS 4: in any order all that was written is answered or waits, and in safe mode nobody reads another’s answer', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(step, { maxLength: 25 }), (safeMode, steps) => {
      const history = begun(safeMode)
      const take = (decided: Parameters<typeof eventsOf>[0]): boolean => {
        if (isRefusal(decided)) return false
        history.push(...eventsOf(decided))
        return true
      }
      const asked = new Set<VaultRef>()
      let challenger = mine
      const readers = new Map<VaultRef, readonly VaultRef[]>()
      for (const [n, one] of steps.entries()) {
        const access = one === 'theirs' || (one === 'challenge' && n % 2 === 0) ? theirs : mine
        const words = ref(100 + n)
        if (one === 'mine' || one === 'theirs')
          if (take(given(writeToDesk, history).when({ case: theft, words, access }))) asked.add(access)
        if (one === 'answer') {
          take(given(answerVictim, history).when({ case: theft, words, upTo: history.length }))
          readers.set(words, asked.size > 0 ? [...asked] : [mine, theirs])
          asked.clear()
        }
        if (one === 'close') take(given(closeCase, history).when({ case: theft, reason: 'no-lead-left', stops: [] }))
        if (one === 'open') take(given(reopenCase, history).when({ case: theft, why: 'new-lead' }))
        if (one === 'challenge' && take(given(challengeEnd, history).when({ case: theft, words, access })))
          challenger = access
        if (one === 'stands' || one === 'falls') {
          const answer = { case: theft, words, stands: one === 'stands', by: 'staff:other' }
          if (take(given(answerChallenge, history).when(answer))) readers.set(words, [challenger])
        }
      }
      const events = run(history)
      const { waiting, challenge, end } = desk.run(events)
      const said = conversation(events)
      const unanswered = said.findIndex(({ by, about }) => by === 'unit' && about === 'message')
      const since = unanswered < 0 ? said : said.slice(0, unanswered)
      assert.equal(waiting.length, since.filter(({ by, about }) => by === 'victim' && about === 'message').length)
      if (challenge) assert.ok(end, 'an open case has no challenge')
      for (const code of [mine, theirs]) {
        const read = answersFor(events, code).map((one) => one.words)
        const theirsToRead = [...readers].flatMap(([one, those]) => (!safeMode || those.includes(code) ? [one] : []))
        assert.deepEqual(read.toReversed(), theirsToRead)
      }
    }),
  )
})

test('USERS 4, stalking: what the unit writes first in safe mode is read by the victim, and not by the code of whom they fear', () => {
  const feared = [...begun(), SafeModeSet.of({ case: theft, on: true, by: 'holder', access: mine })]
  const written = [
    ...feared,
    ...eventsOf(given(answerVictim, feared).when({ case: theft, words, upTo: feared.length })),
  ]
  const readBy = (code: VaultRef) => answersFor(run(written), code).map((one) => one.words)
  assert.deepEqual([readBy(mine), readBy(theirs)], [[words], []])
})

test('USERS 4: a bare number’s tick hides no answer from who showed more: safe mode gives way to them', () => {
  const ticked = [
    TheftReported.of({ ...TheftReported.sample, means: 'number', safeMode: true }),
    AccessGiven.of({ case: theft, access: mine }),
  ]
  const wrote = eventsOf(given(writeToDesk, begun()).when({ case: theft, words, access: theirs }))
  const asked = (more: readonly NewEvent[]) => {
    const history = [...ticked, ...more, AccessGiven.of({ case: theft, access: theirs, shown: true }), ...wrote]
    const [answer] = eventsOf(given(answerVictim, history).when({ case: theft, words: ref(9), upTo: history.length }))
    assert.ok(answer)
    const later = AccessGiven.of({ case: theft, access: ref(7), checked: true })
    return answersFor(run([...history, answer, later]), ref(7)).map((one) => one.words)
  }
  const { until: _, ...proof } = ProofShown.sample
  assert.deepEqual(asked([]), [], 'nobody has shown more: it holds')
  assert.deepEqual(asked([ProofShown.of({ ...proof, case: theft, means: 'officer-present' })]), [ref(9)])
})
