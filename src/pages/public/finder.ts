import { z } from 'zod'
import { seeOther } from '#http'
import type { WrongTry } from '#modules/register/public'
import { type FinderCardTable, finderCardOf, finds, type WriteTables, writeToOwner } from '#modules/safeguards/public'
import { definePage } from '../define-page.ts'
import { RelayedWords } from '../relayed-words.ts'

const says = {
  wrong: 'We do not know this code. Compare each letter and digit with the screen of the phone',
  rest: 'Five wrong codes came from here. Wait an hour, or hand the phone in',
}

/**
 * Where the code on a lock screen leads (B77): a finder leaves the owner a message. Whether the phone is reported, whose it
 * is and how to reach anybody is said to nobody here. Staff who scan the same code are led to their own page.
 */
export default definePage<FinderCardTable & WriteTables & WrongTry>()({
  url: '/f',
  title: 'You found a phone',
  template: 'public/finder.njk',
  who: 'anyone',
  purpose: 'return-property',
  personal: true,
  query: z.object({ c: z.string().max(40).optional() }),

  // What was scanned is not looked up before the button is pressed: a look would tell whether the code is one.
  async load({ c }, { audit, caller }) {
    await audit('look', 'finder-card')
    if (caller.kind === 'staff') return seeOther(`/staff/lock-screen${c ? `?c=${encodeURIComponent(c)}` : ''}`)
    return { scanned: c ?? false, sent: false }
  },

  form: z.object({
    code: z
      .string()
      .trim()
      .min(1, 'Type the code on the screen of the phone')
      .max(40, 'A code has 12 letters and digits'),
    what: z.enum(finds, 'Choose where the phone is'),
    words: RelayedWords,
  }),

  async act({ code, what, words }, context) {
    const card = await finderCardOf(context, code)
    if (typeof card === 'string') return { scanned: false, errors: [{ field: 'code', says: says[card] }] }
    const reply = await writeToOwner(context, card, { what, words })
    return { sent: true, reply, title: 'Thank you' }
  },
})
