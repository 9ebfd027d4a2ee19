import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** A file as a stream, unpacked when its name ends in .gz; `-` is standard input. */
export async function openInput(file: string): Promise<Readable> {
  if (file === '-') return process.stdin
  await access(file)
  const packed = createReadStream(file)
  if (!file.endsWith('.gz')) return packed
  const unpacked = createGunzip()
  packed.on('error', (error) => unpacked.destroy(error))
  return packed.pipe(unpacked)
}
