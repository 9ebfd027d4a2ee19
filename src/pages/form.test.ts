import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { checkFields } from './form.ts'

const form = z.object({
  place: z.string().min(1, 'Say where it was').max(80, 'Say it shorter'),
  how: z.enum(['snatch', 'lost'], 'Choose how it went'),
})

test('a right form is read', () => {
  assert.deepEqual(checkFields(form, { place: 'Oxford Circus', how: 'lost' }), {
    fields: { place: 'Oxford Circus', how: 'lost' },
  })
})

test('each wrong field is said once, in the order of the form', () => {
  assert.deepEqual(checkFields(form, { how: 'x' }).errors, [
    { field: 'place', says: 'Say where it was' },
    { field: 'how', says: 'Choose how it went' },
  ])
})

test('a rule about two fields together is said at the one it names', () => {
  const both = form.refine(({ place, how }) => place !== how, { path: ['how'], message: 'Say two different things' })
  assert.deepEqual(checkFields(both, { place: 'lost', how: 'lost' }).errors, [
    { field: 'how', says: 'Say two different things' },
  ])
})

test('boxes that may be ticked are a list, of none, one or many', () => {
  const boxes = z.object({ had: z.array(z.enum(['bank', 'card'])) })
  for (const [sent, had] of [
    [{}, []],
    [{ had: 'bank' }, ['bank']],
    [{ had: ['bank', 'card'] }, ['bank', 'card']],
  ] as const)
    assert.deepEqual(checkFields(boxes, sent as never), { fields: { had } })
})

test('whatever a browser sends, a form is read or its fields are named, and nothing typed is said back', () => {
  const value = fc.oneof(fc.string({ maxLength: 200 }), fc.array(fc.string(), { maxLength: 3 }))
  const sent = fc.dictionary(fc.oneof(fc.constantFrom('place', 'how', '__proto__', 'constructor'), fc.string()), value)
  fc.assert(
    fc.property(sent, (fields) => {
      const { errors } = checkFields(form, fields)
      for (const { field, says } of errors ?? []) {
        assert.ok(['place', 'how'].includes(field))
        assert.ok(['Say where it was', 'Say it shorter', 'Choose how it went'].includes(says), says)
      }
    }),
  )
})
