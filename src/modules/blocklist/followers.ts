import { type Kysely, sql } from 'kysely'
import type { Blocklist } from './views/blocklist.ts'

export type FollowerTables = Blocklist & {
  list_follower: {
    operator: string
    node: string
    confirmed: string
    at: string
    agreed_at: string | null
    differs: number | null
  }
}

/** So long a node that is silent counts as one that follows; after that it was taken down, or somebody knows of it by now. */
export const followsForDays = 30
export const forgottenAfterDays = 400

/**
 * One node of an operator: what it has confirmed, how many changes it is behind, and when it was last heard. Of one that is silent
 * for a month there is no lag: nothing waits for it.
 */
export type Follower = {
  readonly operator: string
  readonly node: string
  readonly confirmed: number
  readonly lag: number | null
  readonly at: string
  readonly agreedAt: string | null
  readonly differs: number | null
}

/** All nodes that follow the list. */
export async function followers(db: Kysely<FollowerTables>, now: Date): Promise<Follower[]> {
  const [rows, newest] = await Promise.all([
    db.selectFrom('list_follower').selectAll().orderBy('operator').orderBy('node').execute(),
    newestNumber(db),
  ])
  const follows = (at: string) => now.getTime() - Date.parse(at) <= followsForDays * 86_400_000
  return rows.map(({ confirmed, agreed_at: agreedAt, differs, ...row }) => ({
    ...row,
    confirmed: Number(confirmed),
    lag: follows(row.at) ? Math.max(0, newest - Number(confirmed)) : null,
    agreedAt,
    differs: follows(row.at) ? differs : null,
  }))
}

/** The number of the last change. */
export async function newestNumber(db: Kysely<Blocklist>): Promise<number> {
  const { rows } = await sql<{ last: string }>`select coalesce(max(last), 0) as last from list_piece`.execute(db)
  return Number(rows[0]?.last ?? 0)
}

type Node = { readonly operator: string; readonly node: string; readonly now: Date }

const heardEveryMs = 10_000

/** Keeps how far a node has got. One that only asks again is written down every ten seconds. */
export async function confirm(
  db: Kysely<FollowerTables>,
  { operator, node, now }: Node,
  confirmed: number,
): Promise<void> {
  const at = now.toISOString()
  await db
    .insertInto('list_follower')
    .values({ operator, node, confirmed: String(confirmed), at, agreed_at: null, differs: null })
    .onConflict((c) =>
      c
        .columns(['operator', 'node'])
        .doUpdateSet({ confirmed: String(confirmed), at })
        .where(({ eb, or }) =>
          or([
            eb('list_follower.confirmed', '!=', String(confirmed)),
            eb('list_follower.at', '<', new Date(now.getTime() - heardEveryMs).toISOString()),
          ]),
        ),
    )
    .execute()
}

/** Keeps what came of a comparison of the whole list. */
export async function noteAgreement(
  db: Kysely<FollowerTables>,
  { operator, node, now }: Node,
  { confirmed, differs }: { readonly confirmed: number; readonly differs: number },
): Promise<void> {
  const at = now.toISOString()
  const compared = { confirmed: String(confirmed), at, differs, ...(differs === 0 && { agreed_at: at }) }
  await db
    .insertInto('list_follower')
    .values({ operator, node, agreed_at: null, ...compared })
    .onConflict((c) => c.columns(['operator', 'node']).doUpdateSet(compared))
    .execute()
}
