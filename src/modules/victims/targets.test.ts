import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Touched, targetsOf } from './targets.ts'
import { steps, targets } from './vocabulary.ts'

const nothing: Touched = { lanes: [], named: new Set(), ticked: [], absent: [] }
const is = (touched: Partial<Touched>) =>
  Object.fromEntries(targetsOf({ ...nothing, ...touched }).map((row) => [row.target, row.is]))
type Lanes = Touched['lanes'][number]
const lane = (partner: string, kind: string, state: Lanes['state'], code?: string): Lanes => ({
  ...{ partner, kind, state },
  ...(code !== undefined && { code }),
})

test('B35: of a case in which nobody was named, every target is shown as untouched, with something to do', () => {
  const rows = targetsOf(nothing)
  assert.deepEqual(
    rows.map(({ target }) => target),
    targets,
  )
  for (const row of rows) {
    assert.equal(row.is, 'untouched')
    assert.ok(row.todo.length > 20)
  }
})

test('B35: the bank that said no counts, not the one that said yes; what is named and not asked waits for proof', () => {
  const banks = [lane('a', 'step-up-account', 'confirmed'), lane('b', 'step-up-account', 'refused')]
  assert.equal(is({ lanes: banks }).bank, 'refused')
  assert.equal(is({ lanes: banks.slice(0, 1) }).bank, 'confirmed')
  const [crypto] = targetsOf({ ...nothing, named: new Set(['crypto']) }).filter(({ target }) => target === 'crypto')
  assert.equal(crypto?.is, 'not-asked')
  assert.match(String(crypto?.todo), /Show who you are/)
})

test('B35: a maker that does not know the phone says nothing of it; its word holds cloud and wallet at once', () => {
  const others = [lane('google', 'distrust-handset', 'refused', 'unknown-handset')]
  assert.equal(is({ lanes: others }).cloud, 'untouched')
  const lanes = [...others, lane('apple', 'distrust-handset', 'confirmed')]
  assert.deepEqual([is({ lanes }).cloud, is({ lanes }).wallet], ['confirmed', 'confirmed'])
})

test('B35: the victim’s own tick outdoes a no but not a yes, and a mark “not on the phone” outdoes neither', () => {
  const refused = [lane('mail', 'end-mail-sessions', 'refused', 'unknown-customer')]
  assert.equal(is({ lanes: refused, ticked: ['email-password'] }).email, 'you-did-it')
  assert.equal(
    is({ lanes: [lane('mail', 'end-mail-sessions', 'confirmed')], ticked: ['email-password'] }).email,
    'confirmed',
  )
  assert.equal(is({ ticked: ['find-apple'], absent: ['wallet'] }).wallet, 'you-did-it')
  assert.equal(is({ absent: ['work'] }).work, 'not-on-phone')
})

test('what was taken back is untouched again; asked again to last longer it stays confirmed', () => {
  const held = [lane('x', 'hold-withdrawals', 'confirmed')]
  assert.equal(is({ lanes: [...held, lane('x', 'hold-withdrawals', 'not-asked')] }).crypto, 'confirmed')
  assert.equal(is({ lanes: [...held, lane('x', 'release-withdrawals', 'confirmed')] }).crypto, 'untouched')
  assert.equal(is({ lanes: [...held, lane('x', 'release-withdrawals', 'refused')] }).crypto, 'confirmed')
})

test('B35: what a signed stop leaves open is said beside it: cards of a bank that froze nothing, a password the phone may know', () => {
  const todo = (touched: Partial<Touched>) =>
    Object.fromEntries(targetsOf({ ...nothing, ...touched }).map((row) => [row.target, row.todo]))
  const stepUp = (bank: string) => lane(bank, 'step-up-account', 'confirmed')
  const frozen = (bank: string) => [stepUp(bank), lane(bank, 'freeze-account', 'confirmed')]
  for (const lanes of [[stepUp('a')], [stepUp('a'), ...frozen('b')]])
    assert.match(String(todo({ lanes }).bank), /Your cards still work.*Call 159/)
  const all = String(todo({ lanes: [...frozen('a'), ...frozen('b')] }).bank)
  assert.match(all, /pays nobody now/)
  assert.doesNotMatch(all, /still work/)
  assert.equal(todo({ lanes: [stepUp('a')], ticked: ['call-159'] }).bank, 'You need do nothing more.')
  const more = [lane('m', 'end-mail-sessions', 'confirmed'), lane('o', 'distrust-handset', 'confirmed')]
  const said = todo({ lanes: [...more, lane('x', 'hold-withdrawals', 'confirmed')] })
  for (const target of ['email', 'crypto']) assert.match(String(said[target]), /the phone may know it/, target)
  assert.match(String(said.wallet), /cards themselves still work/)
  assert.match(String(said.cloud), /Do not remove the phone/)
})

test('B35: whoever was never asked, though named, is not said to be asked still', () => {
  const [bank] = targetsOf({ ...nothing, lanes: [lane('a', 'step-up-account', 'not-sent')] })
  assert.equal(bank?.is, 'not-asked')
  assert.match(String(bank?.todo), /Call 159/)
})

const kinds = ['step-up-account', 'end-step-up', 'freeze-account', 'unfreeze-account', 'end-mail-sessions']
const more = [
  'distrust-handset',
  'trust-handset',
  'hold-withdrawals',
  'release-withdrawals',
  'suspend-digital-identity',
]
const states = ['not-asked', 'sent', 'confirmed', 'refused', 'no-answer', 'cancelled', 'lapsed', 'not-sent', 'ended']
const touched: fc.Arbitrary<Touched> = fc.record({
  lanes: fc.array(
    fc.record({
      partner: fc.constantFrom('a', 'b'),
      kind: fc.constantFrom(...kinds, ...more, 'block-handset', 'send-text'),
      state: fc.constantFrom(...(states as Lanes['state'][])),
      code: fc.constantFrom('unknown-handset', 'unknown-customer'),
    }),
    { maxLength: 12 },
  ),
  named: fc.uniqueArray(fc.constantFrom(...targets)).map((all) => new Set(all)),
  ticked: fc.uniqueArray(fc.constantFrom(...steps)),
  absent: fc.uniqueArray(fc.constantFrom(...targets)),
})

test('B35: whatever happened, each target has exactly one state and one thing to do, and none is done that nobody called done', () => {
  fc.assert(
    fc.property(touched, (one) => {
      const rows = targetsOf(one)
      assert.deepEqual(
        rows.map(({ target }) => target),
        targets,
      )
      for (const row of rows) {
        assert.ok(row.title && row.says && row.todo)
        if (row.is === 'confirmed') assert.ok(one.lanes.some(({ state }) => state === 'confirmed'))
        if (row.is !== 'confirmed') assert.doesNotMatch(row.todo, /pays nobody|still work|signed out|can leave it now/)
        if (row.is === 'not-on-phone') assert.ok(one.absent.includes(row.target))
        if (row.is === 'you-did-it') assert.ok(one.ticked.length > 0)
        if (row.is === 'untouched') assert.ok(!one.named.has(row.target) && !one.absent.includes(row.target))
      }
    }),
  )
})
