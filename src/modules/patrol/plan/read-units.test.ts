import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readUnits } from './read-units.ts'

test('a call sign a line; who drives says so', () => {
  assert.deepEqual(readUnits(' gx 21 \n\nGX22 car\nGX-23, walk'), {
    units: [
      { callSign: 'GX 21', by: 'foot' },
      { callSign: 'GX22', by: 'vehicle' },
      { callSign: 'GX-23', by: 'foot' },
    ],
  })
})

test('whatever is typed gives at most twelve units with short signs, none twice, or words', () => {
  const sign = fc.stringMatching(/^[A-Za-z0-9 -]{0,16}$/)
  fc.assert(
    fc.property(fc.array(fc.oneof(sign, fc.string()), { maxLength: 16 }), (lines) => {
      const read = readUnits(lines.join('\n'))
      if ('says' in read) return assert.ok(read.says.length > 10)
      assert.ok(read.units.length >= 1 && read.units.length <= 12)
      assert.equal(new Set(read.units.map(({ callSign }) => callSign)).size, read.units.length)
      for (const { callSign } of read.units) assert.match(callSign, /^[A-Z0-9 -]{1,12}$/)
    }),
  )
  for (const [typed, says] of [
    ['', /at least one/],
    ['GX21\ngx21 car', /Line 2: GX21 is there twice/],
    ['Zoë', /Line 1/],
    [Array.from({ length: 13 }, (_, at) => `GX${at}`).join('\n'), /at most 12/],
  ] as const)
    assert.match((readUnits(typed) as { says: string }).says, says)
})
