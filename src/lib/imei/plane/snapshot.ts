import { createHash } from 'node:crypto'
import { Base, type BaseMemory } from './base.ts'
import { Dense, denseBytes, indexed } from './dense.ts'
import { Sparse, sparseBytes } from './sparse.ts'

// A snapshot is a header and then the memory of a base as it lies there, all numbers little-endian:
//
//   0  8 bytes  'ringback' in ASCII          12  u32  sparse entries        24  u64  known keys
//   8  u32      version, 1                   16  u32  dense chunks          32  32 bytes  SHA-256 over bytes 0 to 31
//                                            20  u32  0                               and all that follows the header
//  64  sparse offsets, sparse words (u32 each), dense numbers (f64 each), dense words (u32 each): see sparse.ts, dense.ts

const MAGIC = new TextEncoder().encode('ringback')
const VERSION = 1
const HEADER = 64
const HASHED = 32 // of the header
const PIECE = 2 ** 20

/** The snapshot is cut short, altered or of another kind; the message says what is wrong with it. */
export class SnapshotDamaged extends Error {
  constructor(fault: string) {
    super(`The snapshot of the status plane cannot be used: ${fault}. Fetch it again.`)
  }
}

/** What a header says of its snapshot: `length` is that of the whole, in bytes; `sha256` in hexadecimal. */
export type SnapshotHeader = {
  readonly count: number
  readonly sparse: number
  readonly chunks: number
  readonly length: number
  readonly sha256: string
}

/**
 * The bytes of a snapshot, in pieces of at most 1 MB. They are the memory itself, not copies, and shared between threads.
 * The hash stands in front, so the whole is read once before the first piece.
 */
export function* snapshotOf(base: BaseMemory): Generator<Uint8Array> {
  refuseBigEndian()
  const header = unsignedHeader(base)
  const hash = createHash('sha256').update(header.subarray(0, HASHED))
  for (const piece of piecesOf(base)) hash.update(piece)
  header.set(hash.digest(), HASHED)
  yield header
  yield* piecesOf(base)
}

/**
 * Makes the base that a snapshot holds of its bytes, in pieces of any size. `length` is what the caller knows of it (the
 * size of the file): a header that says otherwise is refused before memory is taken. Throws SnapshotDamaged.
 */
export async function readSnapshot(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  length: number,
): Promise<Base> {
  refuseBigEndian()
  const reader = new Reader(length)
  for await (const piece of pieces) reader.take(piece)
  return reader.end()
}

/** Reads the first 64 bytes of a snapshot. Throws SnapshotDamaged. */
export function readSnapshotHeader(bytes: Uint8Array): SnapshotHeader {
  if (bytes.length < HEADER) throw new SnapshotDamaged('it is cut short')
  if (MAGIC.some((byte, at) => bytes[at] !== byte)) throw new SnapshotDamaged('it is something else')
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER)
  const version = view.getUint32(8, true)
  if (version !== VERSION) throw new SnapshotDamaged(`it has version ${version}, and only ${VERSION} is known here`)
  const sparse = view.getUint32(12, true)
  const chunks = view.getUint32(16, true)
  return {
    sparse,
    chunks,
    count: Number(view.getBigUint64(24, true)),
    length: HEADER + sizes(sparse, chunks).reduce((sum, size) => sum + size, 0),
    sha256: Buffer.from(bytes.subarray(HASHED, HEADER)).toString('hex'),
  }
}

function unsignedHeader({ count, sparse, dense }: BaseMemory): Uint8Array {
  const header = new Uint8Array(HEADER)
  const view = new DataView(header.buffer)
  header.set(MAGIC)
  view.setUint32(8, VERSION, true)
  view.setUint32(12, sparse.count, true)
  view.setUint32(16, dense.numbers.byteLength / 8, true)
  view.setBigUint64(24, BigInt(count), true)
  return header
}

/** Of each area that follows the header, in bytes. */
function sizes(sparse: number, chunks: number): number[] {
  const { offsets, words } = sparseBytes(sparse)
  const dense = denseBytes(chunks)
  return [offsets, words, dense.numbers, dense.words]
}

function* piecesOf({ sparse, dense }: BaseMemory): Generator<Uint8Array> {
  for (const area of [sparse.offsets, sparse.words, dense.numbers, dense.words])
    for (let at = 0; at < area.byteLength; at += PIECE)
      yield new Uint8Array(area, at, Math.min(PIECE, area.byteLength - at))
}

/** Puts pieces where they belong: first the header, then one area after the other. */
class Reader {
  readonly #length: number
  readonly #hash = createHash('sha256')
  readonly #start = new Uint8Array(HEADER)
  #header: SnapshotHeader | undefined
  #areas: Uint8Array<SharedArrayBuffer>[] = []
  #area = 0
  #at = 0 // in the header, then in the area

  constructor(length: number) {
    this.#length = length
  }

  take(piece: Uint8Array): void {
    let rest = piece
    while (rest.length > 0) rest = rest.subarray(this.#header ? this.#takeArea(rest) : this.#takeHeader(rest))
  }

  end(): Base {
    const header = this.#header
    if (!header || this.#area < this.#areas.length) throw new SnapshotDamaged('it is cut short')
    if (this.#hash.digest('hex') !== header.sha256) throw new SnapshotDamaged('its bytes do not have its hash')
    const [offsets, words, numbers, denseWords] = this.#areas.map(({ buffer }) => buffer) as Areas
    const sparse = { count: header.sparse, offsets, words }
    const dense = indexed(numbers, denseWords)
    const fault = new Sparse(sparse).fault() ?? new Dense(dense).fault()
    if (fault) throw new SnapshotDamaged(fault)
    const known = header.sparse + new Dense(dense).known()
    if (known !== header.count) throw new SnapshotDamaged(`it holds ${known} keys and says ${header.count}`)
    return new Base({ count: header.count, sparse, dense })
  }

  #takeHeader(piece: Uint8Array): number {
    const part = piece.subarray(0, HEADER - this.#at)
    this.#start.set(part, this.#at)
    this.#at += part.length
    if (this.#at === HEADER) this.#open(readSnapshotHeader(this.#start))
    return part.length
  }

  #open(header: SnapshotHeader): void {
    if (header.length !== this.#length)
      throw new SnapshotDamaged(`it should be ${header.length} bytes long and is ${this.#length}`)
    this.#header = header
    this.#hash.update(this.#start.subarray(0, HASHED))
    this.#areas = sizes(header.sparse, header.chunks).map((size) => new Uint8Array(new SharedArrayBuffer(size)))
    this.#at = 0
    this.#skipFullAreas()
  }

  #takeArea(piece: Uint8Array): number {
    const area = this.#areas[this.#area]
    if (!area) throw new SnapshotDamaged('it goes on after its end')
    const part = piece.subarray(0, area.length - this.#at)
    this.#hash.update(part)
    area.set(part, this.#at)
    this.#at += part.length
    this.#skipFullAreas()
    return part.length
  }

  #skipFullAreas(): void {
    while (this.#areas[this.#area]?.length === this.#at) {
      this.#area++
      this.#at = 0
    }
  }
}

type Areas = [SharedArrayBuffer, SharedArrayBuffer, SharedArrayBuffer, SharedArrayBuffer]

/** The memory is the snapshot, so a machine that keeps numbers the other way round would read nonsense. */
function refuseBigEndian(): void {
  if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1)
    throw new Error('Snapshots of the status plane are little-endian, and this machine is not.')
}
