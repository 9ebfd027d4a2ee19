import { z } from 'zod'
import { type Pass, type RouteContext, seeOther, stopOnlyPerMinute } from '#http'
import { readStream, type StoredEvent } from '#ledger'
import { accessStands, giveAccess } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { claimOf, type ReceiptTables, receiptOf } from '../receipt.ts'

/**
 * After so many seconds it looks again by itself, for two minutes: soon at first, when most networks answer, then seldom. In a rush
 * the looks of those who wait must not hold up who comes.
 */
const pauses = [5, 5, 5, 10, 15, 20, 30, 30]
const mostLooks = pauses.length

/** Page three: code, word, what was asked of whom and how it stands. Seen again by plain reload for half an hour. */
export default definePage<ReceiptTables>()({
  url: '/report/receipt',
  title: 'We have your report',
  template: 'public/report-receipt.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: stopOnlyPerMinute,
  query: z.strictObject({
    look: z.coerce.number().int().min(0).max(mostLooks).default(0),
    danger: z.literal('yes').optional(),
  }),

  async load({ look, danger }, context) {
    const { pass, audit } = context
    await audit('look', pass.held ? `case/${pass.held.case}` : 'no-case')
    if (!pass.held) return seeOther('/report')
    const events = await readStream(queryable(context.db), `case/${pass.held.case}`)
    const mine = await recognised(context, pass.held, events)
    const receipt = await receiptOf(context, mine, { events })
    const again = receipt.pending || receipt.claim === 'asked'
    const pause = again ? pauses[look] : undefined
    return { receipt, joined: mine.joined ?? false, pause: pause ?? false, look, last: mostLooks, danger }
  },
})

/**
 * Gives code and word to who reported here and has none yet. Who joined a case by a bare number gets them, and sees it, once
 * the operator says that it is the holder who made this claim.
 */
async function recognised(
  context: RouteContext<ReceiptTables>,
  held: Pass,
  events: readonly StoredEvent[],
): Promise<Pass> {
  const pass = await asItStands(context, held, events)
  if (pass.access || pass.as === 'holder') return pass
  if (pass.joined && !(await isHolder(context, pass))) return pass
  const given = await giveAccess(context, pass)
  if ('refused' in given) return pass
  const { joined: _, ...own } = pass
  const known = { ...own, access: given.access }
  context.pass.give(known)
  return known
}

/** A code that ended (somebody else has shown that the phone is theirs) leaves a report like any other by a bare number. */
async function asItStands(
  { db }: RouteContext<ReceiptTables>,
  { access, ...pass }: Pass,
  events: readonly StoredEvent[],
): Promise<Pass> {
  if (access === undefined) return pass
  return (await accessStands(db, events, access)) ? { ...pass, access } : { ...pass, as: 'reporter', joined: true }
}

/** In safe mode never: an ex-partner knows name and birth date too. */
async function isHolder({ db, now }: RouteContext<ReceiptTables>, pass: Pass): Promise<boolean> {
  if ((await claimOf(db, now(), pass)) !== 'matched') return false
  const row = await db.selectFrom('theft_case').select('safe_mode').where('case_id', '=', pass.case).executeTakeFirst()
  return row?.safe_mode === false
}
