import type { Kysely } from 'kysely'
import { type IndicatorTable, type IndicatorToldTable, sharedIndicators } from '#modules/harms/public'
import { definePage } from '../define-page.ts'

const sorts = { link: 'Link to', number: 'Text or call from', address: 'E-mail from' } as const

/**
 * Links and senders of suspicious messages, those of the most cases first. Which cases these are is not shown: another force's
 * may be among them, and to have a link taken down nobody needs to know whose it was sent to.
 */
export default definePage<IndicatorTable & IndicatorToldTable>()({
  url: '/staff/indicators',
  title: 'Messages that look wrong',
  template: 'staff/indicators.njk',
  who: { act: 'look', record: 'theft-report' },
  console: true,

  async load(_, { db, audit, vault }) {
    await audit('look', 'indicators')
    const shared = await sharedIndicators(db as Kysely<IndicatorTable & IndicatorToldTable>)
    const known = await vault.reveal(
      'look-at-indicator',
      shared.map(({ mark }) => mark),
    )
    return {
      indicators: shared.flatMap(({ mark, sort, ...more }) => {
        const one = known.get(mark)
        // Made harmless, so that nobody at a desk opens it by a slip.
        const says = one && !one.erased ? String(one.value).replaceAll('.', '[.]') : undefined
        return says === undefined ? [] : [{ says, sort: sorts[sort], ...more }]
      }),
    }
  },
})
