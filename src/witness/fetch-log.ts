import { HASH_BYTES, type Hash, splitHashes } from '#lib/merkle/hash'
import { TILE_WIDTH, tilePath } from '#lib/merkle/tile'

const MOST_NOTE_BYTES = 64 * 1024

/** The newest signed head of a log. C2SP tlog-tiles. */
export async function fetchCheckpoint(log: string): Promise<string> {
  const note = await get(`${log}/checkpoint`)
  if (note.length > MOST_NOTE_BYTES) throw new Error(`the head has ${note.length} bytes: too many`)
  return note.toString('utf8')
}

/** Leaf hashes `from` up to, not including, `to`, a tile at a time and each in the width that a log of `to` leaves has. */
export async function* fetchLeaves(log: string, from: number, to: number): AsyncGenerator<Hash[]> {
  for (let index = Math.floor(from / TILE_WIDTH); index * TILE_WIDTH < to; index++) {
    const start = index * TILE_WIDTH
    const width = Math.min(TILE_WIDTH, to - start)
    const bytes = await get(`${log}/tile/${tilePath({ level: 0, index, width })}`)
    if (bytes.length !== width * HASH_BYTES)
      throw new Error(`tile ${index} has ${bytes.length} bytes, not ${width} hashes`)
    yield splitHashes(bytes).slice(Math.max(0, from - start))
  }
}

async function get(url: string): Promise<Buffer> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000), redirect: 'error' })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}
