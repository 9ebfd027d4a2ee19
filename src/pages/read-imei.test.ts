import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isImei } from '#lib/imei/imei'

const { imeisIn } = (await import(new URL('web/read-imei.js', import.meta.url).href)) as {
  imeisIn: (text: string) => string[]
}

test('B60: only a run of 15 digits that stands alone is a number read: no part of an EID, an ICCID or a word', () => {
  assert.deepEqual(imeisIn('IMEI1 490154203237518\nIMEI2: 35 693803 564380 9 / 01'), [
    '490154203237518',
    '356938035643809',
  ])
  assert.deepEqual(imeisIn('490154203237518 356938035643809'), ['490154203237518', '356938035643809'])
  for (const other of [
    'EID 89049015420323751800000000000000',
    'ICCID 8944490154203237518',
    'ICCID 8944 490154203237518 0',
    'EID 8904 9015 4203 2375 1800 0000 0000 0000',
    'SN A490154203237518',
    '490154203237518B',
    '490154203237517', // its check digit is wrong
    '4901542032375181',
  ])
    assert.deepEqual(imeisIn(other), [], other)
})

test('B60: whatever a picture is read as, only numbers with a right check digit are offered, each once', () => {
  const scraps = fc.constantFrom('490154203237518', '35 693803 564380 9', 'IMEI', ' ', '\n', '8904', '0', 'O', '/', '-')
  fc.assert(
    fc.property(fc.array(scraps, { maxLength: 12 }), (parts) => {
      const found = imeisIn(parts.join(''))
      assert.ok(found.every(isImei))
      assert.equal(new Set(found).size, found.length)
    }),
  )
})
