import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { canonical } from '#lib/canonical-json'
import { type EventRow, leafData, leafOf } from './leaf.ts'

const row: EventRow = {
  id: '9007199254740993',
  stream: 'case/1',
  version: 1,
  type: 'reports.theft-reported',
  type_version: 2,
  tenant: 'met',
  actor: 'public',
  cause: 'command:1',
  at: '2026-11-24T02:00:00.120Z',
  data: { b: 1, a: ['é', null] },
}

test('the sealed bytes of an event are fixed for ever', () => {
  assert.equal(
    leafData(row),
    '{"actor":"public","at":"2026-11-24T02:00:00.120Z","cause":"command:1","data":{"a":["é",null],"b":1},' +
      '"id":"9007199254740993","stream":"case/1","tenant":"met","type":"reports.theft-reported","typeVersion":2,"version":1}',
  )
  assert.equal(leafOf(row).toString('hex'), 'ec7b3160e17deed69a8d0a2ad963a253b7be887038bdeb7f4001487b922b6580')
})

test('the same event read by another driver, or written with its fields in another order, has the same leaf', () => {
  assert.deepEqual(leafOf({ ...row, at: new Date(row.at) }), leafOf(row))
  assert.deepEqual(leafOf({ ...row, owes: null }), leafOf(row))
  assert.deepEqual(leafOf({ ...row, data: { a: ['é', null], b: 1 } }), leafOf(row))
})

test('a change in any column changes the leaf', () => {
  const other = {
    id: '1',
    stream: 's',
    version: 9,
    type: 't',
    type_version: 9,
    tenant: 't',
    actor: 'a',
    cause: 'c',
    at: '2026-11-24T02:00:00.121Z',
    data: {},
    owes: [],
  }
  for (const [column, value] of Object.entries(other)) {
    assert.notDeepEqual(leafOf({ ...row, [column]: value }), leafOf(row), column)
  }
})

test('the bytes of any event are its canonical JSON', () => {
  const word = fc.string({ unit: 'binary' })
  const any = fc.record({
    stream: word,
    type: word,
    tenant: word,
    actor: word,
    cause: word,
    data: fc.jsonValue(),
    owes: fc.jsonValue(),
  })
  fc.assert(
    fc.property(any, fc.date({ noInvalidDate: true }), fc.nat(), (words, at, number) => {
      const { owes, ...rest } = words
      const said = { ...rest, id: String(number), version: number, typeVersion: number, at: at.toISOString() }
      const event = { ...words, id: number, version: number, type_version: number, at }
      assert.equal(leafData(event), canonical(owes === null ? said : { ...said, owes }))
    }),
  )
})
