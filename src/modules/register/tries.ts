import { type Kysely, sql } from 'kysely'
import { kept } from '#lib/kept'

export type WrongTry = { wrong_try: { subject: string; tries: number; since: string } }

/** So many within an hour. */
export const mostTries = 5
const restMs = kept.wrongTries.ms

/**
 * Takes one try at `subject`, and says how many were taken within the hour, this one with them. Counted before anything is looked
 * at: whoever sends a thousand at once waits for their own row.
 */
export async function takeTry(db: Kysely<WrongTry>, subject: string, now: Date): Promise<number> {
  const since = now.toISOString()
  const old = new Date(now.getTime() - restMs).toISOString()
  const { tries } = await db
    .insertInto('wrong_try')
    .values({ subject, tries: 1, since })
    .onConflict((c) =>
      c.column('subject').doUpdateSet({
        tries: sql<number>`case when wrong_try.since > ${old} then wrong_try.tries + 1 else 1 end`,
        since: sql<string>`case when wrong_try.since > ${old} then wrong_try.since else ${since}::timestamptz end`,
      }),
    )
    .returning('tries')
    .executeTakeFirstOrThrow()
  return tries
}

/** Gives a try back: it was a right one. */
export const giveBackTry = (db: Kysely<WrongTry>, subject: string) =>
  db
    .updateTable('wrong_try')
    .set({ tries: sql<number>`greatest(tries - 1, 0)` })
    .where('subject', '=', subject)
    .execute()

/** Whether somebody who tries codes on `subject` must rest: five wrong ones, then an hour. */
export async function mustRest(db: Kysely<WrongTry>, subject: string, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('wrong_try')
    .select('tries')
    .where('subject', '=', subject)
    .where('since', '>', new Date(now.getTime() - restMs).toISOString())
    .executeTakeFirst()
  return (row?.tries ?? 0) >= mostTries
}

/** Counts one wrong try; the hour begins anew with each. Old ones are forgotten by a job. */
export async function countWrongTry(db: Kysely<WrongTry>, subject: string, now: Date): Promise<void> {
  const since = now.toISOString()
  const old = new Date(now.getTime() - restMs).toISOString()
  const tries = sql<number>`case when wrong_try.since > ${old} then wrong_try.tries + 1 else 1 end`
  await db
    .insertInto('wrong_try')
    .values({ subject, tries: 1, since })
    .onConflict((c) => c.column('subject').doUpdateSet({ tries, since }))
    .execute()
}
