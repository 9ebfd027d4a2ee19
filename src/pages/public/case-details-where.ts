import { z } from 'zod'
import { keepDetails } from '../case-details.ts'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

/** Where and when it was: for the police, and never shown here again. Patrol reads the place as `text` (`saidIn`). */
export default definePage()({
  url: '/case/details/where',
  title: 'Where and when it was',
  template: 'public/case-details-where.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  load: async (_, context) => {
    const held = await heldCase(context)
    return 'redirect' in held ? held : {}
  },
  form: z.object({
    place: z.string().trim().min(1, 'Say where it was').max(200, 'Say where in 200 letters or fewer'),
    when: z.string().trim().max(100, 'Say when in 100 letters or fewer'),
  }),

  async act({ place: text, when }, context) {
    const held = await heldCase(context, 'change')
    return 'redirect' in held ? held : keepDetails(context, held, { topic: 'where', kind: 'place', text, when })
  },
})
