import { hash as digest } from 'node:crypto'

/** A SHA-256 value: 32 bytes. */
export type Hash = Buffer

export const HASH_BYTES = 32

const LEAF = Buffer.from([0x00])
const NODE = Buffer.from([0x01])

/** Root of a tree without leaves: SHA-256 of nothing. RFC 9162 section 2.1.1. */
export const EMPTY_ROOT: Hash = digest('sha256', Buffer.alloc(0), 'buffer')

/** Hash of one leaf. The 0x00 in front keeps a leaf from ever passing as a node. RFC 9162 section 2.1.1. */
export function hashLeaf(data: Uint8Array): Hash {
  return digest('sha256', Buffer.concat([LEAF, data]), 'buffer')
}

/** Hash of a node over its two children, 0x01 in front. RFC 9162 section 2.1.1. */
export function hashNode(left: Hash, right: Hash): Hash {
  return digest('sha256', Buffer.concat([NODE, left, right]), 'buffer')
}

/** Cuts concatenated hashes, such as a tile, into single ones. The bytes stay shared with the input. */
export function splitHashes(bytes: Buffer): Hash[] {
  const hashes: Hash[] = []
  for (let at = 0; at + HASH_BYTES <= bytes.length; at += HASH_BYTES) hashes.push(bytes.subarray(at, at + HASH_BYTES))
  return hashes
}
