import { addLeaf, emptyFrontier, type Frontier, rootOfLeaves } from './frontier.ts'
import { type Hash, hashNode, splitHashes } from './hash.ts'
import { leftSize, type Span } from './path.ts'

/** Hashes in a full tile. C2SP tlog-tiles: tiles are 8 tree levels high. */
export const TILE_WIDTH = 256

/** One tile: `width` hashes of level `level`. Level 0 holds leaf hashes, level n the roots of full tiles of n - 1. */
export type Tile = { level: number; index: number; width: number }

/** Path of a tile below `<prefix>/tile/`, such as `0/x001/234.p/56`. C2SP tlog-tiles, "Merkle Tree". */
export function tilePath({ level, index, width }: Tile): string {
  const groups = [String(index % 1000).padStart(3, '0')]
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  }
  return `${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

const PATH = /^(0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/** Reads a tile path; undefined when it is not in the one form that `tilePath` writes. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level, groups, width] = PATH.exec(path) ?? []
  if (level === undefined || groups === undefined) return undefined
  const tile = {
    level: Number(level),
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  }
  const isOneForm = Number.isSafeInteger(tile.index) && tile.level <= 63 && tilePath(tile) === path
  return isOneForm ? tile : undefined
}

/** Hashes that level `level` has in a tree of `size`: floor(size / 256^level). */
export function levelWidth(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level)
}

/** The not yet full tiles at the right edge of a tree of `size`, from the top level down: all that its growth needs. */
export function edgeTiles(size: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0; levelWidth(level, size) > 0; level++) {
    const width = levelWidth(level, size) % TILE_WIDTH
    if (width > 0) tiles.unshift({ level, index: Math.floor(levelWidth(level, size) / TILE_WIDTH), width })
  }
  return tiles
}

/** The frontier of a tree of `size`, from the bytes of its edge tiles. */
export function frontierOf(size: number, tile: (level: number, index: number) => Buffer): Frontier {
  const roots = edgeTiles(size).flatMap(({ level, index, width }) => {
    const part = emptyFrontier()
    for (const hash of splitHashes(tile(level, index)).slice(0, width)) addLeaf(part, hash)
    return part.roots
  })
  return { size, roots }
}

/** The tiles that a tree of `size` must be asked for to learn the root of `span`. */
export function tilesUnder(span: Span, size: number): Tile[] {
  return fullParts(span).map((part) => {
    const { level, first } = place(part)
    const index = Math.floor(first / TILE_WIDTH)
    return { level, index, width: Math.min(TILE_WIDTH, levelWidth(level, size) - index * TILE_WIDTH) }
  })
}

/** Root of a subtree from tiles; `tile` gives the bytes of one that `tilesUnder` named. */
export function rootOfSpan(span: Span, tile: (level: number, index: number) => Buffer): Hash {
  const roots = fullParts(span).map((part) => {
    const { level, first, count } = place(part)
    const at = first % TILE_WIDTH
    return rootOfLeaves(splitHashes(tile(level, Math.floor(first / TILE_WIDTH))).slice(at, at + count))
  })
  return roots.reduceRight((right, left) => hashNode(left, right))
}

/** Cuts a subtree of the tree into full ones, left to right, as the frontier of its leaves would be. */
function fullParts({ start, end }: Span): Span[] {
  const size = end - start
  const left = leftSize(size)
  if (left * 2 === size || size === 1) return [{ start, end }]
  return [{ start, end: start + left }, ...fullParts({ start: start + left, end })]
}

function place({ start, end }: Span): { level: number; first: number; count: number } {
  let level = 0
  let unit = 1
  for (; unit * TILE_WIDTH <= end - start; unit *= TILE_WIDTH) level += 1
  return { level, first: start / unit, count: (end - start) / unit }
}
