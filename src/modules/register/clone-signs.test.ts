import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countries } from '#lib/country'
import { kmApart } from '#lib/geo/countries-apart'
import { type Claim, hasTwoOwners, isOtherModel, signsOf } from './clone-signs.ts'
import { type Seen, signsOfSeen } from './seen-apart.ts'

const now = new Date('2026-11-27T10:00:00.000Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString()
const typed = (claimant: string, handset: string | null, minutes = 3000): Claim => ({
  ...{ claimant, handset, proved: false, at: ago(minutes) },
})
const sold = (claimant: string, handset: string | null, minutes = 3000) => ({
  ...typed(claimant, handset, minutes),
  proved: true,
})

test('B33: two owners of one number on two phones are a sign, when each is as well proved as the other', () => {
  assert.equal(hasTwoOwners([sold('one', 'a'), sold('two', 'b', 0)], now), true)
  assert.equal(hasTwoOwners([sold('one', 'a'), sold('two', null, 0)], now), true)
  assert.equal(hasTwoOwners([typed('one', 'a'), typed('two', null)], now), true)
  assert.equal(hasTwoOwners([sold('one', 'a'), typed('one', 'a'), typed('line', 'a')], now), false, 'one phone')
  assert.equal(hasTwoOwners([typed('one', 'a'), typed('one', null)], now), false, 'one person, twice')
})

test('USERS 4: a thief who types the number of the phone in his hand holds nothing back', () => {
  assert.equal(hasTwoOwners([sold('owner', 'a'), typed('thief', null)], now), false, 'against what a shop sold')
  assert.equal(hasTwoOwners([typed('owner', 'a'), typed('thief', null, 30)], now), false, 'on the day of the theft')
})

const seen = (by: string, minutes: number, how = 'tracked-attach', country = 'GB'): Seen => ({
  ...{ by, how, country, at: ago(minutes) },
})

test('B33: a number that two networks let in by turns is on two phones; a SIM that was changed, or a phone that is refused, is not', () => {
  assert.deepEqual(signsOfSeen([seen('a', 170), seen('b', 120), seen('a', 60), seen('b', 1)]), ['two-networks'])
  assert.deepEqual(signsOfSeen([seen('a', 170), seen('b', 120), seen('b', 60), seen('b', 1)]), [])
  assert.deepEqual(signsOfSeen([seen('a', 170), seen('b', 120), seen('a', 60)]), [], 'there and back again')
  const everywhere = ['a', 'b', 'a', 'b', 'a', 'b'].map((by, at) => seen(by, at, 'refused-attach'))
  assert.deepEqual(signsOfSeen(everywhere), [], 'a phone that nobody lets in tries each in turn')
  assert.deepEqual(signsOfSeen([seen('a', 9000), seen('b', 6000), seen('a', 3000), seen('b', 1)]), [], 'over days')
})

test('B33: a number in two countries is on two phones where nobody could travel so fast', () => {
  const london = seen('a', 120)
  assert.deepEqual(signsOfSeen([london, seen('b', 60, 'foreign-attach', 'CN')]), ['two-places'])
  assert.deepEqual(signsOfSeen([london, seen('b', 60, 'foreign-attach', 'FR')]), [])
  assert.deepEqual(signsOfSeen([seen('a', 1600), seen('b', 60, 'foreign-attach', 'CN')]), [])
})

test('a person who travels no faster than an airliner is never two phones, whatever the countries and the order of the readings', () => {
  const stop = fc.record({ country: fc.constantFrom(...countries), rest: fc.integer({ min: 1, max: 600 }) })
  fc.assert(
    fc.property(fc.array(stop, { maxLength: 8 }), fc.nat(), (stops, turn) => {
      let minutes = 0
      const readings = stops.map(({ country, rest }, nth) => {
        const from = stops[nth - 1]?.country ?? country
        minutes += rest + Math.ceil(kmApart(from, country) * 0.06)
        return seen('one', -minutes, 'tracked-attach', country)
      })
      const turned = readings.map((_, at) => readings[(at + turn) % readings.length] as Seen)
      assert.deepEqual(signsOfSeen(turned), [])
    }),
  )
})

const makers = [
  { slug: 'demo-apple', name: 'Apple' },
  { slug: 'demo-samsung', name: 'Samsung' },
]
const model = (maker: string | undefined, make: string | undefined) => isOtherModel({ maker, make, makers })

test('B33: an owner of an Apple whose number is a Samsung’s has a cloned number; an unknown TAC or make says nothing', () => {
  assert.equal(model('demo-apple', 'Samsung Korea'), true)
  assert.equal(model('demo-apple', 'Apple Inc'), false)
  assert.equal(model('demo-apple', undefined), false)
  assert.equal(model(undefined, 'Samsung'), false)
  assert.equal(model('demo-apple', 'HMD Global'), false, 'nobody that we know')
  assert.equal(model('other-maker', 'Samsung'), false)
})

test('whatever is known: one claimant, one network, one country and no maker are no sign', () => {
  const claim = fc.record({
    ...{ claimant: fc.constant('one'), handset: fc.option(fc.constantFrom('a', 'b')), proved: fc.boolean() },
    at: fc.nat(10_000).map(ago),
  })
  const reading = fc.record({
    ...{ by: fc.constant('one'), how: fc.constantFrom('refused-attach', 'new-sim'), country: fc.constant('GB') },
    at: fc.nat(10_000).map(ago),
  })
  fc.assert(
    fc.property(fc.array(claim), fc.array(reading), fc.string(), (claims, readings, make) => {
      const known = { claims, seen: readings, model: { maker: undefined, make, makers } }
      assert.deepEqual(signsOf(known, now), [])
    }),
  )
})
