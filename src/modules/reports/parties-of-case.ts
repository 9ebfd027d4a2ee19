import type { Kysely } from 'kysely'
import { type EnrolmentTable, enrolmentOf } from '#modules/register/public'
import { type Parties, type PartyTables, partiesOf, type StopTables } from '#modules/response/public'
import { homeOfCase, type NetworkTables } from './network-of-line.ts'
import { ownOf } from './own-parties.ts'

/** What a case's own stream and its actions tell of it without a look into the vault. */
export type CaseOrigin = { event: { data: { line?: string; force?: string } } }
type FirstEvent = { event: { stream: string; version: number; tenant: string } }
export type CasePartyTables = EnrolmentTable & PartyTables & StopTables & NetworkTables & FirstEvent & CaseOrigin

/** The first fact of a case, and the organisation for which it was recorded; undefined when there is no such case. */
export const originOf = (db: Kysely<FirstEvent & CaseOrigin>, theft: string) =>
  db
    .selectFrom('event')
    .select(['tenant', 'data'])
    .where('stream', '=', `case/${theft}`)
    .where('version', '=', 1)
    .executeTakeFirst()

/**
 * Who can be asked on a case that is open, for what is shown later. The home operator is the one that has the line, as far as this
 * case has learnt: nobody looks at the number for it.
 */
export async function partiesOfCase(db: Kysely<CasePartyTables>, theft: string): Promise<Parties> {
  const [origin, { network }] = await Promise.all([originOf(db, theft), homeOfCase(db, theft)])
  const line = origin?.data.line
  const enrolled = line === undefined ? undefined : await enrolmentOf(db, line)
  return partiesOf(db, undefined, ownOf(enrolled, network))
}
