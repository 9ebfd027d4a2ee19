import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { makeDay, type Theft } from './day.ts'
import { emailOf, type Fact, keysOf } from './facts.ts'
import { homeOf } from './home.ts'
import type { Effect, Message } from './partners.ts'
import { percentile } from './scorecard/evidence.ts'
import { type Observed, scorecard } from './scorecard.ts'

const place = { lon: -0.1419, lat: 51.5152, borough: 'Westminster', name: 'Oxford Street, Westminster' }
const made = makeDay(7, [place], { thefts: 4 })
const thefts = made.thefts.slice(0, 3).map((theft, n) => ({
  ...{ ...theft, id: `theft-${n}`, maker: 'demo-apple', later: undefined, banks: 1, line: `+44770090012${n}` },
})) as [Theft, Theft, Theft]
const [first, second, third] = thefts
const begin = Date.parse('2026-11-26T12:00:00.000Z')
const iso = (ms: number) => new Date(begin + ms).toISOString()
let made1 = 0
const effect = (kind: string, ms: number, theft: Theft): Effect => ({
  ...{ key: `key-${made1++}`, kind, outcome: 'acknowledged', at: iso(ms) },
  detail: { equipment: keysOf(theft) },
})
const claim = (theft: Theft, ms: number, more: object = {}): Fact[] =>
  (['claim', 'proved'] as const).map((saw) => ({
    ...{ saw, at: begin + ms, theft: theft.id, by: 'borrowed-phone' as const, again: false, joined: false },
    ...more,
  }))

const sorts = new Map([
  ['demo-ee', 'operator'],
  ['demo-o2', 'operator'],
  ['demo-apple', 'maker'],
])

const observed = (facts: readonly Fact[], more: Partial<Observed> = {}): Observed => ({
  ...{ day: { ...made, thefts }, facts, sorts, down: [], journals: new Map(), messages: [], pushes: [] },
  ...more,
})
const row = (given: Observed, words: string) => {
  const found = scorecard(given).find(({ measure }) => measure.includes(words))
  assert.ok(found, words)
  return found
}

test('a stop counts from the report to the last live operator; one that never came is said and fails the bar', () => {
  const journals = new Map([
    ['demo-ee', [effect('block-handset', 1200, first), effect('block-handset', 5100, second)]],
    ['demo-o2', [effect('block-handset', 1900, first)]],
  ])
  const facts = [...claim(first, 1000), ...claim(second, 5000)]
  const all = row(observed(facts, { journals }), 'blocked at all 2 live')
  assert.deepEqual([all.figures?.p50, all.n, all.met], [900, 1, false])
  assert.match(all.says, /1 without an end/)
  const live = row(observed(facts, { journals, down: ['demo-o2'] }), 'blocked at all 1 live')
  assert.deepEqual([live.figures?.p99, live.n, live.met], [200, 2, true])
})

test('who said who they are to an operator that is down has shown nothing: no bar counts it, and a stop of it is wrong', () => {
  const dealer: Fact = { saw: 'dealer', at: begin + 60_000, theft: first.id, answer: 'buy' }
  const facts = [...claim(first, 1000), dealer]
  const down = [homeOf(first.line)]
  const sorts = new Map([...down.map((one) => [one, 'operator'] as const), ['demo-three', 'operator'] as const])
  const journals = new Map([['demo-three', [effect('block-handset', 1200, first)]]])
  const given = observed(facts, { sorts, down, journals })
  assert.equal(row(given, 'blocked at all 1 live').met, undefined)
  assert.equal(row(given, 'dealers told to buy').met, undefined)
  assert.match(row(given, 'operator that was down').says, /^1: /)
  assert.match(row(given, 'wrong stops').says, /^1 of 3/)
  const handled = [...claim(first, 1000, { by: 'call-handler' }), dealer]
  const told = (knowsImei: boolean) =>
    observed(handled, { sorts, down, journals, day: { ...made, thefts: [{ ...first, knowsImei }, second, third] } })
  assert.equal(row(told(false), 'dealers told to buy').met, undefined)
  assert.equal(row(told(true), 'dealers told to buy').met, false)
  assert.match(row(told(false), 'wrong stops').says, /^0 of 2/)
})

test('what did not happen is said to be not computable, and no figure is invented', () => {
  for (const one of scorecard(observed([], { messages: undefined, pushes: undefined }))) {
    assert.equal(one.figures, undefined, one.measure)
    if (one.bar && one.measure !== 'second reports of one theft, merged') {
      if (one.met !== undefined) assert.match(one.measure, /wrong stops/)
      else assert.ok(/cannot be computed|^0 of 0/.test(one.says), one.measure)
    }
  }
})

test('a second report that did not join its case, and a stop without a proof, are found', () => {
  const again = claim(first, 9000, { again: true, by: 'call-handler', case: 'case-2' })
  const given = observed([...claim(first, 1000), ...again], {
    journals: new Map([['demo-ee', [effect('block-handset', 1100, third)]]]),
  })
  assert.equal(row(given, 'second reports').met, false)
  const wrong = row(given, 'wrong stops')
  assert.deepEqual([wrong.met, wrong.n], [false, 2])
  assert.match(wrong.says, /^1 of 2/)
})

test('E2: two handsets matched to one case, or one that nobody reported, are wrong owners; each to its own is not', () => {
  const tray = (theft: Theft, found: string): Fact => ({
    ...{ saw: 'tray-row', at: begin + 60_000, theft: theft.id, state: 'matched', case: found },
  })
  const reports = [...claim(first, 0, { case: 'case-1' }), ...claim(second, 0)]
  const right = observed([...reports, tray(first, 'case-1'), tray(second, 'case-2')])
  assert.deepEqual([row(right, 'wrong owner').met, row(right, 'whose case was found').says], [true, '2 of 2'])
  assert.equal(row(observed([...reports, tray(first, 'case-1'), tray(second, 'case-1')]), 'wrong owner').met, false)
  assert.equal(row(observed([...reports, tray(third, 'case-3')]), 'wrong owner').met, false)
  const text = 'Police have your phone since today.'
  const messages: Message[] = [{ id: '1', at: iso(1), to: emailOf(third), text }]
  assert.equal(row(observed([...reports, tray(first, 'case-1')], { messages }), 'wrong owner').met, false)
})

test('A39: a phone that its network had blocked and let in is found; one that was blocked later is no fault', () => {
  const attach = (ms: number, admitted: boolean): Fact => ({
    ...{ saw: 'attach', at: begin + ms, theft: first.id, partner: 'demo-ee', home: true, admitted, told: !admitted },
  })
  const journals = new Map([['demo-ee', [effect('block-handset', 2000, first)]]])
  const let1 = (facts: Fact[]) => row(observed([...claim(first, 1000), ...facts], { journals }), 'let in')
  assert.equal(let1([attach(3000, false)]).met, true)
  assert.equal(let1([attach(3000, true)]).met, false)
  assert.equal(let1([attach(1500, true)]).met, undefined)
})

test('B04: the race is won when account and wallet were closed before the phone was first used; a late report is told and not held against anybody', () => {
  const use = (theft: Theft, ms: number): Fact => ({
    ...{ saw: 'attach', at: begin + ms, theft: theft.id, partner: 'demo-ee', home: true, admitted: false, told: true },
  })
  const reports = [...claim(first, 1000), ...claim(second, 1000), ...claim(third, 60_000)]
  const uses = [use(first, 20_000), use(first, 90_000), use(second, 20_000), use(third, 50_000)]
  const closed = (...times: readonly [Theft, number][]) =>
    new Map([['demo-apple', times.map(([theft, ms]) => effect('distrust-handset', ms, theft))]])
  const all = closed([first, 1300], [second, 1400], [third, 60_300])
  const share = (journals: typeof all) => row(observed([...reports, ...uses], { journals }), 'of all reported and used')
  const fair = (journals: typeof all) =>
    row(observed([...reports, ...uses], { journals }), 'though reported 5 s before')
  assert.equal(share(all).says, '2 of 3')
  assert.deepEqual([fair(all).met, fair(all).n], [true, 2])
  const slow = closed([first, 1300], [second, 20_001])
  assert.deepEqual([share(slow).says, fair(slow).met], ['1 of 3', false])
  assert.equal(fair(closed([first, 1300])).met, false)
})

test('goal B4: an undo counts to the last partner that had stopped something, and one that is missing fails', () => {
  const back: Fact = { saw: 'withdrawn', at: begin + 10_000, theft: first.id, taken: true, why: '' }
  const stops = [effect('block-handset', 1000, first)]
  const journals = (undo: Effect[]) =>
    new Map([
      ['demo-ee', [...stops, effect('unblock-handset', 10_400, first)]],
      ['demo-o2', [...stops, ...undo]],
    ])
  const facts = [...claim(first, 0), back]
  const done = row(observed(facts, { journals: journals([effect('unblock-handset', 10_900, first)]) }), 'undone')
  assert.deepEqual([done.figures?.p99, done.met], [900, true])
  assert.equal(row(observed(facts, { journals: journals([]) }), 'undone').met, false)
})

test('C1: an alert belongs to the last theft near what it names; an officer who is far is counted', () => {
  const facts: Fact[] = [
    ...claim(first, 1000),
    { saw: 'device', at: begin, officer: 1, endpoint: 'http://push/1' },
    { saw: 'device', at: begin, officer: 2, endpoint: 'http://push/2' },
    { saw: 'position', at: begin, officer: 1, lon: place.lon, lat: place.lat + 0.002 },
    { saw: 'position', at: begin, officer: 2, lon: place.lon + 0.1, lat: place.lat },
  ]
  const push = (to: string, ms: number, near: string): Message => ({
    ...{ id: `${to}${ms}`, to, at: iso(ms), subject: `Phone snatched near ${near}`, text: 'Do not chase.' },
  })
  const pushes = [push('http://push/1', 1300, 'Oxford Street'), push('http://push/2', 1500, 'Oxford Street')]
  const given = observed(facts, { pushes: [...pushes, push('http://push/1', 1600, 'Nowhere Lane')] })
  assert.equal(row(given, 'first officer alerted').figures?.p95, 300)
  assert.deepEqual(
    [row(given, 'outside the zone').says, row(given, 'outside the zone').met],
    ['1 of 2 alerts more than 1000 m away', false],
  )
  assert.match(
    row(given, 'irrelevant alerts').says,
    /^1\.00 \(1 far, 0 malicious, 1 about no known theft, over 2 shifts\)/,
  )
})

test('a percentile is one of the values, and never below a lower one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.integer({ min: 1, max: 99 }), (values, percent) => {
      const found = percentile(values, percent)
      assert.ok(values.includes(found))
      assert.ok(values.filter((one) => one <= found).length >= (percent / 100) * values.length)
      assert.ok(percentile(values, percent + 1) >= found)
    }),
  )
})
