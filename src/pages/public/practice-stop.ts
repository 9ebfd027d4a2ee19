import { z } from 'zod'
import { seeOther } from '#http'
import { methods } from '#modules/reports/public'
import { definePage } from '../define-page.ts'

/** The screen of a card or a code, and nothing sent: any code will do here, and none is looked up. */
export default definePage()({
  url: '/practice/stop',
  title: 'Practice: stop a phone with a card or code',
  template: 'public/practice-stop.njk',
  who: 'anyone',
  load: () => ({ scanned: false, practice: '/practice/stop' }),
  form: z.object({
    code: z.string().trim().min(1, 'Type the number on the card, or your code').max(40, 'A code has 12 signs'),
    method: z.enum(methods, 'Choose what happened'),
  }),
  act: () => seeOther('/practice/receipt'),
})
