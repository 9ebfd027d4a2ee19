import { z } from 'zod'
import type { SenderTable } from '#modules/harms/public'
import { readMessage, takeSuspicious } from '#modules/harms/public'
import type { WrongTry } from '#modules/register/public'
import { definePage } from '../define-page.ts'

const nothing = 'We found no link, phone number or address in it. Copy all of the message, with who it is from'

/**
 * Anybody tells us of a message that looks wrong, without a case: its links and senders are compared with those of cases. Who it was is not
 * asked, and the message is not kept.
 */
export default definePage<SenderTable & WrongTry>()({
  url: '/suspicious',
  title: 'Tell us of a message that looks wrong',
  template: 'public/suspicious.njk',
  who: 'anyone',
  purpose: 'respond-to-theft',
  personal: true,
  limitPerMinute: 20,

  async load(_, { audit }) {
    await audit('look', 'suspicious') // the form shows no record
    return { told: false }
  },
  form: z.object({
    message: z
      .string()
      .trim()
      .min(1, 'Paste the message, or type what it says')
      .max(5000, 'Paste the first 5,000 letters of it'),
  }),

  // What is answered is the same whether others told of it or not: nobody tries here which link has been found out.
  async act({ message }, context) {
    const { from: sender, newId, publicUrl } = context
    await context.audit('change', 'suspicious')
    const told = { id: newId(), by: 'page' as const, sender, found: readMessage(message), own: publicUrl.hostname }
    const taken = await takeSuspicious(context, told)
    if (taken === 'nothing') return { errors: [{ field: 'message', says: nothing }] }
    return { told: true, title: 'Thank you for telling us' }
  },
})
