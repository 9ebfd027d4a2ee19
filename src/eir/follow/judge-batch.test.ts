import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Hold } from '#lib/feed/holds'
import { noteSigner } from '#lib/note'
import { judgeBatch } from './judge-batch.ts'
import { readSnapshot } from './read-snapshot.ts'
import { batchOf, begin, expected, ledger, listOf, sealed, withTail } from './testing.ts'

const key = fc.stringMatching(/^\d{14}$/)
const hold: fc.Arbitrary<Hold> = fc.record(
  { status: fc.constantFrom('blocked', 'tracked'), until: fc.nat(2_000_000_000_000) },
  { requiredKeys: ['status'], noNullPrototype: true },
)
const holds = fc.array(hold, { maxLength: 3 })
const entries = fc.array(fc.array(fc.tuple(key, holds), { minLength: 1, maxLength: 4 }), { maxLength: 4 })
const blocked = [{ status: 'blocked' as const }]
const one = [[['49015420323751', blocked] as const]]

test('a batch that is right is taken as it was sent, and the next goes on from it', () => {
  fc.assert(
    fc.property(entries, entries, (first, second) => {
      const [a, b] = [batchOf(first), batchOf(second, batchOf(first).place)]
      const judged = judgeBatch(a.bytes, expected, begin)
      assert.ok('changes' in judged)
      assert.deepEqual([judged.changes, judged.place], [a.changes, a.place])
      const next = judgeBatch(b.bytes, expected, judged.place)
      assert.ok('changes' in next)
      assert.deepEqual(next.place, b.place)
    }),
  )
})

test('a batch that begins before where a node stands gives what is new, when it leads to the same hash; one that is behind gives nothing', () => {
  const some = fc.array(fc.array(fc.tuple(key, holds), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(some, some, (first, second) => {
      const a = batchOf(first)
      const both = batchOf([...first, ...second])
      const judged = judgeBatch(both.bytes, expected, a.place)
      assert.ok('changes' in judged)
      assert.deepEqual([judged.changes, judged.place], [both.changes.slice(a.changes.length), both.place])
      const other = { no: a.place.no, hash: Buffer.alloc(32, 1) }
      assert.deepEqual(judgeBatch(both.bytes, expected, other), { fault: 'running-hash' }, 'of another history')
      assert.deepEqual(judgeBatch(a.bytes, expected, both.place), { fault: 'other-place', first: 1, last: a.place.no })
      const later = batchOf(second, { ...a.place, no: a.place.no + 1 })
      assert.deepEqual(judgeBatch(later.bytes, expected, a.place), {
        fault: 'other-place',
        first: a.place.no + 2,
        last: later.place.no,
      })
    }),
  )
})

test('the feed tampered with: whatever byte is changed, cut off or added, nothing is taken that was not signed', () => {
  fc.assert(
    fc.property(entries, fc.nat(), fc.integer({ min: 1, max: 255 }), fc.nat(2), (sent, place, by, how) => {
      const { bytes, changes } = batchOf(sent)
      const at = place % bytes.length
      const changed = Buffer.from(bytes)
      if (how === 0) changed[at] = ((changed[at] ?? 0) + by) % 256
      const spoilt = [
        changed,
        bytes.subarray(0, at),
        Buffer.concat([bytes.subarray(0, at), Buffer.from([by]), bytes.subarray(at)]),
      ]
      const judged = judgeBatch(spoilt[how] ?? changed, expected, begin)
      // Outside the note and the body, such as in a proof or a space, a byte may change without a word being another.
      if ('changes' in judged) assert.deepEqual(judged.changes, changes)
    }),
    { numRuns: 2000 },
  )
})

test('what is wrong has a name: another place, another operator, another key, a gap, another history', () => {
  const faultOf = (bytes: Buffer, place = begin, whose = expected) => {
    const judged = judgeBatch(bytes, whose, place)
    return 'fault' in judged ? judged.fault : 'none'
  }
  const { bytes, place } = batchOf(one)
  assert.equal(faultOf(bytes), 'none')
  assert.equal(faultOf(bytes, place), 'other-place')
  assert.equal(faultOf(batchOf(one, begin, 'south').bytes), 'other-operator')
  const stranger = { ...expected, verifier: noteSigner('ringback.test/ledger/feed', Buffer.alloc(32, 6)) }
  assert.equal(faultOf(bytes, begin, stranger), 'signature')
  assert.equal(faultOf(bytes, { no: 0, hash: Buffer.alloc(32, 1) }), 'running-hash')
  assert.equal(faultOf(Buffer.from(bytes.toString().replace('blocked', 'tracked'))), 'body')
  assert.equal(faultOf(Buffer.from('{"note":1}\n')), 'form')
  assert.equal(faultOf(Buffer.alloc(0)), 'form')
})

const chunksOf = async function* (text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

test('a whole list is taken whole or not at all, in whatever pieces it comes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(key, holds, { noNullPrototype: true }),
      fc.integer({ min: 1, max: 60 }),
      fc.nat(),
      async (listed, size, cut) => {
        const keys = new Map(Object.entries(listed))
        const text = listOf(keys, { no: 7, hash: Buffer.alloc(32, 2) })
        const taken = new Map<string, readonly Hold[]>()
        const list = await readSnapshot(chunksOf(text, size), expected, (name, held) => void taken.set(name, held))
        assert.ok('place' in list)
        assert.deepEqual([taken, list.place.no, list.count], [keys, 7, keys.size])
        const half = text.slice(0, cut % (text.length - 1))
        assert.ok('fault' in (await readSnapshot(chunksOf(half, size), expected, () => {})))
      },
    ),
  )
})

test('a list with a key more, less or another is not believed', async () => {
  const keys = new Map([
    ['35693803564380', blocked],
    ['49015420323751', blocked],
  ])
  const text = listOf(keys)
  const lines = text.split('\n')
  for (const spoilt of [
    text.replace('49015420323751', '49015420323752'),
    [...lines.slice(0, 2), ...lines.slice(3)].join('\n'),
    [...lines.slice(0, 2), lines[1], ...lines.slice(2)].join('\n'),
  ]) {
    const list = await readSnapshot(chunksOf(spoilt, 50), expected, () => {})
    assert.ok('fault' in list, spoilt)
  }
})

const proved = { ...expected, ledger }
const someEntries = fc.array(fc.array(fc.tuple(key, holds), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 9,
})

test('B55: with the ledger’s key each change must come from a sealed entry; a batch that begins earlier too, and one without changes needs no proof', () => {
  fc.assert(
    fc.property(someEntries, someEntries, (first, second) => {
      const a = batchOf(first)
      const both = batchOf([...first, ...second])
      const judged = judgeBatch(sealed(both), proved, a.place)
      assert.ok('changes' in judged)
      assert.deepEqual(judged.changes, both.changes.slice(a.changes.length))
      assert.ok('changes' in judgeBatch(batchOf([]).bytes, proved, begin))
    }),
  )
})

test('B55: whoever has the feed’s key but not the ledger’s is named: no proof, a head of their own, an entry that was never sealed, another leaf', () => {
  const batch = batchOf(one)
  const said = sealed(batch)
  const faultOf = (bytes: Buffer) => {
    const judged = judgeBatch(bytes, proved, begin)
    return 'fault' in judged ? judged.fault : undefined
  }
  assert.equal(faultOf(said), undefined)
  assert.equal(faultOf(batch.bytes), 'no-seal')
  assert.equal(faultOf(withTail(said, ({ seal: _, ...tail }) => tail)), 'no-seal')
  assert.equal(faultOf(withTail(said, (tail) => ({ ...tail, seal: { leaves: 7, path: '' } }))), 'no-seal')
  const theirs = noteSigner('ringback.test/ledger', Buffer.alloc(32, 9))
  assert.equal(faultOf(sealed(batch, { key: theirs })), 'head')
  assert.equal(faultOf(sealed(batch, { key: noteSigner('another/ledger', Buffer.alloc(32, 6)) })), 'head')
  const shorter = sealed(batch, { size: 101 })
  const beyond = batchOf([...one, ...one])
  const headOf = (bytes: Buffer) => JSON.parse(String(bytes).trim().split('\n').at(-1) ?? '').head as string
  assert.equal(faultOf(withTail(sealed(beyond), (tail) => ({ ...tail, head: headOf(shorter) }))), 'not-sealed')
  const otherLeaf = { leaves: Buffer.alloc(32, 1).toString('base64') }
  assert.equal(
    faultOf(withTail(said, (tail) => ({ ...tail, seal: { ...(tail.seal as object), ...otherLeaf } }))),
    'not-sealed',
  )
})
