import { z } from 'zod'
import { relayable } from '#modules/safeguards/public'

const refused = {
  address: 'Leave out web and e-mail addresses: we pass on your words, not how to reach you',
  number: 'Leave out phone numbers: we pass on your words, not how to reach you',
}

/** Words between an owner and a finder: neither is to learn how to reach the other. */
export const RelayedWords = z
  .string()
  .trim()
  .max(500, 'Write less: 500 letters are enough')
  .transform((typed, context) => {
    const words = relayable(typed)
    if (typeof words === 'string') return words
    context.addIssue({ code: 'custom', message: refused[words.refused] })
    return z.NEVER
  })
