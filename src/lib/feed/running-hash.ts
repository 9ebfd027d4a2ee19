import { hash } from 'node:crypto'

/** Before the first change. */
export const noChanges = Buffer.alloc(32)

/** Changes of one sealed entry that are hashed together: where it has more, it is taken in pieces of so many. */
export const pieceSize = 10_000

/** The running hash after one more piece: SHA-256 over the hash before it and the SHA-256 of its lines. */
export const afterPiece = (before: Uint8Array, lines: string): Buffer =>
  hash('sha256', Buffer.concat([before, hash('sha256', lines, 'buffer')]), 'buffer')
