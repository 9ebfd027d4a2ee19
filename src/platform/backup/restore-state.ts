import type { ClientBase, Pool } from 'pg'

type Queryable = Pick<Pool, 'query'> | Pick<ClientBase, 'query'>

/** Throws when a restore into this database began and did not finish: nothing may be served from it. */
export async function refuseUnfinishedRestore(db: Queryable): Promise<void> {
  const { rows } = await db.query<{ began: string }>(
    `select began_at::text as began from restore_state where finished_at is null`,
  )
  if (rows[0])
    throw new Error(
      `A restore into this database began at ${rows[0].began} and did not finish: run ringback restore again, or use another database.`,
    )
}

/** Marks the database as not to be served until `finishRestore`. Commit it before the first row is loaded. */
export const beginRestore = (db: Queryable, at: Date) =>
  db.query(
    `insert into restore_state (began_at) values ($1)
     on conflict (singleton) do update set began_at = excluded.began_at, finished_at = null`,
    [at],
  )

/** Lets the database be served. */
export const finishRestore = (db: Queryable, at: Date) => db.query('update restore_state set finished_at = $1', [at])

/** Names the tables that hold rows, of those that migrations leave empty. A restore that did not finish does not count. */
export async function tablesInUse(db: Queryable, seeded: ReadonlySet<string>): Promise<string[]> {
  const { rows: tables } = await db.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not relispartition and relname <> 'migration' order by relname`,
  )
  const names = tables.map(({ name }) => name)
  if (names.includes('restore_state')) {
    const { rows } = await db.query('select from restore_state where finished_at is null')
    if (rows.length > 0) return []
  }
  const inUse: string[] = []
  for (const name of names.filter((table) => table !== 'restore_state' && !seeded.has(table))) {
    const { rows } = await db.query(`select from "${name}" limit 1`)
    if (rows.length > 0) inUse.push(name)
  }
  return inUse
}
