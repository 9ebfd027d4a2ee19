export const headerBytes = 20

/** What stands before the AVPs of a message (RFC 6733 section 3). */
export type Header = {
  flags: number
  command: number
  application: number
  hopByHop: number
  endToEnd: number
}

export const versionOf = (bytes: Buffer, at = 0): number => bytes[at] as number
export const lengthOf = (bytes: Buffer, at = 0): number => bytes.readUInt32BE(at) & 0xffffff

/** The header of a message of at least 20 bytes. */
export const readHeader = (message: Buffer): Header => ({
  flags: message[4] as number,
  command: message.readUInt32BE(4) & 0xffffff,
  application: message.readUInt32BE(8),
  hopByHop: message.readUInt32BE(12),
  endToEnd: message.readUInt32BE(16),
})

/** A whole message of AVPs that are written already. */
export function messageOf(header: Header, avps: readonly Uint8Array[]): Buffer {
  const message = Buffer.concat([Buffer.alloc(headerBytes), ...avps])
  message.writeUInt32BE(0x01000000 + message.length, 0)
  message.writeUInt32BE(header.flags * 0x1000000 + header.command, 4)
  message.writeUInt32BE(header.application, 8)
  message.writeUInt32BE(header.hopByHop, 12)
  message.writeUInt32BE(header.endToEnd, 16)
  return message
}
