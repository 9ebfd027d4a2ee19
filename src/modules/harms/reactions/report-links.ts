import { defineReaction, readStream } from '#ledger'
import { theftCase } from '#modules/reports/public'
import { queryable } from '#platform/database'
import { reportLink } from '../commands/report-link.ts'
import { MessageTold } from '../events/message-told.ts'

type Tables = { partner: { slug: string }; organisation: { slug: string; sort: string } }

/**
 * Hands on the links of a suspicious message within seconds. Not where somebody only said a number: anybody can, and could name
 * a shop that they dislike. Numbers and addresses stay with the police, for they may be an innocent person's.
 */
export const reportLinks = defineReaction<Tables>('report-links', (on) => [
  on(MessageTold, async ({ case: theft, indicators }, _, { db, execute }) => {
    const { standing } = theftCase.run(await readStream(queryable(db), `case/${theft}`))
    if (!standing || standing.level === 0) return
    const rows = await db
      .selectFrom('partner')
      .innerJoin('organisation', 'organisation.slug', 'partner.slug')
      .select('partner.slug')
      .where('organisation.sort', '=', 'take-down')
      .execute()
    const partners = rows.map(({ slug }) => slug)
    for (const { sort, mark } of indicators) if (sort === 'link') await execute(reportLink, { mark, partners }, mark)
  }),
])
