import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Checkpoint, parseCheckpoint } from '#lib/checkpoint'
import { addLeaf, emptyFrontier, type Frontier, rootOfFrontier } from '#lib/merkle/frontier'
import { HASH_BYTES, type Hash, splitHashes } from '#lib/merkle/hash'
import { type NoteSigner, noteSigner, openNote, parseSigner, parseVerifier } from '#lib/note'

/** Why a witness stopped cosigning, with the notes that prove it. Kept until a person takes the file away. */
export type Refusal = { at: string; says: string; ours: string; theirs: string; seq?: number; [more: string]: unknown }

/** A witness's memory on disk: its key, every leaf hash, every head it cosigned. Survives kill -9 at any moment. */
export type WitnessStore = {
  signer: NoteSigner
  frontier: Frontier
  newest: string | undefined
  refusal: Refusal | undefined
  leafAt(seq: number): Promise<Hash>
  /** Leaves first, then the head: a head on disk always has its leaves. Both are on disk when this returns. */
  keep(leaves: readonly Hash[], frontier: Frontier, note: string): Promise<void>
  refuse(refusal: Refusal): Promise<void>
  close(): Promise<void>
}

const files = {
  key: 'key',
  vkey: 'vkey',
  leaves: 'leaves',
  heads: 'heads.ndjson',
  newest: 'checkpoint',
  refusal: 'refused.json',
}

/** Opens the folder of a witness, makes it when absent, and mends what a kill in the middle of a write has torn. */
export async function openStore(folder: string, name: string): Promise<WitnessStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const signer = await ownKey(folder, name)
  const heads = await open(join(folder, files.heads), 'a+')
  const leaves = await open(join(folder, files.leaves), 'a+')
  const close = async () => void (await Promise.all([leaves.close(), heads.close()]))
  let newest: string | undefined
  let frontier: Frontier
  try {
    newest = await mendHeads(heads)
    frontier = await mendLeaves(leaves, newest, folder)
  } catch (fault) {
    await close()
    throw fault
  }
  if (newest) await replaceFile(join(folder, files.newest), newest)
  const store: WitnessStore = {
    signer,
    frontier,
    get newest() {
      return newest
    },
    refusal: await readRefusal(folder),
    async leafAt(seq) {
      const { buffer } = await leaves.read(Buffer.alloc(HASH_BYTES), 0, HASH_BYTES, seq * HASH_BYTES)
      return buffer
    },
    async keep(added, grown, note) {
      await leaves.appendFile(Buffer.concat(added))
      await leaves.datasync()
      await heads.appendFile(`${JSON.stringify({ size: grown.size, note })}\n`)
      await heads.datasync()
      await replaceFile(join(folder, files.newest), note)
      store.frontier = grown
      newest = note
    },
    async refuse(refusal) {
      store.refusal = refusal
      await replaceFile(join(folder, files.refusal), `${JSON.stringify(refusal, null, 2)}\n`)
    },
    close,
  }
  return store
}

async function ownKey(folder: string, name: string): Promise<NoteSigner> {
  const file = join(folder, files.key)
  if (!existsSync(file)) await replaceFile(file, `${noteSigner(name, randomBytes(32), 0x04).skey}\n`, 0o600)
  const signer = parseSigner(await readFile(file, 'utf8'))
  await replaceFile(join(folder, files.vkey), `${signer.vkey}\n`)
  return signer
}

/** Returns the newest head. A line that a kill has cut short was never promised to anyone: it is dropped. */
async function mendHeads(file: FileHandle): Promise<string | undefined> {
  const { size } = await file.stat()
  const start = Math.max(0, size - TAIL_BYTES)
  const { buffer } = await file.read(Buffer.alloc(size - start), 0, size - start, start)
  const end = buffer.lastIndexOf('\n') + 1
  if (start + end < size) await file.truncate(start + end)
  const line = buffer.subarray(0, end).toString('utf8').trimEnd().split('\n').at(-1)
  return line ? (JSON.parse(line) as { note: string }).note : undefined
}

const TAIL_BYTES = 256 * 1024 // more than two lines: a note is at most 64 KiB

/** Leaves beyond the newest head were not cosigned yet: they are dropped and asked for again. */
async function mendLeaves(file: FileHandle, newest: string | undefined, folder: string): Promise<Frontier> {
  const head = newest === undefined ? undefined : checkpointOf(newest)
  const size = head?.size ?? 0
  const { size: bytes } = await file.stat()
  if (bytes > size * HASH_BYTES) await file.truncate(size * HASH_BYTES)
  const frontier = emptyFrontier()
  for (let at = 0; at < size * HASH_BYTES; at += CHUNK) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK), 0, CHUNK, at)
    for (const leaf of splitHashes(buffer.subarray(0, bytesRead))) addLeaf(frontier, leaf)
  }
  if (head && !rootOfFrontier(frontier).equals(head.root)) {
    throw new Error(
      `The leaves in ${folder} do not fit the head that was cosigned: the folder is damaged. Keep it, and start anew in another.`,
    )
  }
  return frontier
}

const CHUNK = 65_536 * HASH_BYTES

async function readRefusal(folder: string): Promise<Refusal | undefined> {
  const file = join(folder, files.refusal)
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Refusal) : undefined
}

async function replaceFile(path: string, text: string, mode = 0o644): Promise<void> {
  const draft = `${path}.new`
  const file = await open(draft, 'w', mode)
  await file.writeFile(text)
  await file.sync()
  await file.close()
  await rename(draft, path)
  const folder = await open(join(path, '..'), 'r')
  await folder.sync()
  await folder.close()
}

/** The checkpoint in a note, unverified. Throws when there is none. */
export function checkpointOf(note: string): Checkpoint {
  const checkpoint = parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1))
  if (!checkpoint) throw new Error('the note is not a checkpoint')
  return checkpoint
}

/** What a witness kept, for a check of the ledger: from its folder, or from a file with one cosigned head. */
export async function readWitness(path: string, vkey?: string): Promise<WitnessMemory> {
  const isFolder = (await stat(path)).isDirectory()
  const file = isFolder ? join(path, files.newest) : path
  if (!existsSync(file))
    throw new Error(`The witness in ${path} has cosigned no head yet: there is nothing to compare with.`)
  const note = await readFile(file, 'utf8')
  const { size, root } = checkpointOf(note)
  const known = vkey ?? (isFolder ? await readFile(join(path, files.vkey), 'utf8') : undefined)
  const verifier = known === undefined ? undefined : parseVerifier(known)
  const opened = verifier && openNote(note, [verifier])
  if (opened && 'wrong' in opened) throw new Error(`${path} is not what the witness cosigned: ${opened.wrong}.`)
  const name = verifier?.name ?? 'unnamed'
  const memory = { name, size, root, note, isSigned: verifier !== undefined }
  return isFolder ? { ...memory, leaves: await readFile(join(path, files.leaves)) } : memory
}

export type WitnessMemory = { name: string; size: number; root: Hash; note: string; isSigned: boolean; leaves?: Buffer }
