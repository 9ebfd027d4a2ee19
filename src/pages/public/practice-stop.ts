import { z } from 'zod'
import { seeOther } from '#http'
import { definePage } from '../define-page.ts'

/** The screen of a card, a code or a stop word, and nothing sent: any will do here, and none is looked up. */
export default definePage()({
  url: '/practice/stop',
  title: 'Practice: stop a phone with a card, code or word',
  template: 'public/practice-stop.njk',
  who: 'anyone',
  load: () => ({ scanned: false, which: [], practice: '/practice/stop', reportAt: '/practice' }),
  form: z.object({ code: z.string().trim(), word: z.string().trim() }),
  act: ({ code, word }) =>
    code || word
      ? seeOther('/practice/receipt')
      : { errors: [{ field: 'code', says: 'Type the number on the card or your code, or use your stop word' }] },
})
