import { type Kysely, sql } from 'kysely'
import { comesWithProgram } from '../cells/next-month.ts'
import { publishedThefts, publishedVersion } from '../cells/published-thefts.ts'
import { keepForecasts, keptForecasts } from './theft-forecast.ts'
import { tryInChild } from './try-in-child.ts'
import { leastMonths } from './try-learned.ts'

/** So many reports in ten minutes are a rush: ten times what London has. Nothing is tried beside one. */
const rush = 30
const rushMs = 10 * 60_000
const lookMs = 5_000

export type Trying = { readonly now: () => Date; readonly signal: AbortSignal }

/** What came of one look; `waits`: the thefts were changed since the look before, and more of them may be on their way. */
export type TriedByItself = 'known' | 'waits' | 'rush' | 'too-few' | 'tried'

/**
 * Tries the learned model on the published thefts once they have changed and stand still, and keeps what came of it: what `ringback
 * forecast` does by hand. One at a time; `seen` is the reading of the look before.
 */
export async function tryByItself<Tables>(
  db: Kysely<Tables>,
  { now, signal }: Trying,
  seen: { reading?: string },
): Promise<TriedByItself> {
  const reading = await publishedVersion(db)
  if ((await keptForecasts(db, reading)).length > 0) return 'known'
  const stands = seen.reading === reading
  seen.reading = reading
  if (!stands) return 'waits'
  if (await isRush(db, now())) return 'rush'
  const thefts = await publishedThefts(db)
  const months = [...new Set(thefts.map(({ month }) => month))]
  const [first, last] = [months[0], months.at(-1)]
  if (!first || !last || months.length < leastMonths) return 'too-few'
  if (comesWithProgram({ first, last, thefts: thefts.reduce((sum, one) => sum + one.thefts, 0) })) return 'known'
  const stop = new AbortController()
  const watch = setInterval(async () => {
    if (await isRush(db, now()).catch(() => true)) stop.abort()
  }, lookMs)
  try {
    const tried = await tryInChild(thefts, AbortSignal.any([signal, stop.signal]))
    await keepForecasts(db, tried, { reading, now: now() })
    return 'tried'
  } catch (error) {
    if (stop.signal.aborted) return 'rush' // tried again when it is over
    throw error
  } finally {
    clearInterval(watch)
  }
}

/** The index of reports by time is read, and no more of them than make a rush. */
async function isRush<Tables>(db: Kysely<Tables>, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - rushMs)
  const { rows } = await sql<{ many: number }>`
    select count(*)::int as many
    from (select from measured_case where reported_at > ${since} limit ${rush}) as lately`.execute(db)
  return (rows[0]?.many ?? 0) >= rush
}
