import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'

const patienceMs = 3000

/**
 * Waits until the list has taken the parts of a source that were told, so that they do not pile up before the reports of others;
 * says whether it has. Where nobody follows the list, it waits once and no more.
 */
export function openPace(db: Pick<pg.Pool, 'query'>, source: string): () => Promise<boolean> {
  let isFollowed = true
  const isTaken = async () => {
    const { rows } = await db.query<{ taken: boolean }>(
      `select coalesce(bool_and(coalesce(seq <= (select seq from view_cursor where view = 'blocklist'), false)), true) as taken
       from (select id from event where stream = $1 order by version desc limit 1) newest
         left join sealed on event_id = newest.id`,
      [`list/${source}`],
    )
    return rows[0]?.taken === true
  }
  return async () => {
    const end = performance.now() + patienceMs
    let taken = await isTaken()
    while (isFollowed && !taken) {
      isFollowed = performance.now() < end
      await pause(20)
      taken = await isTaken()
    }
    return taken
  }
}
