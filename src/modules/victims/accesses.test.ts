import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Means, means, showsHolder } from '#lib/proof'
import type { VaultRef } from '#platform/vault-ref'
import { accesses, codeFor, stands } from './accesses.ts'

const ref = (n: number) => `v_${String(n).padStart(22, '0')}` as VaultRef
const [mine, theirs, myClaim, theirClaim] = [ref(1), ref(2), ref(3), ref(4)]

type Fact = { type: string; data: Record<string, unknown> }
const reported = (safeMode = false): Fact => ({
  type: 'reports.theft-reported',
  data: { means: 'number', safeMode, channel: 'web', method: 'snatch', imeis: [], mayLocate: false },
})
const given = (access: VaultRef, more: object = {}): Fact => ({
  type: 'victims.access-given',
  data: { access, ...more },
})
const claimed = (claim: VaultRef, access?: VaultRef): Fact => ({
  type: 'reports.identity-claimed',
  data: { claim, ...(access && { access }) },
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
  const facts = [given(mine), shown('operator-knowledge', theirClaim)]
  assert.equal(stands(run(reported(true), ...facts), mine), true)
  assert.equal(stands(run(reported(true), ...facts, shown('officer-present')), mine), false)
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
