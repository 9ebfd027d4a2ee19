import { setTimeout as pause } from 'node:timers/promises'
import { type NoteSigner, openNote } from '#lib/note'
import type { Database } from '#platform/database'
import type { Log } from '#platform/log'
import { sealBatch } from './batch.ts'

type Options = {
  database: Database
  signer: NoteSigner
  log: Log
  signal: AbortSignal
  limit?: number
  /** How long to look away when nobody rings. */
  pollMs?: number
  /** How long to gather more after a ring: under load fewer heads, and disk flushes left to the appends. */
  gatherMs?: number
}

/**
 * Seals until stopped: woken by the ledger's `appended`, else looks by itself; tells `sealed` with the new size.
 * Faults are logged and tried again, because what waits in the queue is safe.
 */
export async function runSealer(options: Options): Promise<void> {
  const { database, signer, log, signal, limit = 1000, pollMs = 250, gatherMs = 40 } = options
  await refuseStrangerKey(database, signer)
  const bell = makeBell(signal)
  const stopListening = await database.listen('appended', bell.ring)
  log.info({ vkey: signer.vkey }, 'sealing')
  while (!signal.aborted) {
    try {
      const { sealed, size } = await sealBatch(database.pool, signer, limit)
      if (sealed > 0) await database.pool.query(`select pg_notify('sealed', $1)`, [String(size)])
      if (sealed < limit && (await bell.wait(pollMs))) await pause(gatherMs)
    } catch (err) {
      if (signal.aborted) break
      log.error({ err }, 'sealing failed; it is tried again in a second')
      await bell.wait(1000)
    }
  }
  await stopListening()
}

/** Seals what waits now, and returns how many events that were. */
export async function sealAll({
  database,
  signer,
  log,
}: Pick<Options, 'database' | 'signer' | 'log'>): Promise<number> {
  await refuseStrangerKey(database, signer)
  let count = 0
  for (;;) {
    const { sealed, size } = await sealBatch(database.pool, signer)
    count += sealed
    if (sealed === 0) {
      log.info({ sealed: count, size }, 'sealed')
      return count
    }
    await database.pool.query(`select pg_notify('sealed', $1)`, [String(size)])
  }
}

/** A new key over old heads would look like forgery to everyone who checks. Changing it is a decision, not an accident. */
async function refuseStrangerKey({ pool }: Database, signer: NoteSigner): Promise<void> {
  const { rows } = await pool.query<{ note: string }>('select note from head order by size desc limit 1')
  const opened = rows[0] && openNote(rows[0].note, [signer])
  if (opened && 'wrong' in opened) {
    throw new Error(
      `The last head was not signed by ${signer.vkey} (${opened.wrong}). Configure the key and origin that signed it: ` +
        'RINGBACK_SEAL_KEY, RINGBACK_ORIGIN.',
    )
  }
}

/** Waiting that a ring, or the end, cuts short. A ring while nobody waits is kept for the next wait. */
function makeBell(signal: AbortSignal) {
  let isRung = false
  let answer: (() => void) | undefined
  const ring = () => {
    isRung = true
    answer?.()
  }
  signal.addEventListener('abort', ring)
  return {
    ring,
    /** True when rung, false when the time ran out. */
    async wait(ms: number): Promise<boolean> {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          answer = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      const wasRung = isRung
      isRung = false
      return wasRung
    },
  }
}
