import { z } from 'zod'
import { definePage } from '../define-page.ts'

/** The screen that starts a phone again, and nothing sent: any code will do here, and none is looked up. */
export default definePage()({
  url: '/practice/found',
  title: 'Practice: start a phone again',
  template: 'public/practice-found.njk',
  who: 'anyone',
  load: () => ({ done: false, practice: '/practice/found' }),
  form: z.object({
    why: z.enum(['found', 'not-me'], 'Choose what is true'),
    code: z.string().trim().min(1, 'Type the code that was sent to you').max(40, 'A code has 12 letters and digits'),
  }),
  act: () => ({ done: true, title: 'Practice: we have heard you' }),
})
