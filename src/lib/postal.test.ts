import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readPostal } from './postal.ts'

test('an address is read as people type it, a line each', () => {
  assert.deepEqual(readPostal(' A Name\n1  Some Street\r\n\nLondon\nn19gu '), [
    ...['A Name', '1 Some Street', 'London', 'N1 9GU'],
  ])
})

test('what cannot be posted is no address: too few lines, too many, no postcode, a line that is too long', () => {
  const line = 'a line'
  const many = Array(7).fill(line).join('\n')
  for (const typed of [
    '',
    'A Name\nN1 9GU',
    `${many}\nN1 9GU`,
    'A\nB\nC',
    `A\n${'b'.repeat(46)}\nN1 9GU`,
    'A\n@B\nN1 9GU',
  ])
    assert.equal(readPostal(typed), undefined, typed)
})

test('whatever is typed, an address has three to seven plain lines that end with a postcode, and reads again as itself', () => {
  const typed = fc.array(fc.oneof(fc.string(), fc.constantFrom('N1 9GU', '1 Some Street')), { maxLength: 9 })
  fc.assert(
    fc.property(typed, (lines) => {
      const read = readPostal(lines.join('\n'))
      if (read === undefined) return
      assert.ok(read.length >= 3 && read.length <= 7)
      assert.deepEqual(readPostal(read.join('\n')), read)
    }),
  )
})
