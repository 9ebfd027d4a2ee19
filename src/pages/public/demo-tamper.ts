import { z } from 'zod'
import { problem, seeOther } from '#http'
import { tamperWithCopy } from '#modules/demo/public'
import { isDemo } from '#modules/statistics/public'
import { definePage } from '../define-page.ts'

/** One word of the visitor's own report is changed in a throwaway copy of the ledger, and `verify` names the row. */
export default definePage()({
  url: '/demo/tamper',
  title: 'Tamper with the record',
  template: 'public/demo-tamper.njk',
  who: 'anyone',
  limitPerMinute: 12, // each reads the whole ledger twice
  load: async (_, { db }) => ((await isDemo(db)) ? { tampered: false } : problem('not-found')),
  form: z.object({}),

  async act(_, { db, pass }) {
    if (!pass.held) return seeOther('/demo')
    return { tampered: await tamperWithCopy(db, pass.held.case) }
  },
})
