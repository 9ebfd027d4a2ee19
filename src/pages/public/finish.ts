import { z } from 'zod'
import { definePage } from '../define-page.ts'

/** The end on a borrowed phone: it forgets the case, and Back shows nothing. */
export default definePage()({
  url: '/case/finish',
  title: 'Hand the phone back',
  template: 'public/finish.njk',
  who: 'anyone',
  load: () => ({ done: false }),
  form: z.object({ visit: z.string() }),
  act: async ({ visit }, { pass }) => {
    await pass.drop(visit || undefined)
    return { done: true, title: 'You can hand the phone back' }
  },
})
