import { createReadStream, existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Holds } from '#lib/feed/holds'
import { type Expected, type Fault, judgeBatch, type Place } from './judge-batch.ts'
import { readSnapshot } from './read-snapshot.ts'

/**
 * What a node has on disk: the last whole list as it came, and every batch since, as they came. Both are judged again at each
 * start, so a file that somebody changed is found. Survives kill -9 at any moment.
 */
export type KeptList = {
  /** Puts all that is kept into a list; undefined when there is nothing. */
  restore(put: Put): Promise<Standing | { readonly fault: Fault } | undefined>
  /** Takes a whole list in place of all that was kept. */
  replace(chunks: AsyncIterable<string>, put: Put): Promise<Standing | { readonly fault: Fault }>
  /** Adds a batch that was judged. On disk when this returns. */
  add(batch: Buffer): Promise<void>
  /** Bytes of batches since the last whole list. */
  readonly size: () => number
  close(): Promise<void>
}

export type Put = (key: string, holds: Holds) => void
/** Where a list stands, and when the centre last said so (ms since 1970). */
export type Standing = { readonly place: Place; readonly at: number }

/** Opens the folder, and makes it when it is absent. */
export async function openKept(folder: string, expected: Expected): Promise<KeptList> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const [listFile, batchFile] = [join(folder, 'list.ndjson'), join(folder, 'changes.ndjson')]
  const batches = await open(batchFile, 'a+', 0o600)
  let size = (await batches.stat()).size

  const cutTo = async (length: number) => {
    await batches.truncate(length)
    await batches.datasync()
    size = length
  }

  return {
    async restore(put) {
      if (!existsSync(listFile)) return undefined
      const list = await readSnapshot(createReadStream(listFile, 'utf8'), expected, put)
      if ('fault' in list) return list
      const { standing, end } = replay(await readFile(batchFile), expected, { place: list.place, at: list.at }, put)
      if (end < size) await cutTo(end) // torn by a kill, or not ours
      return standing
    },
    async replace(chunks, put) {
      const draft = `${listFile}.new`
      const file = await open(draft, 'w', 0o600)
      const list = await readSnapshot(alsoTo(file, chunks), expected, put).finally(() => file.close())
      if ('fault' in list) return list
      await rename(draft, listFile)
      await cutTo(0) // a kill before this leaves batches of which all or some are in the list: see `replay`
      return { place: list.place, at: list.at }
    },
    async add(batch) {
      try {
        await batches.appendFile(batch)
        await batches.datasync()
        size += batch.length
      } catch (fault) {
        await batches.truncate(size) // half a batch would spoil the next one
        throw fault
      }
    },
    size: () => size,
    close: () => batches.close(),
  }
}

/** Everything that passes is on disk before the end is told. */
async function* alsoTo(file: FileHandle, chunks: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    await file.appendFile(chunk)
    yield chunk
  }
  await file.datasync()
}

/** Takes batches, one after the other, as far as they go on from where the list stands. `end`: the byte after the last. */
function replay(bytes: Buffer, expected: Expected, from: Standing, put: Put): { standing: Standing; end: number } {
  let [standing, end, start] = [from, 0, 0]
  for (let next = endOfBatch(bytes, start); next > 0; next = endOfBatch(bytes, start)) {
    const batch = judgeBatch(bytes.subarray(start, next), expected, standing.place)
    start = next
    if ('fault' in batch) {
      if (batch.fault === 'other-place' && end === 0) continue // older than the list: it is in it
      break
    }
    for (const { key, holds } of batch.changes) put(key, holds)
    standing = { place: batch.place, at: batch.at }
    end = next
  }
  return { standing, end }
}

const noteBegins = Buffer.from('{"note":')

/** Where the batch ends that begins at `from`; 0 when it is not whole. */
function endOfBatch(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; ) {
    const newline = bytes.indexOf(10, at)
    if (newline < 0) return 0
    if (bytes.subarray(at, at + noteBegins.length).equals(noteBegins)) return newline + 1
    at = newline + 1
  }
  return 0
}
