import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openTurns } from '../follow/in-turn.ts'
import { findSegments, pathOf, type Segment } from './segments.ts'

/**
 * Lines that wait on disk until they are taken: append-only files that follow one another, and beside them how far they have been
 * taken. A file that is full goes as soon as all of it is taken, so what stays is what waits and two files at most. Survives
 * kill -9 at any moment; a line is then taken twice at most, never lost.
 */
export type Journal = {
  /** On disk when this returns. */
  append(lines: readonly string[]): Promise<void>
  /** The oldest lines that wait, at most `most` of them, and the place behind them. */
  next(most: number): Promise<{ lines: string[]; end: number }>
  /** Everything before this place is taken. */
  take(end: number, lines: number): Promise<void>
  /** How many lines wait. */
  waiting(): number
  close(): Promise<void>
}

const chunkBytes = 256 * 1024

/**
 * Opens the journal of a folder, makes it when absent, and drops a line that a kill in the middle of a write has torn. Places are
 * counted in bytes since the first line ever.
 */
export async function openJournal(folder: string, { segmentBytes = 1024 * 1024 } = {}): Promise<Journal> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const placeFile = join(folder, 'readings.taken')
  let { segments, place, waiting } = await findSegments(folder, placeFile)
  let end = segments.at(-1)?.end ?? place
  let writer: FileHandle | undefined // of the last one
  const inTurn = openTurns() // no file goes while a line is being written to it
  const isFull = ({ start, end }: Segment) => end - start >= segmentBytes

  /** The file that is written to, and the next one where that is full. */
  const openLast = async (): Promise<{ file: FileHandle; last: Segment }> => {
    let last = segments.at(-1)
    if (!last || isFull(last)) {
      const file = await open(pathOf(folder, end), 'w', 0o600)
      await syncFolder(folder) // else a power cut could lose the name of a file whose lines were acknowledged
      await writer?.close()
      writer = file
      last = { start: end, end }
      segments.push(last)
    }
    writer ??= await open(pathOf(folder, last.start), 'r+')
    return { file: writer, last }
  }

  const dropTaken = async () => {
    for (let oldest = segments[0]; oldest && oldest.end <= place; oldest = segments[0]) {
      if (segments.length === 1) {
        if (!isFull(oldest)) return
        await writer?.close()
        writer = undefined
      }
      await rm(pathOf(folder, oldest.start), { force: true })
      segments = segments.slice(1)
    }
  }

  await dropTaken() // where a kill came between the two
  return {
    append: (lines) =>
      inTurn(async () => {
        const text = Buffer.from(lines.map((line) => `${line}\n`).join(''))
        const { file, last } = await openLast()
        const size = last.end - last.start
        try {
          await file.write(text, 0, text.length, size)
          await file.datasync()
        } catch (fault) {
          // Half a line is written over by the next one. Where even that fails, what is beyond it is dropped at the next start.
          await file.truncate(size).catch(() => {})
          throw fault
        }
        last.end += text.length
        end = last.end
        waiting += lines.length
      }),
    async next(most) {
      const segment = segments.find((one) => one.end > place)
      if (!segment) return { lines: [], end: place }
      const from = Math.max(place, segment.start)
      const text = await readPart(pathOf(folder, segment.start), from - segment.start, segment.end - from)
      const { lines, length } = wholeLines(text, most)
      return { lines, end: from + length }
    },
    take: (taken, lines) =>
      inTurn(async () => {
        // The place is told before a file goes: a kill between the two has lines taken twice, not lost.
        await replaceFile(placeFile, `${taken}\n`)
        place = taken
        waiting -= lines
        await dropTaken()
      }),
    waiting: () => waiting,
    close: () => inTurn(async () => writer?.close()),
  }
}

async function readPart(path: string, at: number, most: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(Math.min(chunkBytes, most))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function wholeLines(text: Buffer, most: number): { lines: string[]; length: number } {
  const lines: string[] = []
  let length = 0
  while (lines.length < most) {
    const end = text.indexOf('\n', length)
    if (end < 0) break
    lines.push(text.toString('utf8', length, end))
    length = end + 1
  }
  return { lines, length }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.new`
  const file = await open(draft, 'w', 0o600)
  await file.writeFile(text)
  await file.datasync()
  await file.close()
  await rename(draft, path)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
