import { z } from 'zod'
import { type Pass, type RouteContext, seeOther, stopOnlyPerMinute } from '#http'
import type { StoredEvent } from '#ledger'
import { isGuarded, theftCase } from '#modules/reports/public'
import { accessStands, giveAccess } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { ownReport } from '../own-report.ts'
import { isAdded } from '../pass-after.ts'
import { claimOf, lookingAgain, mostLooks, type ReceiptTables, receiptOf } from '../receipt.ts'

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
    const { pass: held, events, moved } = await ownReport(context.db, pass.held)
    if (moved) pass.give(held)
    const mine = await recognised(context, held, events)
    // A code that was given just now is not among those events.
    const isNew = mine.access !== held.access
    const receipt = await receiptOf(context, mine, isNew ? {} : { events })
    return { receipt, added: isAdded(mine), ...lookingAgain(receipt, look), danger }
  },
})

/**
 * Gives code and word to who reported here and has none yet: also to who said a number that had a case, so that nobody can tell the two
 * apart; their code opens nothing of the case until the operator says that it is the holder who made this claim. A code that ended
 * (somebody else has shown that the phone is theirs) leaves no other behind.
 */
async function recognised(
  context: RouteContext<ReceiptTables>,
  held: Pass,
  events: readonly StoredEvent[],
): Promise<Pass> {
  const { access, joined, ...own } = held
  const code = access === undefined ? undefined : await accessStands(context.db, events, access)
  if (access !== undefined && !code) return { ...own, as: 'reporter', joined: true }
  const isTheirs = joined === true && (code ? !code.joined : await isHolder(context, held, events))
  const pass = isTheirs ? { ...own, ...(access !== undefined && { access }) } : held
  if (code || held.as === 'holder' || isAdded(pass)) return isTheirs ? keep(context, pass) : pass
  const given = await giveAccess(context, pass)
  return 'refused' in given ? pass : keep(context, { ...pass, access: given.access })
}

function keep(context: RouteContext<ReceiptTables>, pass: Pass): Pass {
  context.pass.give(pass)
  return pass
}

/** In safe mode never, unless a bare number asked for it: an ex-partner knows name and birth date too. */
async function isHolder(
  { db, now }: RouteContext<ReceiptTables>,
  pass: Pass,
  events: readonly StoredEvent[],
): Promise<boolean> {
  return !isGuarded(theftCase.run(events)) && (await claimOf(db, now(), pass)) === 'matched'
}
