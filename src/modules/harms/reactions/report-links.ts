import type { Kysely } from 'kysely'
import { defineReaction, readStream, type Tools } from '#ledger'
import { theftCase } from '#modules/reports/public'
import { queryable } from '#platform/database'
import { reportLink } from '../commands/report-link.ts'
import { MessageTold } from '../events/message-told.ts'
import { SuspiciousTold } from '../events/suspicious-told.ts'
import { isHandedOn } from '../honest-hosts.ts'
import { type SenderTable, textsOf } from '../take-suspicious.ts'

type Tables = SenderTable & { partner: { slug: string }; organisation: { slug: string; sort: string } }

/**
 * Hands on the links of a suspicious message within seconds. Not where somebody only said a number: anybody can, and could name
 * a shop that they dislike. Without a case it is handed on once several people have texted it. Numbers and addresses stay with the
 * police, for they may be an innocent person's.
 */
export const reportLinks = defineReaction<Tables>('report-links', (on) => [
  on(MessageTold, async ({ case: theft, indicators }, _, { db, execute }) => {
    const { standing } = theftCase.run(await readStream(queryable(db), `case/${theft}`))
    if (!standing || standing.level === 0) return
    const partners = await takeDowns(db)
    for (const { sort, mark } of indicators) if (sort === 'link') await execute(reportLink, { mark, partners }, mark)
  }),
  on(SuspiciousTold, async ({ indicators }, _, { db, execute }) => {
    for (const { sort, mark, honest = false } of indicators) {
      if (sort !== 'link') continue
      const texts = await textsOf(db as unknown as Kysely<SenderTable>, mark)
      if (isHandedOn({ texts, honest })) await execute(reportLink, { mark, partners: await takeDowns(db) }, mark)
    }
  }),
])

/** Whoever has false sites taken down. */
async function takeDowns(db: Tools<Tables>['db']): Promise<string[]> {
  const rows = await db
    .selectFrom('partner')
    .innerJoin('organisation', 'organisation.slug', 'partner.slug')
    .select('partner.slug')
    .where('organisation.sort', '=', 'take-down')
    .execute()
  return rows.map(({ slug }) => slug)
}
