import { z } from 'zod'
import { keepDetails } from '../case-details.ts'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

/** What the victim saw of who took it: for the police, and never shown here again. */
export default definePage()({
  url: '/case/details/who',
  title: 'Who took it',
  template: 'public/case-details-who.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  load: async (_, context) => {
    const held = await heldCase(context)
    return 'redirect' in held ? held : {}
  },
  form: z.object({
    who: z.string().trim().min(1, 'Say what you saw').max(1000, 'Say what you saw in 1,000 letters or fewer'),
  }),

  async act({ who: description }, context) {
    const held = await heldCase(context, 'change')
    return 'redirect' in held ? held : keepDetails(context, held, { topic: 'who', kind: 'free-text', description })
  },
})
