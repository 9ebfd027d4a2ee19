import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ImeiKey } from '#lib/imei/imei'
import { levelOf, levels, means, raised } from '#lib/proof'
import type { VaultRef } from '#platform/vault-ref'
import { ladder, type Parties, type Situation, stopsOwed, undoOf } from './ladder.ts'

const now = '2026-11-24T10:00:00.000Z'
const later = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString()

const parties: Parties = {
  operators: ['one', 'two'],
  home: ['one'],
  makers: ['maker'],
  banks: ['bank'],
  mail: ['mail'],
  exchanges: ['exchange'],
  identities: ['issuer'],
  forces: ['force'],
}
const subject = {
  case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
  line: 'v_AAAAAAAAAAAAAAAAAAAAAA' as VaultRef,
  imeiKeys: ['49015420323751' as ImeiKey],
  mayLocate: true,
  mayWipe: true,
}
const at = (shown: (typeof means)[number], more: Partial<Situation> = {}): Situation => ({
  ...{ standing: raised(undefined, shown, now), subject, parties, conflicted: false },
  ...more,
})
const kindsOf = (situation: Situation) => stopsOwed(undefined, situation, now).map(({ kind }) => kind)

test('level 0, a number that anybody can say, stops nothing that a call needs', () => {
  assert.deepEqual(kindsOf(at('number')), ['lock-screen', 'hold-line-changes'])
})

test('level 1, what only the owner has, bars the SIM, blocks everywhere, steps up the bank and locates with consent', () => {
  assert.deepEqual(kindsOf(at('panic-card')).slice(2), [
    'suspend-line',
    'block-handset',
    'step-up-account',
    'distrust-handset',
    'end-mail-sessions',
    'hold-withdrawals',
    'start-locating',
  ])
})

test('B65: a block goes to every operator, with all the handset’s IMEIs', () => {
  const block = stopsOwed(undefined, at('stop-word'), now).find(({ kind }) => kind === 'block-handset')
  assert.deepEqual(block?.partners, ['one', 'two'])
  assert.deepEqual(block?.input, { imeiKeys: subject.imeiKeys, reason: 'stolen' })
})

const doneOnce = ['record-crime', 'end-mail-sessions', 'tell-customer']
test('USERS 4: a lost phone is stopped like a stolen one, with that reason; no crime is recorded at any level', () => {
  const lost = { subject: { ...subject, lost: true } }
  for (const one of means) {
    const [missing, stolen] = [stopsOwed(undefined, at(one, lost), now), stopsOwed(undefined, at(one), now)]
    const kinds = stolen.map(({ kind }) => kind).filter((kind) => kind !== 'record-crime')
    assert.deepEqual(
      missing.map(({ kind }) => kind),
      kinds,
      one,
    )
    for (const { kind, input } of missing)
      if (kind === 'block-handset' || kind === 'list-stolen') assert.equal(input.reason, 'lost')
  }
})

test('level 2 by somebody who saw a document freezes the bank and lasts; by name and birth date alone it does neither', () => {
  const attested = stopsOwed(undefined, at('officer-present'), now)
  assert.ok(attested.some(({ kind }) => kind === 'freeze-account'))
  assert.ok(attested.every(({ until }) => until === undefined))
  const knowledge = stopsOwed(undefined, at('operator-knowledge'), now)
  assert.ok(!knowledge.some(({ kind }) => kind === 'freeze-account'))
  assert.ok(knowledge.filter(({ kind }) => !doneOnce.includes(kind)).every(({ until }) => until === later(72 * 60)))
})

test('B67: a wipe needs documents and the owner’s own wish; a maker’s stolen list needs documents', () => {
  assert.ok(!kindsOf(at('police-handler')).includes('wipe-handset'))
  assert.deepEqual(kindsOf(at('purchase-document')).slice(-2), ['list-stolen', 'wipe-handset'])
  const wipe = stopsOwed(undefined, at('purchase-document'), now).find(({ kind }) => kind === 'wipe-handset')
  assert.equal(wipe?.due, later(24 * 60), 'it can be thought over for a day')
  const unasked = at('purchase-document', { subject: { ...subject, mayWipe: false } })
  assert.ok(!kindsOf(unasked).includes('wipe-handset'))
})

test('B66: without consent given before the theft nothing is located, at whatever level', () => {
  for (const shown of means) {
    const kinds = kindsOf(at(shown, { subject: { ...subject, mayLocate: false } }))
    assert.ok(!kinds.includes('start-locating'), shown)
  }
})

test('what rests on a weak proof lapses to the second: 60 minutes for a claim, 72 hours for an enrolled owner', () => {
  assert.ok(stopsOwed(undefined, at('number'), now).every(({ until }) => until === later(60)))
  const trusted = stopsOwed(undefined, at('trusted-person'), now).filter(({ kind }) => !doneOnce.includes(kind))
  assert.ok(trusted.every(({ until }) => until === later(72 * 60)))
})

test('raising a claim to attested asks for the new and lengthens the old, and asks nothing twice', () => {
  const claim = at('number')
  const attested = at('police-handler')
  const owed = stopsOwed(claim, attested, now).map(({ kind }) => kind)
  assert.deepEqual(owed.slice(0, 2), ['lock-screen', 'hold-line-changes'])
  assert.ok(owed.includes('block-handset'))
  assert.deepEqual(stopsOwed(attested, attested, now), [])
})

test('a conflict stops escalation at level 0 and lifts nothing; once settled, what was held back is owed', () => {
  const held = at('police-handler', { conflicted: true })
  assert.deepEqual(kindsOf(held), ['lock-screen', 'hold-line-changes'])
  const settled = stopsOwed(held, at('police-handler'), now).map(({ kind }) => kind)
  assert.ok(settled.includes('block-handset') && settled.includes('freeze-account'))
})

test('B28: crypto is held and mailboxes are signed out on what only the owner has; an identity is suspended once somebody vouches', () => {
  const toldOf = (shown: (typeof means)[number], kind: string) =>
    stopsOwed(undefined, at(shown), now).find((one) => one.kind === kind)
  assert.deepEqual(toldOf('panic-card', 'hold-withdrawals')?.input, { line: subject.line })
  assert.deepEqual(toldOf('panic-card', 'end-mail-sessions')?.partners, ['mail'])
  assert.equal(toldOf('panic-card', 'suspend-digital-identity'), undefined)
  assert.deepEqual(toldOf('operator-counter', 'suspend-digital-identity')?.partners, ['issuer'])
  for (const kind of ['hold-withdrawals', 'end-mail-sessions', 'distrust-handset'])
    assert.equal(toldOf('number', kind), undefined, 'a number that anybody can say reaches no account')
})

test('numbers learnt later are blocked then', () => {
  const unknown = at('stop-word', { subject: { ...subject, imeiKeys: [] } })
  assert.ok(!kindsOf(unknown).includes('block-handset'))
  assert.ok(kindsOf(unknown).includes('find-handset') && !kindsOf(at('stop-word')).includes('find-handset'))
  assert.ok(stopsOwed(unknown, at('stop-word'), now).some(({ kind }) => kind === 'block-handset'))
})

test('a number that was given up: its operator is told since when it was proved, with whatever acts on the line by a card', () => {
  const lineProvedAt = '2026-01-01T10:00:00.000Z'
  const old = at('panic-card', { subject: { ...subject, imeiKeys: [], lineProvedAt } })
  for (const { kind, input } of stopsOwed(undefined, old, now))
    if (kind === 'suspend-line' || kind === 'find-handset') assert.equal(input.provedAt, lineProvedAt, kind)
})

test('B51, USERS 4: the customer of a line is told by its operator where name and birth date alone stopped it, and never in safe mode', () => {
  const told = (shown: (typeof means)[number], more = {}) =>
    kindsOf(at(shown, { subject: { ...subject, ...more } })).includes('tell-customer')
  for (const shown of means) assert.equal(told(shown), shown === 'operator-knowledge', shown)
  assert.equal(told('operator-knowledge', { safeMode: true }), false)
})

test('every stop has its undo; a question, a recorded crime, an ended session and a word need none', () => {
  const without = ladder.map(({ kind }) => kind).filter((kind) => !undoOf[kind])
  assert.deepEqual(without, ['find-handset', 'end-mail-sessions', 'record-crime', 'tell-customer'])
})

const situations = fc.record({
  shown: fc.constantFrom(...means),
  conflicted: fc.boolean(),
  imeis: fc.boolean(),
  consent: fc.boolean(),
  banks: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
})
type Drawn = typeof situations extends fc.Arbitrary<infer Value> ? Value : never
const drawn = ({ shown, conflicted, imeis, consent, banks }: Drawn) =>
  at(shown, {
    conflicted,
    subject: { ...subject, imeiKeys: imeis ? subject.imeiKeys : [], mayLocate: consent },
    parties: { ...parties, banks },
  })

test('whatever is shown: nothing above its level is owed, and more proof never owes less', () => {
  fc.assert(
    fc.property(situations, (one) => {
      const situation = drawn(one)
      const allowed = one.conflicted ? 0 : levelOf(one.shown)
      for (const { kind } of stopsOwed(undefined, situation, now))
        assert.ok((ladder.find((step) => step.kind === kind)?.from ?? 9) <= allowed, `${kind} at level ${allowed}`)
    }),
  )
  const counts = levels.map((level) => {
    const shown = means.find((one) => levelOf(one) === level && one !== 'operator-knowledge') ?? 'number'
    return kindsOf(at(shown)).length
  })
  assert.deepEqual(
    counts,
    [...counts].sort((a, b) => a - b),
  )
})

test('whatever was owed before, what is owed on top brings the case to the same stops as asking afresh', () => {
  fc.assert(
    fc.property(situations, situations, (first, second) => {
      const [before, after] = [drawn(first), drawn(second)]
      const key = (owed: ReturnType<typeof stopsOwed>) =>
        owed.flatMap(({ partners, kind, input, until }) =>
          partners.map((partner) => JSON.stringify([partner, kind, input, until])),
        )
      const fresh = key(stopsOwed(undefined, after, now))
      const known = new Set([...key(stopsOwed(undefined, before, now)), ...key(stopsOwed(before, after, now))])
      const kindAndPartner = (text: string) => (JSON.parse(text) as string[]).slice(0, 2).join(' ')
      const held = new Set([...known].map(kindAndPartner))
      for (const stop of fresh) assert.ok(held.has(kindAndPartner(stop)), `${stop} is not held`)
      for (const stop of key(stopsOwed(before, after, now))) assert.ok(fresh.includes(stop), `${stop} is not wanted`)
    }),
  )
})
