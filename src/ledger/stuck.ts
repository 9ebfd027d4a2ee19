import type pg from 'pg'

/** Work that a reaction could not do yet. */
export type Stuck = { readonly reaction: string; readonly event: string; readonly tries: number; readonly due: string }

type Queryable = Pick<pg.Pool, 'query'>

/** All of it, what was tried most often first. */
export async function stuckReactions(db: Queryable): Promise<Stuck[]> {
  const { rows } = await db.query<Stuck>(
    'select reaction, event_id as event, tries, due from reaction_retry order by tries desc, event_id, reaction',
  )
  return rows
}

/** Has it tried now. Returns how many there were. */
export async function tryReactionsNow(db: Queryable): Promise<number> {
  const { rowCount } = await db.query('update reaction_retry set due = clock_timestamp()')
  return rowCount ?? 0
}
