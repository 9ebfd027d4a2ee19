import { z } from 'zod'
import { defineRoute, problem, refusal } from '#http'
import { CaseId } from '#lib/ids'
import { reportTheft } from '#modules/reports/public'
import { isDemo } from '#modules/statistics/public'
import { blockNow, type DemoTables } from '../block-now.ts'

/** The first minute begins: a pretend owner's card stops a pretend phone. The button of the page /demo does the same. */
export default defineRoute<DemoTables>()({
  method: 'POST',
  url: '/api/demo/thefts',
  summary: 'Demo only: a pretend owner is enrolled and their card reports the phone stolen',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 60,
  status: 201,
  reply: z.object({ case: CaseId }),

  async handle(_, context) {
    await context.audit('change', 'demo')
    if (!(await isDemo(context.db))) return problem('not-found')
    const taken = await blockNow(context)
    return 'refused' in taken ? refusal(reportTheft, taken.refused) : { case: taken.case }
  },
})
