import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Imei, keysOf } from '#lib/imei/imei'
import { handsetOfLine, isAnotherHandset } from './handset-of-line.ts'

const all = ['490154203237518', '356938035643809', '352099001761481', '353325106734563'] as Imei[]
const some = fc.subarray(all)

test('USERS 4, business rival: a handset that only a shop names is never stopped; where the operator saw the line in it, it is', () => {
  fc.assert(
    fc.property(some, some, some, (imeis, earlier, sold) => {
      const found = handsetOfLine({ imeis, earlier }, sold)
      const [now, before, shop] = [imeis, earlier, sold].map(keysOf)
      const agrees = shop?.some((key) => now?.includes(key) || before?.includes(key)) ?? false
      assert.equal(found.isKnown, agrees)
      if (!agrees) assert.deepEqual(found.imeis, imeis)
      else for (const imei of sold) assert.ok(found.imeis.includes(imei) || found.imeis.length === 4)
      for (const imei of found.imeis) assert.ok([...imeis, ...earlier, ...sold].includes(imei))
    }),
  )
})

test('the SIM is in the thief’s phone by now: the phone that was sold, in which it was before, is stopped and the other is not', () => {
  const [stolen, second, thiefs] = all as [Imei, Imei, Imei]
  assert.deepEqual(handsetOfLine({ imeis: [thiefs], earlier: [stolen] }, [stolen, second]), {
    imeis: [stolen, second],
    isKnown: true,
  })
})

test('an IMEI that was read out with a slip is none that the line was in; a SIM that was moved says nothing unless the operator tells from where', () => {
  fc.assert(
    fc.property(some, some, some, fc.boolean(), (imeis, earlier, readOut, moved) => {
      const seen = keysOf([...imeis, ...earlier])
      const agrees = keysOf(readOut).some((key) => seen.includes(key))
      const another = isAnotherHandset({ imeis, earlier, moved }, readOut)
      assert.ok(!(another && agrees))
      if (readOut.length > 0 && imeis.length > 0 && !agrees) assert.equal(another, !moved || earlier.length > 0)
      else assert.equal(another, false)
    }),
  )
})
