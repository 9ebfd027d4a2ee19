import type { Kysely } from 'kysely'
import { readStream } from '#ledger'
import { CaseId } from '#lib/ids'
import { ListAppealMade } from '#modules/blocklist/events/list-appeal-made'
import { AppealMade } from '#modules/reports/events/appeal-made'
import type { CaseClaim } from '#modules/reports/public'
import { queryable } from '#platform/database'
import type { Other } from './vocabulary.ts'

/** Where a person looks at a message that did not arrive: on a case, with whom it went to, or at an appeal that has none. */
export type PlaceOfMessage =
  | { readonly case: CaseId; readonly to?: Other }
  | { readonly appeal: string; readonly owner: string }

/** By the stream that owed it. Undefined: it is no message of a case, and somebody else looks. */
export async function placeOfMessage<T extends CaseClaim>(
  db: Kysely<T>,
  stream: string,
): Promise<PlaceOfMessage | undefined> {
  const [kind, id = ''] = stream.split('/')
  if (kind === 'case') return caseOf(id)
  if (kind === 'claim') return caseOf(await caseOfClaim(db as unknown as Kysely<CaseClaim>, id), 'buyer')
  return kind === 'appeal' ? placeOfAppeal(db, id) : undefined
}

function caseOf(id: string | undefined, to?: Other): PlaceOfMessage | undefined {
  const theft = CaseId.safeParse(id).data
  return theft && { case: theft, ...(to && { to }) }
}

/** A buyer may have said it of two cases of one phone: the later one's unit answered. */
const caseOfClaim = async (db: Kysely<CaseClaim>, claim: string): Promise<string | undefined> =>
  (
    await db
      .selectFrom('case_claim')
      .select('case_id')
      .where('claim', '=', claim)
      .orderBy('answered_at', (order) => order.desc().nullsLast())
      .limit(1)
      .executeTakeFirst()
  )?.case_id

async function placeOfAppeal<T>(db: Kysely<T>, appeal: string): Promise<PlaceOfMessage | undefined> {
  for (const event of await readStream(queryable(db), `appeal/${appeal}`)) {
    if (event.type === AppealMade.type) return caseOf(AppealMade.decode(event).case, 'appellant')
    if (event.type === ListAppealMade.type) return { appeal, owner: ListAppealMade.decode(event).owner }
  }
  return undefined
}
