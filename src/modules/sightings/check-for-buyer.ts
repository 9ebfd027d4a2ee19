import { type Kysely, sql } from 'kysely'
import type { RouteContext } from '#http'
import { type Imei, keysOf } from '#lib/imei/imei'
import { type Answer, answerOf } from './answer.ts'
import type { HandsetCaseTables } from './handset-facts.ts'
import { factsOf } from './handset-facts.ts'
import type { HoneyTable } from './honey.ts'

type Tables = HandsetCaseTables & HoneyTable

/**
 * The check of somebody about to buy. Anybody anywhere can ask about a number, so it is no sighting, and of who asked
 * nothing is kept. Whether the number is stolen, on another register's list, sold or never seen, the same two statements run and one row is written, so
 * that the time tells nothing; a job tells the case of it a moment later. The row of a phone that is in no case holds
 * nothing of that phone.
 */
export async function checkForBuyer(
  { db, now }: Pick<RouteContext<HandsetCaseTables>, 'db' | 'now'>,
  imeis: readonly Imei[],
): Promise<Answer> {
  const on = db as unknown as Kysely<Tables>
  const keys = keysOf(imeis)
  const facts = await factsOf(on, keys, now())
  const known = keys.map(facts)
  const answer = answerOf(known.map(({ status }) => status))
  const isReported = answerOf(known.map(({ reported }) => reported)) !== 'buy'
  const cases = isReported ? [...new Set(known.flatMap(({ theft }) => theft ?? []))] : []
  await sql`
    with noted as (insert into buyer_check (answer, cases) values (${answer}, ${cases}::uuid[]))
    update honey_number set asked = asked + 1, asked_at = ${now().toISOString()}
    where imei_key = any(${keys}::text[])`.execute(on)
  return answer
}
