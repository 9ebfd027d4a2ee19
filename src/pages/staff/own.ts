import { z } from 'zod'
import { problem, seeOther } from '#http'
import { kept, reviewOn } from '#lib/kept'
import { LineTyped } from '#lib/line'
import { sayOwnNumber } from '#modules/scrutiny/public'
import { definePage } from '../define-page.ts'

const says: Readonly<Record<string, string>> = {
  'own-many': 'You have told us four numbers. Ask whoever keeps the system to look at them',
}

/** A member of staff says which number is their own. Nobody is shown it; a look at its case is put before the auditor. */
export default definePage()({
  url: '/staff/own',
  title: 'Your own number',
  template: 'staff/own.njk',
  who: 'anyone', // any member of staff; it shows no record
  purpose: 'run-system',
  personal: true,
  query: z.object({ done: z.literal('yes').optional() }),

  async load({ done }, { audit, caller }) {
    await audit('look', 'own-number')
    return caller.kind === 'staff' ? { done: done === 'yes' } : problem('sign-in-needed')
  },

  form: z.object({ line: LineTyped }),

  async act({ line }, { audit, caller, execute, now, vault }) {
    if (caller.kind !== 'staff') return problem('sign-in-needed')
    await audit('change', 'own-number')
    const reviewAt = reviewOn(kept.caseNumbers, now())
    const { ref } = await vault.putOnce({ class: 'number', value: line, findBy: [line], reviewAt })
    const outcome = await execute(sayOwnNumber, { staff: caller.id, line: ref })
    if (outcome.ok || outcome.refused === 'said-already') return seeOther('/staff/own?done=yes')
    return { errors: [{ field: 'line', says: says[outcome.refused] ?? 'We are busy. Press the button once more' }] }
  },
})
