import { gunzipSync, gzipSync } from 'node:zlib'

/** The JetStream stream in which each operator's batches are, one subject an operator. */
export const feedStream = 'RINGBACK_FEED'
export const feedSubjects = 'ringback.feed.*'
/** Batches that have changes, in the stream. */
export const feedSubject = (operator: string) => `ringback.feed.${operator}`
/** Outside of the stream: that there is nothing more, every second, as a batch without changes. */
export const beatSubject = (operator: string) => `ringback.beat.${operator}`

/** Where a node gets its answers: nobody else may listen there. */
export const feedInbox = (operator: string) => `_INBOX_${operator}`

/** So often a beat comes when nothing else does; after three that are missing a node asks over HTTP. */
export const beatMs = 1000

/** A batch is 10,000 changes at most, some 1.3 MB; whoever sends more wants to fill memory. */
const mostBytes = 16 * 1024 * 1024

/** Packed parts may be put one after the other: the lines are packed once for all operators, the note over them for each. */
export const pack = (text: string): Buffer => gzipSync(text, { level: 1 })

/** A batch exactly as HTTP gives it; undefined when it is none. */
export function unpack(bytes: Uint8Array): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes })
  } catch {
    return undefined
  }
}
