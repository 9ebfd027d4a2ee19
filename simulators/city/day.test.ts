import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkDigitHolds } from '#lib/imei/check-digit'
import { calibration } from './calibration.ts'
import { makeDay, type Point } from './day.ts'

const points: Point[] = Array.from({ length: 400 }, (_, n) => ({
  ...{ lon: -0.2 + (n % 20) * 0.01, lat: 51.48 + Math.floor(n / 20) * 0.004 },
  ...{ borough: n % 2 ? 'Westminster' : 'Camden', name: `Street ${n}` },
}))

test('the same seed makes the same day, another seed another', () => {
  assert.deepEqual(makeDay(7, points), makeDay(7, points))
  assert.notDeepEqual(makeDay(7, points).thefts[0], makeDay(8, points).thefts[0])
})

test('over forty days the counts, hours and shares are those of the calibration', () => {
  const days = Array.from({ length: 40 }, (_, seed) => makeDay(seed, points))
  const thefts = days.flatMap((day) => day.thefts)
  const mean = thefts.length / days.length
  assert.ok(mean > 200 && mean < 290, `${mean} a day`)
  const share = (holds: (theft: (typeof thefts)[number]) => boolean) => thefts.filter(holds).length / thefts.length
  const evening = share(({ at }) => at >= 16 * 3600 && at < 23 * 3600)
  assert.ok(Math.abs(evening - 0.55) < 0.03, `${evening} between 16 and 23`)
  assert.ok(Math.abs(share(({ method }) => method === 'robbery') - calibration.robberyShare) < 0.02)
  assert.ok(Math.abs(share(({ enrolled }) => enrolled) - calibration.enrolled) < 0.03)
  assert.ok(Math.abs(share(({ maker }) => maker === 'demo-apple') - 0.8) < 0.03)
})

test('every number and handset of a day is its own, and every IMEI has its check digit', () => {
  const { thefts } = makeDay(7, points)
  assert.equal(new Set(thefts.map(({ line }) => line)).size, thefts.length)
  const imeis = thefts.flatMap((theft) => theft.imeis)
  assert.equal(new Set(imeis).size, imeis.length)
  for (const imei of imeis) assert.ok(/^\d{15}$/.test(imei) && checkDigitHolds(imei), imei)
})

test('nothing of a theft comes before it, and no report after midnight', () => {
  for (const { at, report, thief } of makeDay(3, points).thefts) {
    assert.ok(!report || (report.at > at && report.at < 86_400))
    assert.ok(thief.simOutAt > at && thief.offAt > at && thief.tries.every((one) => one.at > at))
  }
})

test('a day needs points', () => assert.throws(() => makeDay(1, []), /street points/))
