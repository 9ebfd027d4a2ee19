import type { Readable } from 'node:stream'

/** The whole body as text, or undefined when it is longer than `most`: it is read to its end, so that its sender hears of it. */
export async function readBody(stream: Readable, most: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= most) chunks.push(chunk)
  }
  return length > most ? undefined : Buffer.concat(chunks).toString('utf8')
}
