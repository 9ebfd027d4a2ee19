import { avpFlag } from './dictionary.ts'

/** Where an AVP stands in a message: its value from `from` up to `to`, all of it with its padding from `start` up to `end`. */
export type Avp = {
  code: number
  /** 0 for those of the IETF. */
  vendor: number
  flags: number
  start: number
  from: number
  to: number
  end: number
}

export const noAvp = (): Avp => ({ code: 0, vendor: 0, flags: 0, start: 0, from: 0, to: 0, end: 0 })

/**
 * Reads the AVP at `at` of what ends at `limit`, and says whether it has a length that can be (RFC 6733 section 4.1). One object
 * is filled again and again, so that a message makes none.
 */
export function readAvp(bytes: Buffer, at: number, limit: number, into: Avp): boolean {
  if (at + 8 > limit) return false
  const second = bytes.readUInt32BE(at + 4)
  const flags = second >>> 24
  const length = second & 0xffffff
  const head = flags & avpFlag.vendor ? 12 : 8
  if (length < head || at + length > limit) return false
  into.code = bytes.readUInt32BE(at)
  into.vendor = head === 12 ? bytes.readUInt32BE(at + 8) : 0
  into.flags = flags
  into.start = at
  into.from = at + head
  into.to = at + length
  // The last of a group may come without its padding: some leave it out of the group's length.
  into.end = Math.min(at + padded(length), limit)
  return true
}

/** Each AVP of a part of a message, up to one that cannot be read. For the few messages that are not asked all day. */
export function* avpsOf(bytes: Buffer, from: number, to: number): Generator<Avp> {
  for (let at = from; at < to; ) {
    const avp = noAvp()
    if (!readAvp(bytes, at, to, avp)) return
    yield avp
    at = avp.end
  }
}

/** An AVP of a message as it came, but for its padding: that is of zeros, whatever stood there. */
export function copyOf(bytes: Buffer, { start, to }: { start: number; to: number }): Buffer {
  const copy = Buffer.alloc(padded(to - start))
  bytes.copy(copy, 0, start, to)
  return copy
}

/** A number is an Unsigned32, several AVPs are a group. */
type Value = string | number | Uint8Array | readonly Uint8Array[]

/** An AVP as bytes, with its padding. */
export function avpOf(code: number, value: Value, { vendor = 0, mandatory = true } = {}): Buffer {
  const data = bytesOf(value)
  const head = vendor === 0 ? 8 : 12
  const bytes = Buffer.alloc(padded(head + data.length))
  const flags = (vendor === 0 ? 0 : avpFlag.vendor) | (mandatory ? avpFlag.mandatory : 0)
  bytes.writeUInt32BE(code, 0)
  bytes.writeUInt32BE(flags * 0x1000000 + head + data.length, 4)
  if (vendor !== 0) bytes.writeUInt32BE(vendor, 8)
  bytes.set(data, head)
  return bytes
}

function bytesOf(value: Value): Uint8Array {
  if (typeof value === 'string') return Buffer.from(value)
  if (value instanceof Uint8Array) return value
  if (typeof value !== 'number') return Buffer.concat(value)
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const padded = (length: number) => (length + 3) & ~3
