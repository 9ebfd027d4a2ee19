import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal, type NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { conflicts, lapseOf, levelOf, means } from '#lib/proof'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ConflictFound } from '#modules/reports/events/conflict-found'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportJoined } from '#modules/reports/events/report-joined'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { VaultRef } from '#platform/vault-ref'
import { AlertId } from './alert.ts'
import { alertOfficers } from './commands/alert-officers.ts'
import { answerAlert } from './commands/answer-alert.ts'
import { verifyAlert } from './commands/verify-alert.ts'
import type { OfficersAlerted } from './events/officers-alerted.ts'
import { pushText } from './push-text.ts'

const reportedAt = '2026-01-01T10:00:00.000Z'
const now = '2026-01-01T10:00:05.000Z'
const ref = (letter: string) => VaultRef.parse(`v_${letter.repeat(22)}`)
const description = ref('D')

const reported = (how: { means?: (typeof means)[number]; safeMode?: boolean; danger?: true } = {}) => {
  const { means: shown = 'number', safeMode = false, danger } = how
  const until = lapseOf(shown, reportedAt)
  return TheftReported.of({
    ...TheftReported.sample,
    ...{ means: shown, safeMode, description, place: ref('P'), ...(danger && { danger }) },
    until,
  })
}
const theft = TheftReported.sample.case
const told = (officer: string, turn = 1) => ({
  ...{ officer, force: 'met', turn, shift: '11111111-2222-4333-8444-555555555555' },
})
const asking = {
  ...{ case: theft, alert: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11', officers: [told('one'), told('two', 2)] },
  ...{ verified: false, source: 'words' as const, place: ref('P'), pushes: [] },
}
type Fact = ReturnType<typeof OfficersAlerted.of>
const alerted = (history: readonly NewEvent[], input: object = {}, at = now) =>
  eventsOf(given(alertOfficers, history).when({ ...asking, ...input }, at))[0] as Fact

test('ladder rows 0 and 1: whatever was shown, an alert below level 2 is unverified and carries nothing of a person', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...means),
      fc.option(fc.constantFrom(...conflicts), { nil: undefined }),
      fc.boolean(),
      fc.boolean(),
      (shown, conflict, verified, safeMode) => {
        const found = conflict ? [ConflictFound.of({ ...ConflictFound.sample, case: theft, conflict })] : []
        const history = [reported({ means: shown, safeMode }), ...found]
        const decision = given(alertOfficers, history).when({ ...asking, verified, description }, now)
        const hidden = (safeMode || conflict === 'domestic-abuse') && shown !== 'officer-present'
        const proved = levelOf(shown) >= 2 && conflict === undefined
        if (hidden) return assert.deepEqual(decision, { refused: 'safe-mode' })
        if (verified !== proved) return assert.deepEqual(decision, { refused: 'proof-changed' })
        const { data } = eventsOf(decision)[0] as Fact
        assert.equal(data.verified, proved)
        assert.equal('description' in data, proved)
      },
    ),
  )
})

test('USERS 4: who knows only a number and says that they are afraid blinds no officer to what somebody has shown to be theirs', () => {
  const tick = SafeModeSet.of({ case: theft, on: true, by: 'reporter', bare: true })
  const { until: _, ...sample } = ProofShown.sample
  const shown = (by: (typeof means)[number]) => {
    const lapses = lapseOf(by, reportedAt)
    return ProofShown.of({ ...sample, case: theft, means: by, imeis: [], ...(lapses && { until: lapses }) })
  }
  for (const by of ['panic-card', 'operator-counter'] as const) {
    const verified = levelOf(by) >= 2
    for (const history of [
      [reported({ means: by }), tick],
      [reported(), tick, shown(by)],
      [reported({ safeMode: true }), shown(by)],
    ]) {
      const { data } = alerted(history, { verified, source: 'located', locatedAt: now })
      assert.deepEqual([data.verified, data.source], [verified, 'located'])
      const ticked = history[0]?.data as { safeMode: boolean }
      assert.equal('description' in data, verified && !ticked.safeMode, 'what the afraid one said goes to nobody')
    }
    const afraid = [reported({ means: by }), SafeModeSet.of({ case: theft, on: true, by: 'holder' })]
    assert.deepEqual(given(alertOfficers, afraid).when({ ...asking, verified }, now), { refused: 'safe-mode' })
  }
  assert.deepEqual(given(alertOfficers, [reported(), tick]).when(asking, now), { refused: 'safe-mode' })
  const claim = [reported(), alerted([reported()]), tick, shown('operator-counter')]
  assert.ok(!isRefusal(given(verifyAlert, claim).when({ case: theft }, now)))
})

test('an unverified push says so, and no push says anything that a victim wrote', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('snatch', 'robbery', 'other', 'x'),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      (method, verified, located, danger) => {
        const { title, text } = pushText({
          method,
          verified,
          located,
          danger,
          near: 'Oxford Circus',
          direction: 'north',
          reportedAt,
        })
        assert.ok(title.length <= 100 && text.length <= 1000)
        assert.equal(text.includes('Not verified: no ground to stop anyone by itself.'), !verified)
        assert.match(text, /Do not chase/)
        assert.equal(
          title.startsWith('In danger: ') && text.startsWith('The victim says that they are in danger'),
          danger,
        )
      },
    ),
  )
})

test('A5: an alert says whether the victim is in danger, from the first report or from a later one with proof', () => {
  assert.equal(alerted([reported()]).data.danger, undefined)
  assert.equal(alerted([reported({ danger: true })]).data.danger, true)
  const again = ReportJoined.of({ case: theft, why: 'number', channel: 'panic-card', danger: true })
  assert.equal(alerted([reported(), again]).data.danger, true)
  const safe = reported({ danger: true, safeMode: true })
  assert.deepEqual(given(alertOfficers, [safe]).when(asking, now), { refused: 'safe-mode' }, 'no place leaves for it')
})

test('only devices of officers who are told owe a push, one each, and it lapses with the alert', () => {
  const pushes = [
    { officer: 'one', message: ref('M') },
    { officer: 'else', message: ref('N') },
  ]
  const decision = given(alertOfficers, [reported()]).when({ ...asking, pushes, gateway: 'push' }, now)
  assert.ok(!isRefusal(decision) && 'owes' in decision)
  assert.deepEqual(decision.owes, [
    {
      ...{ partners: ['push'], kind: 'send-push', target: `alert/${asking.alert}/one`, input: { message: ref('M') } },
      until: '2026-01-01T10:30:05.000Z',
    },
  ])
})

test('one alert a case from words; a consented position is news after it, and words are not news after that', () => {
  const first = [reported(), alerted([reported()])]
  assert.deepEqual(given(alertOfficers, first).when(asking, now), { refused: 'alerted-already' })
  const locatedAt = '2026-01-01T09:59:00.000Z'
  const second = alerted(first, { source: 'located', locatedAt })
  assert.equal(second.data.until, '2026-01-01T10:29:00.000Z', 'half an hour after it was located')
  assert.deepEqual(given(alertOfficers, [...first, second]).when({ ...asking, source: 'located' }, now), {
    refused: 'alerted-already',
  })
})

test('a lapsed claim, an ended case and an old position alert nobody', () => {
  assert.deepEqual(given(alertOfficers, [reported()]).when(asking, '2026-01-01T11:00:00.000Z'), {
    refused: 'report-lapsed',
  })
  const ended = [reported(), CaseClosed.of({ ...CaseClosed.sample, case: theft })]
  assert.deepEqual(given(alertOfficers, ended).when(asking, now), { refused: 'case-ended' })
  const old = { ...asking, source: 'located' as const, locatedAt: '2026-01-01T09:30:00.000Z' }
  assert.deepEqual(given(alertOfficers, [reported()]).when(old, now), { refused: 'alerted-already' })
  assert.deepEqual(given(alertOfficers, []).when(asking, now), { refused: 'no-case' })
})

test('an officer answers their own alert only, may change their mind, and not once it is over', () => {
  const history = [reported(), alerted([reported()])]
  const answer = { case: theft, alert: asking.alert, officer: 'one', answer: 'going' as const }
  const went = eventsOf(given(answerAlert, history).when(answer, now))
  assert.deepEqual(given(answerAlert, [...history, ...went]).when(answer, now), { refused: 'answered-so' })
  assert.ok(!isRefusal(given(answerAlert, [...history, ...went]).when({ ...answer, answer: 'cannot' }, now)))
  assert.deepEqual(given(answerAlert, history).when({ ...answer, officer: 'three' }, now), { refused: 'no-alert' })
  assert.deepEqual(given(answerAlert, history).when(answer, '2026-01-01T10:30:05.000Z'), { refused: 'alert-over' })
})

test('an alert becomes verified by proof only, once', () => {
  const claim = [reported(), alerted([reported()])]
  assert.deepEqual(given(verifyAlert, claim).when({ case: theft }, now), { refused: 'not-proved' })
  assert.deepEqual(given(verifyAlert, [reported()]).when({ case: theft }, now), { refused: 'no-alert' })
  const proved = [reported({ means: 'bank' }), alerted([reported({ means: 'bank' })], { verified: true })]
  assert.deepEqual(given(verifyAlert, proved).when({ case: theft }, now), { refused: 'no-alert' })
  assert.equal(AlertId.parse(asking.alert), proved[1] && (proved[1] as Fact).data.alert)
})
