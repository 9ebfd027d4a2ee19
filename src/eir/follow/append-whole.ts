import type { FileHandle } from 'node:fs/promises'

/** Appends to a file of `size` bytes, and gives its size then. On disk when this returns; when it cannot be, nothing of it is. */
export async function appendWhole(file: FileHandle, size: number, batch: Buffer): Promise<number> {
  try {
    await file.appendFile(batch)
    await file.datasync()
    return size + batch.length
  } catch (fault) {
    await file.truncate(size) // half a batch would spoil the next one
    throw fault
  }
}
