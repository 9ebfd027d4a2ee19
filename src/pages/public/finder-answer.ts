import { z } from 'zod'
import { readCaseCode } from '#lib/case-code'
import { repliesFor } from '#modules/safeguards/public'
import { definePage } from '../define-page.ts'

const Code = z.string().transform((typed, context) => {
  const code = readCaseCode(typed)
  if (code) return code
  const says = typed.trim() === '' ? 'Enter the code of your message' : 'Check your code. It has 12 letters and numbers'
  context.addIssue({ code: 'custom', message: says })
  return z.NEVER
})

/**
 * What the owner of a found phone answered. Whoever holds the code of a message reads the answers to it, and nothing of who wrote them; a
 * code that leads nowhere has no answer yet.
 */
export default definePage()({
  url: '/f/answer',
  title: 'Read an answer',
  template: 'public/finder-answer.njk',
  who: 'anyone',
  purpose: 'return-property',
  personal: true,
  limitPerMinute: 20,

  async load(_, { audit }) {
    await audit('look', 'finder-reply')
    return { asked: false, answers: [] }
  },

  form: z.object({ code: Code }),

  act: async ({ code }, context) => ({ asked: true, answers: await repliesFor(context as never, code) }),
})
