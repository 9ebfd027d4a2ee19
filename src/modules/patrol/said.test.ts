import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { saidIn } from './said.ts'

test('what the pages of details keep is read, also as they kept it at first', () => {
  assert.deepEqual(saidIn('place', { topic: 'where', text: 'Soho', when: 'at 2 pm' }), {
    where: 'Soho',
    when: 'at 2 pm',
  })
  assert.deepEqual(saidIn('place', { topic: 'where', place: 'Soho', when: '' }), { where: 'Soho' })
  assert.deepEqual(saidIn('free-text', { topic: 'who', description: 'a red coat' }), { description: 'a red coat' })
  assert.deepEqual(saidIn('free-text', { topic: 'who', who: 'a red coat' }), { description: 'a red coat' })
  assert.deepEqual(saidIn('free-text', { topic: 'phone', had: 'my passport' }), {})
})

test('whatever stands in a record, it is read without a fault, and nothing empty counts as said', () => {
  fc.assert(
    fc.property(fc.constantFrom('place', 'free-text'), fc.jsonValue(), (kind, value) => {
      for (const [field, said] of Object.entries(saidIn(kind as 'place', value)))
        if (field === 'where') assert.ok(String(said).trim().length > 0)
    }),
  )
})
