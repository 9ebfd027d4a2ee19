import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { addLeaf, copyFrontier, emptyFrontier, type FullTile, rootOfFrontier, rootOfLeaves } from './frontier.ts'
import { EMPTY_ROOT, type Hash, hashLeaf, hashNode, splitHashes } from './hash.ts'
import { judgeConsistency, judgeInclusion } from './judge.ts'
import { consistencyPath, inclusionPath, type Span } from './path.ts'
import {
  edgeTiles,
  frontierOf,
  levelWidth,
  parseTilePath,
  rootOfSpan,
  TILE_WIDTH,
  tilePath,
  tilesUnder,
} from './tile.ts'

const leavesOf = (size: number) => Array.from({ length: size }, (_, i) => hashLeaf(Buffer.from(`event ${i}`)))

/** The definition in RFC 9162 section 2.1.1, word for word: slow and plainly right. */
function oracleRoot(leaves: Hash[]): Hash {
  const [only] = leaves
  if (!only) return EMPTY_ROOT
  if (leaves.length === 1) return only
  let k = 1
  while (k < leaves.length / 2) k *= 2
  return hashNode(oracleRoot(leaves.slice(0, k)), oracleRoot(leaves.slice(k)))
}

const oracleSpan = (leaves: Hash[], { start, end }: Span) => oracleRoot(leaves.slice(start, end))

/** All tiles of a tree, made from the definition in C2SP tlog-tiles. */
function oracleTiles(leaves: Hash[]) {
  return (level: number, index: number) => {
    const unit = TILE_WIDTH ** level
    const hashes: Hash[] = []
    for (let i = index * TILE_WIDTH; i < Math.min((index + 1) * TILE_WIDTH, levelWidth(level, leaves.length)); i++) {
      hashes.push(oracleRoot(leaves.slice(i * unit, (i + 1) * unit)))
    }
    return Buffer.concat(hashes)
  }
}

test('the root of an empty tree is the hash of nothing', () => {
  assert.equal(EMPTY_ROOT.toString('hex'), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  assert.deepEqual(rootOfLeaves([]), EMPTY_ROOT)
})

test('a tree grown leaf by leaf has the root of the definition at every size', () => {
  const leaves = leavesOf(300)
  const frontier = emptyFrontier()
  for (const [i, leaf] of leaves.entries()) {
    addLeaf(frontier, leaf)
    assert.deepEqual(rootOfFrontier(frontier), oracleRoot(leaves.slice(0, i + 1)))
  }
})

test('a copied frontier grows without touching the first', () => {
  const frontier = emptyFrontier()
  for (const leaf of leavesOf(7)) addLeaf(frontier, leaf)
  const before = rootOfFrontier(frontier)
  addLeaf(copyFrontier(frontier), hashLeaf(Buffer.from('more')))
  assert.deepEqual(rootOfFrontier(frontier), before)
})

test('every leaf of every small tree can be proved, and no other leaf, number or size in its place', () => {
  for (let size = 1; size <= 24; size++) {
    const leaves = leavesOf(size)
    const root = oracleRoot(leaves)
    for (const [index, leaf] of leaves.entries()) {
      const proof = inclusionPath(index, size).map((span) => oracleSpan(leaves, span))
      const claim = { index: BigInt(index), size: BigInt(size), leaf, root, proof }
      assert.deepEqual(judgeInclusion(claim), { holds: true })
      assert.ok(!judgeInclusion({ ...claim, leaf: hashLeaf(Buffer.from('forged')) }).holds)
      for (let other = 0; other < size; other++) {
        if (other !== index) assert.ok(!judgeInclusion({ ...claim, index: BigInt(other) }).holds)
      }
      assert.ok(!judgeInclusion({ ...claim, proof: [...proof, root] }).holds)
      if (proof.length > 0) assert.ok(!judgeInclusion({ ...claim, proof: proof.slice(1) }).holds)
    }
  }
})

test('every small tree is proved to begin with every smaller one, and a changed beginning is refused', () => {
  for (let size2 = 0; size2 <= 24; size2++) {
    const leaves = leavesOf(size2)
    const root2 = oracleRoot(leaves)
    for (let size1 = 0; size1 <= size2; size1++) {
      const proof = consistencyPath(size1, size2).map((span) => oracleSpan(leaves, span))
      const root1 = oracleRoot(leaves.slice(0, size1))
      const claim = { size1: BigInt(size1), size2: BigInt(size2), root1, root2, proof }
      assert.deepEqual(judgeConsistency(claim), { holds: true }, `${size1} to ${size2}`)
      assert.ok(!judgeConsistency({ ...claim, root1: hashLeaf(Buffer.from('forged')) }).holds)
      assert.ok(!judgeConsistency({ ...claim, proof: [...proof, root1] }).holds)
      if (size1 > 0) assert.ok(!judgeConsistency({ ...claim, root2: hashLeaf(Buffer.from('forged')) }).holds)
    }
  }
})

test('negative and impossible numbers are refused, not thrown at the reader', () => {
  const root = hashLeaf(Buffer.from('x'))
  assert.ok(!judgeInclusion({ index: -1n, size: 1n, leaf: root, root, proof: [] }).holds)
  assert.ok(!judgeInclusion({ index: 0n, size: 0n, leaf: root, root, proof: [] }).holds)
  assert.ok(!judgeConsistency({ size1: -1n, size2: 1n, root1: root, root2: root, proof: [] }).holds)
  assert.ok(!judgeConsistency({ size1: 2n, size2: 1n, root1: root, root2: root, proof: [] }).holds)
  const short = root.subarray(0, 9)
  assert.ok(!judgeConsistency({ size1: 1n, size2: 1n, root1: short, root2: short, proof: [] }).holds)
})

test('no random bytes pass as a proof', () => {
  const bytes = fc.uint8Array({ minLength: 0, maxLength: 40 }).map((b) => Buffer.from(b))
  const claim = fc.record({
    index: fc.bigInt(-3n, 1n << 64n),
    size: fc.bigInt(-3n, 1n << 64n),
    leaf: bytes,
    root: bytes,
    proof: fc.array(bytes, { maxLength: 70 }),
  })
  fc.assert(fc.property(claim, (c) => c.leaf.equals(c.root) || !judgeInclusion(c).holds))
})

test('proofs made from tiles are those of the definition, across two tile levels', () => {
  const size = 70_000
  const leaves = leavesOf(size)
  const tiles = oracleTilesOnce(leaves)
  const root = rootOfLeaves(leaves)
  fc.assert(
    fc.property(fc.nat(size - 1), fc.nat(size), (index, size1) => {
      const inclusion = inclusionPath(index, size).map((span) => rootOfSpan(span, tiles))
      const leaf = leaves[index] as Hash
      assert.ok(judgeInclusion({ index: BigInt(index), size: BigInt(size), leaf, root, proof: inclusion }).holds)
      const proof = consistencyPath(size1, size).map((span) => rootOfSpan(span, tiles))
      const root1 = rootOfLeaves(leaves.slice(0, size1))
      assert.ok(judgeConsistency({ size1: BigInt(size1), size2: BigInt(size), root1, root2: root, proof }).holds)
    }),
    { numRuns: 25 },
  )
})

function oracleTilesOnce(leaves: Hash[]) {
  const make = oracleTiles(leaves)
  const kept = new Map<string, Buffer>()
  return (level: number, index: number) => {
    const bytes = kept.get(`${level}/${index}`) ?? make(level, index)
    kept.set(`${level}/${index}`, bytes)
    return bytes
  }
}

test('the root of any subtree comes from the tiles that it names, and from no others', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1500 }), fc.nat(), (size, seed) => {
      const leaves = leavesOf(size)
      const make = oracleTiles(leaves)
      for (const span of inclusionPath(seed % size, size)) {
        const named = tilesUnder(span, size)
        const root = rootOfSpan(span, (level, index) => {
          const tile = named.find((t) => t.level === level && t.index === index)
          assert.ok(tile, 'a tile was read that was not named')
          const bytes = make(level, index)
          assert.equal(bytes.length, tile.width * 32)
          return bytes
        })
        assert.deepEqual(root, oracleSpan(leaves, span))
      }
    }),
    { numRuns: 30 },
  )
})

test('growing a tree names each tile that becomes full, once, with its root', () => {
  const leaves = leavesOf(66_000)
  const make = oracleTiles(leaves)
  const frontier = emptyFrontier()
  const full: FullTile[] = []
  for (const leaf of leaves) addLeaf(frontier, leaf, (tile) => full.push(tile))
  assert.equal(full.length, 257 + 1)
  for (const { level, index, root } of [...full.slice(0, 2), ...full.slice(-3)]) {
    assert.deepEqual(root, oracleRoot(splitHashes(make(level, index))), `${level}/${index}`)
  }
  assert.deepEqual(full.at(-2)?.level, 1)
})

test('a tree of any size can be taken up again from its edge tiles', () => {
  const leaves = leavesOf(66_000)
  const tiles = oracleTilesOnce(leaves)
  for (const size of [0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 66_000]) {
    const named = edgeTiles(size)
    const frontier = frontierOf(size, (level, index) => {
      assert.ok(named.some((t) => t.level === level && t.index === index))
      return tiles(level, index)
    })
    assert.deepEqual(rootOfFrontier(frontier), rootOfLeaves(leaves.slice(0, size)), `${size}`)
  }
})

test('tile paths are written as in the standard and read back', () => {
  assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), '0/x001/x234/067')
  assert.equal(tilePath({ level: 2, index: 0, width: 1 }), '2/000.p/1')
  const tile = fc.record(
    { level: fc.nat(63), index: fc.maxSafeNat(), width: fc.integer({ min: 1, max: 256 }) },
    { noNullPrototype: true },
  )
  fc.assert(fc.property(tile, (t) => assert.deepEqual(parseTilePath(tilePath(t)), t)))
})

test('a tile has one path only', () => {
  const wrong = [
    '',
    '0',
    '0/1',
    '0/001.p/0',
    '0/001.p/256',
    '0/x000/001',
    '00/001',
    '64/001',
    '0/001/',
    '0/001.p/07',
    '-1/001',
  ]
  for (const path of wrong) assert.equal(parseTilePath(path), undefined, path)
  fc.assert(
    fc.property(
      fc.string(),
      (path) => parseTilePath(path) === undefined || tilePath(parseTilePath(path) ?? fail()) === path,
    ),
  )
})

function fail(): never {
  throw new Error('unreachable')
}
