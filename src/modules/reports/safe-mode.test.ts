import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventsOf, given } from '#ledger/testing'
import { lapseOf, type Means } from '#lib/proof'
import { nobody } from '#modules/response/public'
import { setSafeMode } from './commands/set-safe-mode.ts'
import { showProof } from './commands/show-proof.ts'
import { ConflictSettled } from './events/conflict-settled.ts'
import { IdentityClaimed } from './events/identity-claimed.ts'
import { TheftReported } from './events/theft-reported.ts'

const at = '2026-01-01T10:00:00.000Z'
const { until: _, ...sample } = TheftReported.sample
const theft = sample.case
const line = 'v_LLLLLLLLLLLLLLLLLLLLLA'
const [own, other, code] = ['v_AAAAAAAAAAAAAAAAAAAAAA', 'v_BBBBBBBBBBBBBBBBBBBBBA', 'v_CCCCCCCCCCCCCCCCCCCCCA'] as [
  never,
  never,
  never,
]
const parties = { ...nobody, home: ['first-operator'], banks: ['bank-one'] }

type History = Parameters<typeof given>[1]
const reported = (means: Means, safeMode: boolean) =>
  TheftReported.of({ ...sample, line, imeis: [], means, safeMode, until: lapseOf(means, at) } as never)
const claimed = (claim: never, joined = false) => IdentityClaimed.of({ case: theft, claim, ...(joined && { joined }) })
const shows = (history: History, means: Means, more: object = {}) => {
  const decision = given(showProof, history).when({ case: theft, means, parties, ...more } as never, at)
  assert.ok('owes' in decision)
  const types = eventsOf(decision).map(({ type }) => type)
  return { owes: decision.owes.map(({ kind }) => kind), calls: types.includes('reports.conflict-found') }
}
const says = (history: History, more: object) => {
  const decision = given(setSafeMode, history).when({ case: theft, on: true, by: 'reporter', ...more } as never, at)
  return 'refused' in decision ? [] : (eventsOf(decision) as ReturnType<typeof TheftReported.of>[])
}
const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type)

test('USERS 4: whoever knows only a number and says that they are afraid holds up nothing of what the owner stops later', () => {
  const bare = reported('number', true)
  const joined = [reported('number', false), ...says([reported('number', false)], { proved: false })]
  assert.deepEqual(typesOf(joined).slice(1), ['reports.safe-mode-set'], 'and calls nobody')
  for (const history of [[bare], joined] as History[])
    for (const means of ['panic-card', 'stop-word', 'trusted-person', 'own-passkey', 'bank'] as const) {
      const { owes, calls } = shows(history, means)
      assert.ok(owes.includes('suspend-line') && owes.includes('step-up-account'), `${means}: ${owes.join()}`)
      assert.equal(calls, false)
    }
  const { owes } = shows([bare, claimed(other, true)] as History, 'operator-knowledge', { claim: other })
  assert.ok(owes.includes('suspend-line') && owes.includes('tell-customer'), owes.join())
})

test('USERS 4, stalking: whoever asked for safe mode and shows more calls a trained person: what a card stops is stopped, name and birth date wait', () => {
  const bare = [reported('number', true), claimed(own)] as History
  const card = shows(bare, 'panic-card', { access: code })
  assert.ok(card.calls && card.owes.includes('suspend-line'))
  const named = shows(bare, 'operator-knowledge', { claim: own })
  assert.ok(named.calls && !named.owes.includes('suspend-line'), named.owes.join())
  const first = [reported('number', false)] as History
  const asked = says(first, { proved: true })
  assert.deepEqual(typesOf(asked), ['reports.safe-mode-set'], 'it calls with the proof that comes beside it')
  const beside = shows([...first, ...asked], 'panic-card')
  assert.ok(beside.calls && beside.owes.includes('suspend-line'), 'as if nobody had said the number before')
  const confirmed = says([reported('number', true)], { proved: true })
  assert.deepEqual(typesOf(confirmed), ['reports.safe-mode-set'], 'what a bare number asked for, more confirms')
  assert.deepEqual(says(confirmed.length > 0 ? [reported('panic-card', true)] : [], { proved: false }), [])
  assert.deepEqual(typesOf(says([reported('panic-card', false)], { by: 'holder' })), [
    'reports.safe-mode-set',
    'reports.conflict-found',
  ])
})

test('USERS 4, stalking: who is afraid again after a trained person looked and safe mode was switched off is looked at again', () => {
  const first = [reported('panic-card', false), ...says([reported('panic-card', false)], { by: 'holder' })]
  const found = { case: theft, conflict: 'domestic-abuse', stands: true, reason: 'both-asked' } as never
  const looked = [...first, ConflictSettled.of(found)] as History
  const off = [...looked, ...says(looked, { on: false, by: 'staff' })] as History
  const again = says(off, { by: 'holder' })
  assert.deepEqual(typesOf(again), ['reports.safe-mode-set', 'reports.conflict-found'])
  assert.equal(
    shows([...off, ...again] as History, 'operator-knowledge').owes.includes('suspend-line'),
    false,
    'and waits',
  )
})
