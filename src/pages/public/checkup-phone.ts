import { z } from 'zod'
import { problem } from '#http'
import { allSteps, type CheckId, checks, type Steps } from '#modules/safeguards/public'
import { definePage } from '../define-page.ts'

const isKnown = (sort: string): sort is keyof typeof allSteps => Object.hasOwn(allSteps, sort)

/**
 * The five questions for one sort of phone. There is no form: whoever answers "no" opens the steps on their own screen, so
 * nobody learns what is weak on whose phone, we least of all.
 */
export default definePage()({
  url: '/checkup/:phone',
  title: 'Checkup',
  template: 'public/checkup-phone.njk',
  who: 'anyone',
  params: z.object({ phone: z.string().max(20) }),

  load({ phone: sort }) {
    if (!isKnown(sort)) return problem('not-found')
    const { phone, from, fixes }: Steps = allSteps[sort]
    const questions = Object.entries(checks).map(([id, check]) => {
      const { also = [], ...fix } = fixes[id as CheckId]
      return { id, ...check, places: [fix, ...also] }
    })
    return { title: `Checkup: ${phone}`, phone, from, questions }
  },
})
