import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Hold, holdsText, lineOf, parseHolds } from './holds.ts'
import { afterPiece, noChanges } from './running-hash.ts'
import { type FeedStatement, parseStatement, statementText } from './statement.ts'

const hold: fc.Arbitrary<Hold> = fc
  .record({
    status: fc.constantFrom('blocked' as const, 'tracked' as const),
    until: fc.option(fc.nat(2_000_000_000_000), { nil: undefined }),
  })
  .map(({ status, until }) => (until === undefined ? { status } : { status, until }))

test('what is held is written as text and read again as the same', () => {
  fc.assert(
    fc.property(fc.array(hold, { maxLength: 3 }), (holds) => {
      assert.deepEqual(parseHolds(holdsText(holds)), holds)
    }),
  )
  for (const wrong of ['x', 'blocked@', 'blocked,', 'blocked@1.5', 'blocked@-1']) assert.throws(() => parseHolds(wrong))
})

test('a change has one line, fixed for ever, and the running hash goes over the lines of a piece', () => {
  const holds: Hold[] = [{ status: 'blocked', until: 1790000000000 }, { status: 'tracked' }]
  const line = lineOf({ no: 7, key: '49015420323751', holds, seq: 120 })
  assert.equal(line, '7 49015420323751 blocked@1790000000000,tracked 120\n')
  assert.equal(lineOf({ no: 8, key: '49015420323751', holds: [], seq: 121 }), '8 49015420323751  121\n')
  const lines = createHash('sha256').update(line).digest()
  assert.deepEqual(afterPiece(noChanges, line), createHash('sha256').update(Buffer.alloc(32)).update(lines).digest())
})

const common = { origin: 'ringback.localhost/ledger/feed', operator: 'first-network', at: '2026-11-27T10:00:00.000Z' }
const hashes = { body: createHash('sha256').digest('base64'), hash: noChanges.toString('base64') }

test('what is signed is read again as the same; nothing else is read as a statement of the feed', () => {
  const number = fc.nat(2 ** 40)
  fc.assert(
    fc.property(number, number, fc.boolean(), (one, two, isSnapshot) => {
      const said: FeedStatement = isSnapshot
        ? { kind: 'snapshot', ...common, ...hashes, last: one, count: two }
        : { kind: 'changes', ...common, ...hashes, first: one, last: two }
      assert.deepEqual(parseStatement(statementText(said)), said)
    }),
  )
  const text = statementText({ kind: 'changes', ...common, ...hashes, first: 1, last: 2 })
  const wrong = ['', text.trim(), `${text}more\n`, text.replace('changes', 'others'), text.replace('1 2', '1 -2')]
  for (const one of [...wrong, text.replace(hashes.body, 'x'), text.replace('2026-', 'some-')])
    assert.equal(parseStatement(one), undefined, one)
  fc.assert(fc.property(fc.string(), (some) => void parseStatement(some)))
})
