import type { Database } from '#platform/database'
import { statement } from './statement.ts'
import { openTurn } from './turn.ts'

/** One that follows the sealed order. `advance` takes what is new for it, and says whether there may be more already. */
export type Follower = {
  readonly name: string
  readonly types: readonly string[]
  readonly advance: () => Promise<boolean>
}

/** What nobody spoke of, such as what a process that died had in hand, is found within this time. */
const everyMs = 1000

const newsSql = `select max(seq) as seq, array_agg(distinct type) as types
from sealed join event on event.id = sealed.event_id where seq > $1`

/**
 * Runs followers until stopped. When the sealer speaks, one look for all of them tells for whom something was sealed: a look
 * by each was a third of all that the database did under load. Each second everybody looks.
 */
export async function followSealed(
  database: Database,
  followers: readonly Follower[],
  signal: AbortSignal,
  onFault: (name: string, error: unknown) => void,
): Promise<void> {
  const turns = followers.map((follower) => ({ follower, turn: openTurn() }))
  const everybody = () => {
    for (const { turn } of turns) turn.comes()
  }
  let seen = await lastSealed(database)
  const look = oneAtATime(async () => {
    const news = await newsSince(database, seen)
    if (!news) return
    seen = news.seq
    for (const { follower, turn } of turns) if (follower.types.some((type) => news.types.has(type))) turn.comes()
  })
  const stopListening = await database.listen('sealed', look)
  const clock = setInterval(everybody, everyMs)
  signal.addEventListener('abort', everybody)
  const run = async ({ follower, turn }: (typeof turns)[number]) => {
    while (!signal.aborted) {
      const more = await follower.advance().catch((error) => {
        onFault(follower.name, error)
        return false
      })
      if (!more && !signal.aborted) await turn.wait()
    }
  }
  await Promise.all(turns.map(run))
  clearInterval(clock)
  await stopListening()
}

async function lastSealed({ pool }: Database): Promise<bigint> {
  const { rows } = await pool.query<{ seq: string }>('select coalesce(max(seq), -1) as seq from sealed')
  return BigInt(rows[0]?.seq ?? -1)
}

async function newsSince({ pool }: Database, seen: bigint) {
  const { name, text } = statement(newsSql)
  const { rows } = await pool.query<{ seq: string | null; types: string[] }>({ name, text, values: [`${seen}`] })
  const [row] = rows
  return row?.seq ? { seq: BigInt(row.seq), types: new Set(row.types) } : undefined
}

/** Runs `work` when called; calls that come while it runs are one more run after it. What fails is left to the clock. */
function oneAtATime(work: () => Promise<void>): () => void {
  let asked = false
  let running = false
  const run = async () => {
    running = true
    while (asked) {
      asked = false
      await work().catch(() => undefined)
    }
    running = false
  }
  return () => {
    asked = true
    if (!running) void run()
  }
}
