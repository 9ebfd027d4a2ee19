import type { Readable } from 'node:stream'

/** EX_TEMPFAIL of sysexits.h: a mail server keeps the message and runs the command again. */
export const tryAgain = 75

/** Everything is read, or the mail server would see a broken pipe; no more than the first part is kept. */
export async function startOf(input: Readable, most: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of input) {
    if (length < most) parts.push(Buffer.from(part))
    length += part.length
  }
  return Buffer.concat(parts).subarray(0, most)
}
