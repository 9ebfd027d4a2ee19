import { parseTilePath } from '#lib/merkle/tile'
import { type Queries, readTile } from './tiles.ts'

/** A resource of the public log, ready to be sent. `cache` is the value of Cache-Control. */
export type LogResource = { type: string; cache: string; body: string | Buffer }

/** The newest signed head; undefined before the first seal. */
export async function readCheckpoint(db: Queries): Promise<string | undefined> {
  const { rows } = await db.query<{ note: string }>('select note from head order by size desc limit 1')
  return rows[0]?.note
}

/**
 * The log as C2SP tlog-tiles lays it out, below its prefix: `checkpoint` and `tile/<L>/<N>[.p/<W>]`. It holds hashes only,
 * so anyone may read it. `path` has no leading slash. Undefined: not found.
 */
export async function readLog(db: Queries, path: string): Promise<LogResource | undefined> {
  if (path === 'checkpoint') {
    const body = await readCheckpoint(db)
    return body === undefined ? undefined : { type: 'text/plain; charset=utf-8', cache: 'no-cache', body }
  }
  const tile = path.startsWith('tile/') ? parseTilePath(path.slice('tile/'.length)) : undefined
  const body = tile && (await readTile(db, tile))
  return body && { type: 'application/octet-stream', cache: 'public, max-age=31536000, immutable', body }
}
