import { z } from 'zod'
import { refusal, seeOther } from '#http'
import { Slug } from '#lib/slug'
import { nameBanks } from '#modules/reports/public'
import { type AccountTables, accountChoices, offeredOf } from '../account-choices.ts'
import { keepDetails } from '../case-details.ts'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

/** Which banks had an app on the phone, so that they trust it no more; and what else was on it. */
export default definePage<AccountTables>()({
  url: '/case/details/phone',
  title: 'Your banks, and what was on the phone',
  template: 'public/case-details-phone.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  load: async (_, context) => {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    const { banks } = await accountChoices(context.db)
    return { banks }
  },
  form: z.object({
    banks: z.array(Slug).max(20, 'Choose at most 20 banks'),
    had: z.string().trim().max(1000, 'Say it in 1,000 letters or fewer'),
  }),

  async act({ banks, had }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const known = await accountChoices(context.db)
    const named = offeredOf(banks, known.banks)
    if (named.length === 0 && had === '')
      return {
        errors: [
          { field: known.banks.length > 0 ? 'banks' : 'had', says: 'Choose a bank, or say what was on the phone' },
        ],
      }
    if (named.length > 0) {
      const outcome = await context.execute(nameBanks, { case: held.case, banks: named }, 'banks')
      if (!outcome.ok) return refusal(nameBanks, outcome.refused)
    }
    if (had === '') return seeOther('/case/details')
    return keepDetails(context, held, { topic: 'phone', kind: 'free-text', had })
  },
})
