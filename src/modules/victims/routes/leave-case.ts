import { z } from 'zod'
import { defineRoute, seeOther } from '#http'
import { harmless } from '../harmless.ts'

/** Leaves the case at once: the browser forgets it, and shows the weather. A link, so that it works without JavaScript. */
export default defineRoute()({
  method: 'GET',
  url: '/case/leave',
  summary: 'Leave a case page at once; the browser forgets the case',
  who: 'anyone',
  query: z.object({ visit: z.string().optional() }),
  reply: z.string(),
  produces: 'text/html; charset=utf-8',

  async handle({ visit }, { pass }) {
    await pass.drop(visit)
    return seeOther(harmless)
  },
})
