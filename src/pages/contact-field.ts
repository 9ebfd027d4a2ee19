import { z } from 'zod'
import { readLine } from '#lib/line'

const email = z.email()

/** Somewhere a message can be sent: an e-mail address, or a mobile number in one form. `says`: what to enter where it is neither. */
export const contactField = (says: string) =>
  z.string().transform((typed, context) => {
    const contact = typed.includes('@') ? email.safeParse(typed.trim()).data : readLine(typed)
    if (contact) return contact
    context.addIssue({ code: 'custom', message: says })
    return z.NEVER
  })
