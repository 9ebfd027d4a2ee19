import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { type Holds, holdsText, parseHolds } from '#lib/feed/holds'
import { SnapshotDamaged } from '#lib/imei/plane/snapshot'
import type { KeyNumber } from '#lib/imei/plane/status'
import { linesOf } from '#lib/lines'
import { keyText } from '../key-number.ts'
import type { Standing } from './judge-batch.ts'

/** What belongs to a plane on disk: where it stands, how many keys it has by status code, and of some keys all that holds. */
export type Stand = {
  readonly standing: Standing
  readonly counts: readonly number[]
  readonly steps: ReadonlyMap<KeyNumber, Holds>
}

/** A line of JSON, a line `key holds` for each of `steps`, and the SHA-256 of all before it. Whole, or not there at all. */
export async function keepStand(path: string, { standing, counts, steps }: Stand): Promise<void> {
  const sum = createHash('sha256')
  const file = await open(`${path}.new`, 'w', 0o600)
  const write = async (text: string) => {
    sum.update(text)
    await file.appendFile(text)
  }
  try {
    const { place, at } = standing
    await write(`${JSON.stringify({ no: place.no, hash: place.hash.toString('hex'), at, counts })}\n`)
    for (const page of pagesOf(steps, 10_000))
      await write(page.map(([key, holds]) => `${keyText(key)} ${holdsText(holds)}\n`).join(''))
    await file.appendFile(`${sum.digest('hex')}\n`)
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}

/** Reads what `keepStand` wrote. Throws SnapshotDamaged when it is anything else. */
export async function readStand(path: string): Promise<Stand> {
  const sum = createHash('sha256')
  const lines: string[] = []
  for await (const line of linesOf(createReadStream(path, 'utf8') as AsyncIterable<string>)) lines.push(line)
  const told = lines.pop()
  for (const line of lines) sum.update(`${line}\n`)
  if (told !== sum.digest('hex')) throw new SnapshotDamaged('what is said beside it does not have its hash')
  const { no, hash, at, counts } = JSON.parse(lines[0] ?? '{}') as {
    no: number
    hash: string
    at: number
    counts: number[]
  }
  const steps = new Map(lines.slice(1).map((line) => [Number(line.slice(0, 14)), parseHolds(line.slice(15))] as const))
  return { standing: { place: { no, hash: Buffer.from(hash, 'hex') }, at }, counts, steps }
}

function* pagesOf<Key, Value>(map: ReadonlyMap<Key, Value>, size: number): Generator<[Key, Value][]> {
  let page: [Key, Value][] = []
  for (const entry of map) {
    page.push(entry)
    if (page.length < size) continue
    yield page
    page = []
  }
  yield page
}
