import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyKey, askedOf, drawn, known, listingOf, oracleOf } from '#test/support/plane'
import { type Base, buildBase, eachInOrder } from './base.ts'
import { readSnapshot, readSnapshotHeader, SnapshotDamaged, snapshotOf } from './snapshot.ts'

const bytesOf = (base: Base) => Buffer.concat([...snapshotOf(base.memory)])

function* piecesOf(bytes: Uint8Array, lengths: readonly number[]) {
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const length = lengths[n % lengths.length] || bytes.length
    yield bytes.subarray(at, at + length)
    at += length
  }
}
const read = (bytes: Uint8Array) => readSnapshot([bytes], bytes.length)

/** A base with both layers in it, and its snapshot. */
function example() {
  const crowd = Array.from({ length: 700 }, (_, n) => [35 * 10 ** 12 + n * 3, 3] as const)
  const base = buildBase(
    listingOf([...crowd, ...new Map(fc.sample(fc.tuple(anyKey, known), { numRuns: 900, seed: 3 }))]),
  )
  assert.ok(base.dense.numbers.length > 0 && base.sparse.count > 0)
  return { base, bytes: bytesOf(base) }
}

/** The same bytes with the hash that they should have: what a forger would send. */
function signed(bytes: Buffer): Buffer {
  createHash('sha256').update(bytes.subarray(0, 32)).update(bytes.subarray(64)).digest().copy(bytes, 32)
  return bytes
}

test('G9: a snapshot cut into pieces of any size gives back the same base', async () => {
  const lengths = fc.array(
    fc.oneof(fc.constantFrom(1 << 16, 1 << 20, 63, 64, 65), fc.integer({ min: 4000, max: 90_000 })),
    { minLength: 1, maxLength: 5 },
  )
  await fc.assert(
    fc.asyncProperty(drawn, lengths, async (list, cuts) => {
      const oracle = oracleOf(list)
      const bytes = bytesOf(buildBase(listingOf(list.entries, list.ranges)))
      const back = await readSnapshot(piecesOf(bytes, cuts), bytes.length)
      for (const key of askedOf(oracle)) assert.equal(back.statusOf(key), oracle.get(key) ?? 0)
      assert.equal(back.count, oracle.size)
      assert.ok(bytesOf(back).equals(bytes))
    }),
    { numRuns: 25 },
  )
})

test('a snapshot goes to a file and comes back, and its header says what is in it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-test-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const { base, bytes } = example()
  const file = await open(join(folder, 'plane'), 'w+')
  for (const piece of snapshotOf(base.memory)) await file.write(piece)
  const { size } = await file.stat()
  const back = await readSnapshot(file.createReadStream({ start: 0 }), size)
  assert.ok(bytesOf(back).equals(bytes))
  const header = readSnapshotHeader(bytes.subarray(0, 64))
  assert.deepEqual(
    { ...header, sha256: '' },
    { count: base.count, sparse: base.sparse.count, chunks: base.dense.numbers.length, length: size, sha256: '' },
  )
  const hash = createHash('sha256').update(bytes.subarray(0, 32)).update(bytes.subarray(64))
  assert.equal(header.sha256, hash.digest('hex'))
})

test('one bit turned anywhere is noticed', async () => {
  const { bytes } = example()
  const places = fc.oneof(
    fc.nat(63),
    fc.nat(bytes.length - 1),
    fc.integer({ min: bytes.length - 9000, max: bytes.length - 1 }),
  )
  await fc.assert(
    fc.asyncProperty(places, fc.nat(7), async (at, bit) => {
      const turned = Buffer.from(bytes)
      turned[at] = (turned[at] ?? 0) ^ (1 << bit)
      await assert.rejects(read(turned), SnapshotDamaged)
    }),
    { numRuns: 200 },
  )
})

test('a snapshot that is cut short or goes on is refused, whether or not its length is known to be wrong', async () => {
  const { bytes } = example()
  const cuts = fc.oneof(fc.nat(70), fc.nat(bytes.length - 1))
  await fc.assert(
    fc.asyncProperty(cuts, async (length) => {
      const cut = bytes.subarray(0, length)
      await assert.rejects(readSnapshot([cut], bytes.length), SnapshotDamaged)
      await assert.rejects(readSnapshot([cut], length), SnapshotDamaged)
    }),
    { numRuns: 60 },
  )
  const longer = Buffer.concat([bytes, Buffer.of(0)])
  await assert.rejects(readSnapshot([longer], bytes.length), /goes on after its end/)
  await assert.rejects(readSnapshot([longer], longer.length), /should be/)
})

test('a forged header takes no more memory than the file is long', async () => {
  const { bytes } = example()
  for (const [at, value] of [
    [12, 0xffff_ffff],
    [12, 2 ** 30],
    [16, 0xffff_ffff],
    [16, 2 ** 22],
  ] as const) {
    const forged = Buffer.from(bytes)
    forged.writeUInt32LE(value, at)
    const before = process.memoryUsage().arrayBuffers
    await assert.rejects(read(signed(forged)), SnapshotDamaged)
    assert.ok(process.memoryUsage().arrayBuffers - before < 4 * bytes.length)
  }
  for (const [at, text] of [
    [0, /something else/],
    [8, /version/],
  ] as const) {
    const other = Buffer.from(bytes)
    other[at] = 9
    await assert.rejects(read(signed(other)), text)
  }
})

test('a forger who knows the hash gets refused, or has made another whole snapshot', async () => {
  const { base, bytes } = example()
  const place = fc.oneof(
    fc.nat(bytes.length - 65).map((n) => n + 64),
    fc.integer({ min: bytes.length - 9000, max: bytes.length - 1 }),
  )
  const strokes = fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 4 })
  let taken = 0
  await fc.assert(
    fc.asyncProperty(strokes, async (all) => {
      const forged = Buffer.from(bytes)
      for (const [at, byte] of all) forged[at] = byte
      try {
        const back = await read(signed(forged))
        taken++
        assert.ok(bytesOf(back).equals(forged))
        for (const key of [0, 10 ** 14 - 1, 35 * 10 ** 12]) assert.ok([0, 1, 2, 3].includes(back.statusOf(key)))
        eachInOrder(back, (key, status) => assert.equal(back.statusOf(key), status))
      } catch (error) {
        assert.ok(error instanceof SnapshotDamaged, String(error))
      }
    }),
    { numRuns: 150 },
  )
  assert.ok(taken < 150 && base.count > 0)
})
