import { headerBytes, lengthOf, versionOf } from './header.ts'

/** Far beyond the longest right one: an identity check through several agents has some hundred bytes. */
export const longestMessage = 16 * 1024

/** What stands where a message should begin is none, and nobody can say where the next one begins. */
export type Broken = { readonly why: 'version' | 'length'; readonly head: Buffer }

/**
 * Cuts a stream of bytes into messages. What is kept is what came, at most one message that is not whole: a length that is only
 * told takes no memory.
 */
export function openFrames(longest = longestMessage) {
  let kept: Buffer | undefined

  return {
    /** Gives each whole message on, in order; the bytes are not kept from being changed after that. */
    take(chunk: Buffer, onMessage: (message: Buffer) => void): Broken | undefined {
      const bytes = kept ? Buffer.concat([kept, chunk]) : chunk
      let at = 0
      while (bytes.length - at >= headerBytes) {
        const length = lengthOf(bytes, at)
        const why = faultOf(versionOf(bytes, at), length, longest)
        if (why) return { why, head: bytes.subarray(at, at + headerBytes) }
        if (at + length > bytes.length) break
        onMessage(bytes.subarray(at, at + length))
        at += length
      }
      kept = at < bytes.length ? bytes.subarray(at) : undefined
      return undefined
    },
    /** Whether the beginning of a message waits for its rest. */
    isHalf: () => kept !== undefined,
  }
}

function faultOf(version: number, length: number, longest: number): Broken['why'] | undefined {
  if (version !== 1) return 'version'
  return length < headerBytes || length > longest || length % 4 !== 0 ? 'length' : undefined
}
