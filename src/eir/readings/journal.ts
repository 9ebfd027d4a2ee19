import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Lines that wait on disk until they are taken: an append-only file, and beside it how far it has been taken. Survives
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

/** Opens the journal of a folder, makes it when absent, and drops a line that a kill in the middle of a write has torn. */
export async function openJournal(folder: string, { emptyFrom = 1024 * 1024 } = {}): Promise<Journal> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = await open(join(folder, 'readings.ndjson'), 'a+', 0o600)
  const placeFile = join(folder, 'readings.taken')
  let { size, place, waiting } = await mend(file, await readPlace(placeFile))
  // One change at a time: a file is never emptied while a line is being written to it.
  let work: Promise<unknown> = Promise.resolve()
  const inTurn = <Done>(change: () => Promise<Done>): Promise<Done> => {
    const done = work.then(change)
    work = done.catch(() => {})
    return done
  }

  return {
    append: (lines) =>
      inTurn(async () => {
        const text = Buffer.from(lines.map((line) => `${line}\n`).join(''))
        try {
          await file.appendFile(text)
          await file.datasync()
        } catch (fault) {
          await file.truncate(size) // half a line would spoil the next one
          throw fault
        }
        size += text.length
        waiting += lines.length
      }),
    async next(most) {
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(chunkBytes),
        0,
        Math.min(chunkBytes, size - place),
        place,
      )
      let length = 0
      const lines: string[] = []
      while (lines.length < most) {
        const end = buffer.subarray(0, bytesRead).indexOf('\n', length)
        if (end < 0) break
        lines.push(buffer.toString('utf8', length, end))
        length = end + 1
      }
      return { lines, end: place + length }
    },
    take: (end, lines) =>
      inTurn(async () => {
        const isEmpty = end === size && size >= emptyFrom
        // The place goes back before the file is emptied: a kill between the two has lines taken twice, not lost.
        await replaceFile(placeFile, `${isEmpty ? 0 : end}\n`)
        place = isEmpty ? 0 : end
        waiting -= lines
        if (!isEmpty) return
        await file.truncate(0)
        size = 0
      }),
    waiting: () => waiting,
    close: () => inTurn(() => file.close()),
  }
}

async function readPlace(path: string): Promise<number> {
  const text = await readFile(path, 'utf8').catch(() => '0')
  return Number.parseInt(text, 10) || 0
}

/** Looks through the file once: where its last whole line ends, and how many of its lines wait. */
async function mend(file: FileHandle, taken: number) {
  const { size: bytes } = await file.stat()
  const place = taken > bytes ? 0 : taken
  let size = place
  let waiting = 0
  for (let at = place; at < bytes; at += chunkBytes) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, at)
    for (let end = buffer.indexOf('\n'); end >= 0 && end < bytesRead; end = buffer.indexOf('\n', end + 1)) {
      waiting += 1
      size = at + end + 1
    }
  }
  if (size < bytes) await file.truncate(size)
  return { size, place, waiting }
}

async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.new`
  const file = await open(draft, 'w', 0o600)
  await file.writeFile(text)
  await file.datasync()
  await file.close()
  await rename(draft, path)
}
