import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Means, means, showsHolder } from '#lib/proof'
import type { VaultRef } from '#platform/vault-ref'
import { accesses, codeFor, isNarrow, opens as opensWhere, speaksFor, stands } from './accesses.ts'

const ref = (n: number) => `v_${String(n).padStart(22, '0')}` as VaultRef
const [mine, theirs, myClaim, theirClaim] = [ref(1), ref(2), ref(3), ref(4)]

type Fact = { type: string; data: Record<string, unknown> }
const reported = (safeMode = false, by: Means = 'number'): Fact => ({
  type: 'reports.theft-reported',
  data: { means: by, safeMode, channel: 'web', method: 'snatch', imeis: [], mayLocate: false },
})
const given = (access: VaultRef, more: object = {}): Fact => ({
  type: 'victims.access-given',
  data: { access, ...more },
})
const claimed = (claim: VaultRef, access?: VaultRef, joined = false): Fact => ({
  type: 'reports.identity-claimed',
  data: { claim, ...(access && { access }), ...(joined && { joined }) },
})
const shown = (by: Means, claim?: VaultRef): Fact => ({
  type: 'reports.proof-shown',
  data: { means: by, imeis: [], ...(claim && { claim }) },
})

const run = (...facts: Fact[]) =>
  accesses.run(
    facts.map(({ type, data }, n) => ({
      ...{ id: `${n}`, stream: 'case/x', version: n + 1, type, tenant: 'ringback', actor: 'test', cause: 'test' },
      ...{ typeVersion: type === 'reports.theft-reported' ? 2 : 1, at: '2026-01-01T10:00:00.000Z' },
      data: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', reviewBy: '2026-02-01T10:00:00.000Z', ...data },
    })),
  )

/** Where a network can be asked who reports, unless a test says otherwise. */
const opens = (state: ReturnType<typeof run>, ref: VaultRef, asksNetwork = true) => opensWhere(state, ref, asksNetwork)

test('USERS 4: a code given on a bare number ends when another claim is found true, and one’s own never does', () => {
  const state = run(
    reported(),
    given(theirs),
    claimed(myClaim),
    shown('operator-knowledge', myClaim),
    given(mine, { claim: myClaim }),
  )
  assert.deepEqual([stands(state, theirs), stands(state, mine)], [false, true])
  assert.equal(state.all.get(mine)?.known, true)
  const after = run(
    reported(),
    given(mine),
    claimed(myClaim, mine),
    shown('operator-knowledge', myClaim),
    shown('operator-knowledge', theirClaim),
  )
  assert.equal(stands(after, mine), true)
})

test('a card, a stop word or a crime number end nobody’s code: they do not show who holds it', () => {
  for (const by of means.filter((one) => !showsHolder(one)))
    assert.equal(stands(run(reported(), given(mine), shown(by)), mine), true, by)
})

test('in safe mode an operator’s yes ends nothing, for an ex-partner knows name and birth date too', () => {
  const safe = reported(true, 'panic-card')
  const facts = [given(mine), shown('operator-knowledge', theirClaim)]
  assert.equal(stands(run(safe, ...facts), mine), true)
  assert.equal(stands(run(safe, ...facts, shown('officer-present')), mine), false)
  for (const by of ['operator-counter', 'bank', 'own-passkey'] as const)
    assert.equal(stands(run(safe, given(mine), shown(by)), mine), true, `${by}: it may be whom the victim fears`)
})

test('USERS 4: safe mode on a bare number keeps no owner from their own case; whoever ticked it and shows more keeps others from it', () => {
  const both = [
    ...[given(theirs), claimed(theirClaim, theirs)],
    ...[given(mine, { joined: true, claim: myClaim }), claimed(myClaim, mine, true)],
  ]
  const setLater: Fact = { type: 'reports.safe-mode-set', data: { on: true, by: 'reporter', bare: true } }
  for (const ticked of [[reported(true)], [reported(), setLater]]) {
    const owners = run(...ticked, ...both, shown('operator-knowledge', myClaim))
    assert.deepEqual([opens(owners, mine), stands(owners, theirs)], [true, false])
    const first = run(...ticked, ...both, shown('operator-knowledge', theirClaim), shown('operator-knowledge', myClaim))
    assert.deepEqual([opens(first, mine), stands(first, theirs)], [false, true], 'an ex-partner’s name is as good')
  }
})

test('USERS 4: who said a bare number reads and hears no more of a case once somebody else shows more; whoever showed it themselves goes on', () => {
  const shownBy = (access: VaultRef, by: Means): Fact => {
    const one = shown(by)
    return { ...one, data: { ...one.data, access } }
  }
  const more = means.filter((one) => !['number', 'crime-reference'].includes(one))
  for (const by of more) {
    const state = run(reported(), given(theirs), claimed(theirClaim, theirs), shown(by), given(mine, { shown: true }))
    assert.deepEqual([opens(state, theirs), speaksFor(state, theirs)], [false, false], by)
    assert.deepEqual([opens(state, mine), speaksFor(state, mine), codeFor(state)], [true, true, mine], by)
    const own = run(reported(), given(mine), shownBy(mine, by))
    assert.deepEqual([opens(own, mine), speaksFor(own, mine), codeFor(own)], [true, true, mine], `own ${by}`)
  }
  const named = run(
    reported(),
    given(mine),
    claimed(myClaim, mine),
    shown('operator-knowledge', myClaim),
    shown('bank'),
  )
  assert.equal(opens(named, mine), true, 'whom the operator found to be the holder')
  const numbered = run(reported(), given(mine), claimed(myClaim, mine), shown('crime-reference'))
  assert.equal(opens(numbered, mine, false), true, 'a crime number says nothing of a person')
  const safe = run(reported(true), given(mine), claimed(myClaim, mine), shown('panic-card'))
  assert.deepEqual(
    [stands(safe, mine), isNarrow(safe, mine)],
    [true, true],
    'a bare number keeps nobody from their own phone',
  )
})

test('USERS 4: a code for a number that had a case opens no more than one for a number that had none, until its holder is known', () => {
  const first = run(reported(), given(mine))
  const second = run(reported(), given(theirs), given(mine, { joined: true }))
  for (const state of [first, second]) assert.deepEqual([stands(state, mine), opens(state, mine)], [true, false])
  const facts = [reported(), given(theirs), given(mine, { joined: true, claim: myClaim })]
  const named = run(reported(), given(mine), claimed(myClaim, mine))
  for (const state of [named, run(...facts)])
    assert.equal(opens(state, mine), false, 'a name that is guessed opens nothing')
  assert.equal(opens(named, mine, false), true, 'nobody can be asked')
  assert.equal(opens(run(...facts, shown('panic-card')), mine), false)
  assert.equal(opens(run(...facts, shown('operator-knowledge', theirClaim)), mine), false)
  assert.equal(
    stands(run(...facts, shown('operator-knowledge', theirClaim)), mine),
    true,
    'its end would tell of another',
  )
  assert.equal(opens(run(...facts, shown('operator-knowledge', myClaim)), mine), true)
})

test('whatever happens in whatever order: what ended does not stand again, and a code that somebody checked never ends', () => {
  const fact = fc.oneof(
    fc.constantFrom(given(theirs), claimed(theirClaim, theirs), claimed(myClaim, mine), claimed(myClaim)),
    fc
      .record({ by: fc.constantFrom(...means), claim: fc.constantFrom(myClaim, theirClaim, undefined) })
      .map(({ by, claim }) => shown(by, claim)),
  )
  fc.assert(
    fc.property(fc.boolean(), fc.array(fact, { maxLength: 12 }), (safe, facts) => {
      const begun = [
        reported(safe),
        given(mine, { checked: true }),
        ...facts.filter(({ type }) => type !== 'victims.access-given'),
      ]
      assert.equal(stands(run(...begun), mine), true)
      const all = [reported(safe), given(theirs), ...facts.filter(({ type }) => type !== 'victims.access-given')]
      const over = all.findIndex((_, n) => !stands(run(...all.slice(0, n + 1)), theirs) && n > 0)
      if (over > 0) assert.equal(stands(run(...all), theirs), false)
    }),
  )
})

test('USERS 4: what is sent carries the word of who gave the contact, else of a known holder, and never one that has ended', () => {
  const claims = run(reported(), given(theirs), given(mine))
  assert.deepEqual([codeFor(claims), codeFor(claims, mine)], [theirs, mine])
  const known = run(reported(), given(theirs), given(mine, { checked: true }))
  assert.equal(codeFor(known), mine)
  const ended = run(reported(), given(theirs), shown('operator-knowledge', myClaim))
  assert.equal(codeFor(ended), undefined, 'no word rather than one that a stranger was given')
})
