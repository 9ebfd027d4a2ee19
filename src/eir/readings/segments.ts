import { createReadStream } from 'node:fs'
import { type FileHandle, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

/** One file of a journal: the places of its first byte and behind its last whole line. */
export type Segment = { readonly start: number; end: number }

/** Named by the place of its first byte. */
export const pathOf = (folder: string, start: number): string =>
  join(folder, `readings.${String(start).padStart(16, '0')}.ndjson`)

const name = /^readings\.(\d{16})\.ndjson$/

type Found = { readonly segments: Segment[]; readonly place: number; readonly waiting: number }

/**
 * The files of a journal in their order, the place up to which their lines are taken, and how many wait. What a kill has torn is cut
 * off; a place beyond the end means the beginning, for a line is better taken twice than lost.
 */
export async function findSegments(folder: string, placeFile: string): Promise<Found> {
  const taken = await readPlace(placeFile)
  const starts = (await readdir(folder)).flatMap((file) => Number(name.exec(file)?.[1] ?? Number.NaN))
  const known = starts.filter((start) => !Number.isNaN(start)).sort((a, b) => a - b)
  // As one file, which it was before it had several.
  if (known.length === 0 && (await isRenamed(join(folder, 'readings.ndjson'), pathOf(folder, 0)))) known.push(0)
  const segments: Segment[] = []
  for (const [at, start] of known.entries())
    segments.push({ start, end: await mend(pathOf(folder, start), start, known[at + 1]) })
  const place = taken > (segments.at(-1)?.end ?? taken) ? 0 : taken
  let waiting = 0
  for (const { start, end } of segments)
    if (end > place) waiting += await countLines(pathOf(folder, start), Math.max(place - start, 0), end - start)
  return { segments, place, waiting }
}

async function readPlace(path: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '0')
  return Number.parseInt(text, 10) || 0
}

const isRenamed = (from: string, to: string) =>
  rename(from, to).then(
    () => true,
    () => false,
  )

const chunkBytes = 256 * 1024

/** Cuts off what stands behind the last whole line, or belongs to the next file, and says where the file ends. */
async function mend(path: string, start: number, next = Number.POSITIVE_INFINITY): Promise<number> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    const length = await lastLineEnd(file, Math.min(size, next - start))
    if (length < size) await file.truncate(length)
    return start + length
  } finally {
    await file.close()
  }
}

/** Looks from behind: the last chunk has a line's end nearly always. */
async function lastLineEnd(file: FileHandle, size: number): Promise<number> {
  for (let end = size; end > 0; end -= chunkBytes) {
    const from = Math.max(end - chunkBytes, 0)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - from), 0, end - from, from)
    const at = buffer.subarray(0, bytesRead).lastIndexOf('\n')
    if (at >= 0) return from + at + 1
  }
  return 0
}

async function countLines(path: string, from: number, to: number): Promise<number> {
  let count = 0
  if (from >= to) return count
  for await (const part of createReadStream(path, { start: from, end: to - 1 }) as AsyncIterable<Buffer>)
    for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) count += 1
  return count
}
