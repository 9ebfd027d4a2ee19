import { type FileHandle, open, readFile, rename } from 'node:fs/promises'
import { appendWhole } from './append-whole.ts'

/** The file in which a node keeps every batch of what stands beside the list. Survives kill -9 at any moment. */
export type KeptExceptions = {
  readonly bytes: () => Promise<Buffer>
  /** Adds a batch that was judged. On disk when this returns; when it cannot be, nothing of it is. */
  add(batch: Buffer): Promise<void>
  /** Lets go what comes after. */
  cutTo(length: number): Promise<void>
  /** Puts this in the place of all that is there: the old or the new, never neither. */
  replace(whole: Buffer): Promise<void>
  close(): Promise<void>
}

export async function openKeptExceptions(path: string): Promise<KeptExceptions> {
  let file: FileHandle = await open(path, 'a+', 0o600)
  let { size } = await file.stat()

  const cutTo = async (length: number) => {
    await file.truncate(length)
    await file.datasync()
    size = length
  }

  return {
    bytes: () => readFile(path),
    async add(batch) {
      size = await appendWhole(file, size, batch)
    },
    cutTo,
    async replace(whole) {
      const next = await open(`${path}.new`, 'a+', 0o600)
      try {
        await next.truncate(0) // what an earlier try left
        await next.appendFile(whole)
        await next.datasync()
        await rename(`${path}.new`, path)
      } catch (fault) {
        await next.close()
        throw fault
      }
      await file.close()
      file = next
      size = whole.length
    },
    close: () => file.close(),
  }
}
