import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Base } from '#lib/imei/plane/base'
import { readSnapshot, SnapshotDamaged } from '#lib/imei/plane/snapshot'
import { appendWhole } from './append-whole.ts'
import type { Expected, Put, Standing } from './judge-batch.ts'
import { keepStand, readStand, type Stand } from './kept-stand.ts'
import { endOfBatch, replay } from './replay.ts'

/**
 * What a node has on disk: its whole list as it stood at some number, as memory that is read back in seconds, and every batch
 * since, as it came, which is judged again at each start. A fault of the disk is found by a hash; whether somebody changed
 * both is told by comparing with the centre. Survives kill -9 at any moment.
 *
 * Each whole list has a folder: 1, 2, 3, …, with `plane`, `stand` (written last: then it counts) and `changes`.
 */
export type KeptList = {
  /** The last whole list; undefined when there is none. Throws SnapshotDamaged when it cannot be used. */
  restore(): Promise<Kept | undefined>
  /** Hands over the batches since, and says where they end. What goes on from nowhere is cut off. */
  replay(from: Standing, put: Put): Promise<Replayed>
  /** Begins the next whole list. Batches that are added from now on come after it; until it is finished they come after the old one. */
  begin(): Promise<NextList>
  /** Adds a batch that was judged. On disk when this returns. */
  add(batch: Buffer): Promise<void>
  /** Bytes of batches since the last list that was begun. */
  readonly size: () => number
  close(): Promise<void>
}

export type Kept = { readonly base: Base; readonly stand: Stand }

/** `isDamaged`: whole batches could not be taken. Half a one, as a kill leaves it, is no damage. */
export type Replayed = { readonly standing: Standing; readonly isDamaged: boolean }

export type NextList = {
  /** Where its plane belongs. */
  readonly planeFile: string
  /** With its plane on disk: from now on it counts, and what was before is let go. */
  finish(stand: Stand): Promise<void>
}

/** Opens the folder, and makes it when it is absent. */
export async function openKept(folder: string, expected: Expected): Promise<KeptList> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const fileOf = (number: number, name: 'plane' | 'stand' | 'changes') => join(folder, `${number}`, name)
  const numbers = async () => ascending((await readdir(folder)).map(Number).filter(Boolean))
  const batchesOf = (number: number) => readFile(fileOf(number, 'changes')).catch(() => Buffer.alloc(0))
  const openBatches = (number: number) => open(fileOf(number, 'changes'), 'a+', 0o600)

  let last = (await numbers()).at(-1) ?? 1
  await mkdir(join(folder, `${last}`), { recursive: true, mode: 0o700 })
  let batches: FileHandle = await openBatches(last)
  let size = (await batches.stat()).size

  /** The newest list that was finished, and 0 when none was. */
  const finished = async () => {
    for (const number of (await numbers()).reverse()) if (await isThere(fileOf(number, 'stand'))) return number
    return 0
  }

  return {
    async restore() {
      const number = await finished()
      if (number === 0) return undefined
      return readKept(fileOf(number, 'plane'), fileOf(number, 'stand'))
    },
    async replay(from, put) {
      const number = await finished()
      const since = (await numbers()).filter((one) => one >= number)
      let standing = from
      for (const [place, one] of since.entries()) {
        const bytes = await batchesOf(one)
        const told = replay(bytes, expected, standing, put)
        standing = told.standing
        if (told.end === bytes.length) continue
        // Torn by a kill, or not ours: what comes after it, in later files too, goes on from nowhere.
        let isDamaged = endOfBatch(bytes, told.end) > 0
        for (const later of since.slice(place + 1)) {
          if ((await batchesOf(later)).length === 0) continue
          isDamaged = true
          await cut(later, 0)
        }
        await cut(one, told.end)
        return { standing, isDamaged }
      }
      return { standing, isDamaged: false }
    },
    async begin() {
      const number = last + 1
      await mkdir(join(folder, `${number}`), { recursive: true, mode: 0o700 }) // there already where the next line failed before
      const next = await openBatches(number)
      await batches.close()
      ;[batches, last, size] = [next, number, 0]
      return {
        planeFile: fileOf(number, 'plane'),
        async finish(stand) {
          await keepStand(fileOf(number, 'stand'), stand)
          for (const old of await numbers()) if (old < number) await rm(join(folder, `${old}`), { recursive: true })
        },
      }
    },
    async add(batch) {
      size = await appendWhole(batches, size, batch)
    },
    size: () => size,
    close: () => batches.close(),
  }

  async function cut(number: number, length: number) {
    if (number !== last) return truncate(fileOf(number, 'changes'), length)
    await batches.truncate(length)
    await batches.datasync()
    size = length
  }
}

const ascending = (numbers: number[]) => numbers.sort((a, b) => a - b)

async function readKept(plane: string, standFile: string): Promise<Kept> {
  const stand = await readStand(standFile)
  if (!(await isThere(plane))) throw new SnapshotDamaged('there is no plane')
  const { size } = await stat(plane)
  const base = await readSnapshot(createReadStream(plane, { highWaterMark: 2 ** 22 }), size)
  if (base.count !== stand.counts.slice(1).reduce((all, one) => all + one, 0))
    throw new SnapshotDamaged('it is not the one that belongs to its list')
  return { base, stand }
}

const isThere = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  )
