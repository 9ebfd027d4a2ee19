import { z } from 'zod'
import { refusal, seeOther } from '#http'
import { readStream } from '#ledger'
import { Slug } from '#lib/slug'
import { nameAccounts } from '#modules/reports/public'
import { ownSteps, say, targets, tellAbsent } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { type AccountTables, accountChoices, offeredOf } from '../account-choices.ts'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

const Named = z.array(Slug).max(20, 'Choose at most 20')

/**
 * Who keeps the rest of what the phone opens: they are asked at once what the proof allows. Providers are named, never an
 * account or an address: they know whose it is by the number. What was not on the phone is ticked off.
 */
export default definePage<AccountTables>()({
  url: '/case/details/accounts',
  title: 'E-mail, crypto and digital ID',
  template: 'public/case-details-accounts.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  load: async (_, context) => {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    const { absent } = ownSteps.run(await readStream(queryable(context.db), `case/${held.case}`))
    return {
      ...(await accountChoices(context.db)),
      targets: targets.map((target) => ({
        ...{ value: target, text: say(`target.${target}`), checked: absent.includes(target) },
      })),
    }
  },
  form: z.object({ mail: Named, exchanges: Named, identities: Named, absent: z.array(z.enum(targets)) }),

  async act({ mail, exchanges, identities, absent }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const known = await accountChoices(context.db)
    const named = {
      mail: offeredOf(mail, known.mail),
      exchanges: offeredOf(exchanges, known.exchanges),
      identities: offeredOf(identities, known.identities),
    }
    const anyNamed = Object.values(named).some((one) => one.length > 0)
    const told = await context.execute(tellAbsent, { ...held, targets: absent }, 'absent')
    if (!told.ok && told.refused !== 'nothing-new') return refusal(tellAbsent, told.refused)
    if (!told.ok && !anyNamed && absent.length === 0)
      return { errors: [{ field: 'mail', says: 'Choose one, or tick what was not on the phone' }] }
    if (anyNamed) {
      const outcome = await context.execute(nameAccounts, { case: held.case, ...named }, 'accounts')
      if (!outcome.ok) return refusal(nameAccounts, outcome.refused)
    }
    return seeOther('/case/details')
  },
})
