import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const Tombstone = z.object({ subject: z.uuid(), at: z.iso.datetime(), why: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/) })

/** The record of one erasure, kept apart from the database. `why` is a code, never words about a person. */
export type Tombstone = z.infer<typeof Tombstone>

/** Where erasures are written down for ever. `append` returns once the line is on the disk. */
export type TombstoneLog = { path: string; append(tombstone: Tombstone): Promise<void>; read(): Promise<TombstoneRead> }

/** `unreadable` are line numbers: a power cut may leave one, an erasure that nobody was told had happened. */
export type TombstoneRead = { tombstones: Tombstone[]; unreadable: number[] }

/** The tombstone log of a data folder. */
export const tombstonesIn = (folder: string): TombstoneLog => tombstoneLog(join(folder, 'tombstones.ndjson'))

/** A tombstone log in a file of its own, append-only NDJSON; it holds no personal data. */
export const tombstoneLog = (path: string): TombstoneLog => ({
  path,
  append: async (tombstone) => appendLine(path, JSON.stringify(Tombstone.parse(tombstone))),
  read: async () => readTombstones(await readFile(path, 'utf8').catch(absentIsEmpty)),
})

/** Adds to one log what only the other has, so that the next restore from here knows it too. */
export async function copyTombstones(from: TombstoneLog, to: TombstoneLog): Promise<void> {
  const known = new Set((await to.read()).tombstones.map(({ subject }) => subject))
  for (const tombstone of (await from.read()).tombstones) if (!known.has(tombstone.subject)) await to.append(tombstone)
}

async function appendLine(path: string, line: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'a+', 0o600)
  try {
    const { size } = await file.stat()
    const last = size === 0 ? '\n' : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString()
    // One write: appends of several processes do not mix, and a line that a power cut tore does not swallow this one.
    await file.write(`${last === '\n' ? '' : '\n'}${line}\n`)
    await file.sync()
    if (size === 0) await syncFolder(dirname(path))
  } finally {
    await file.close()
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

function readTombstones(text: string): TombstoneRead {
  const read: TombstoneRead = { tombstones: [], unreadable: [] }
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const parsed = Tombstone.safeParse(parseJson(line))
    if (parsed.success) read.tombstones.push(parsed.data)
    else read.unreadable.push(at + 1)
  }
  return read
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function absentIsEmpty(fault: NodeJS.ErrnoException): string {
  if (fault.code === 'ENOENT') return ''
  throw new Error('the tombstone log is there but cannot be read: mend that before anything is served', {
    cause: fault,
  })
}
