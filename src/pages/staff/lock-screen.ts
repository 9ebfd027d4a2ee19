import { z } from 'zod'
import { problem } from '#http'
import type { WrongTry } from '#modules/register/public'
import type { TheftCase } from '#modules/reports/public'
import { caseOfCard, type FinderCardTable, finderCardOf, type WriteTables } from '#modules/safeguards/public'
import { definePage } from '../define-page.ts'
import { reportsFor } from '../officer-reports.ts'

const says = {
  wrong: 'We do not know this code. Compare each letter and digit with the screen of the phone',
  rest: 'Five wrong codes came from here. Wait an hour, or check the phone by its number',
}

type Tables = FinderCardTable & TheftCase & WriteTables & WrongTry

/**
 * An officer scans a lock screen and is at the case (B77). The same is shown as for a phone whose number was typed, for the
 * purpose given and audited; what the report says only where this officer may read it.
 */
export default definePage<Tables>()({
  url: '/staff/lock-screen',
  title: 'Lock-screen card',
  template: 'staff/lock-screen.njk',
  who: { act: 'look', record: 'imei-status' },
  personal: true,
  limitPerMinute: 60,
  query: z.object({ c: z.string().max(40).optional() }),

  async load({ c }, context) {
    if (context.purpose === undefined) return problem('purpose-needed')
    await context.audit('open', 'page/lock-screen')
    const nothing = { asked: false, reports: [], theft: false }
    if (c === undefined) return nothing
    const card = await finderCardOf(context, c)
    if (typeof card === 'string') return { ...nothing, errors: [{ field: 'c', says: says[card] }] }
    const theft = await caseOfCard(context, card)
    const reports = await reportsFor(context as never, theft ? [theft] : [])
    if (reports.length === 0) await context.audit('look', `handset/${card.handset}`)
    const mayRead = reports.some(({ force }) => force === false)
    return { asked: true, reports, theft: mayRead && theft ? theft : false }
  },
})
