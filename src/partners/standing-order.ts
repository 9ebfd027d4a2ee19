import type pg from 'pg'

/**
 * Its target reappeared at this partner: every open standing order on it is sent at once, however long it has waited. One
 * that is being carried right now is sent again when that call says "not yet". Returns how many there are.
 */
export async function standingOrderSignal(
  db: Pick<pg.Pool, 'query'>,
  partner: string,
  target: string,
): Promise<number> {
  const { rowCount } = await db.query(
    `update action set signalled = true, due = case when claimed_by is null then now() else due end
     where partner = $1 and target = $2 and state = 'owed' and standing`,
    [partner, target],
  )
  if (rowCount) await db.query(`select pg_notify('action', '')`)
  return rowCount ?? 0
}
