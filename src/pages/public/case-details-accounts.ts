import type { Kysely } from 'kysely'
import { z } from 'zod'
import { refusal, seeOther } from '#http'
import { readStream } from '#ledger'
import { Slug } from '#lib/slug'
import { nameAccounts } from '#modules/reports/public'
import { ownSteps, say, targets, tellAbsent } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

type Tables = { partner: { slug: string }; organisation: { slug: string; name: string; sort: string } }

const Named = z.array(Slug).max(20, 'Choose at most 20')

/**
 * Who keeps the rest of what the phone opens: they are asked at once what the proof allows. Providers are named, never an
 * account or an address: they know whose it is by the number. What was not on the phone is ticked off.
 */
export default definePage<Tables>()({
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
      ...(await offered(context.db)),
      targets: targets.map((target) => ({
        ...{ value: target, text: say(`target.${target}`), checked: absent.includes(target) },
      })),
    }
  },
  form: z.object({ mail: Named, exchanges: Named, identities: Named, absent: z.array(z.enum(targets)) }),

  async act({ mail, exchanges, identities, absent }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const known = await offered(context.db)
    const of = (given: readonly string[], choices: readonly { value: string }[]) =>
      choices.map(({ value }) => value).filter((one) => given.includes(one)) as z.output<typeof Named>
    const named = {
      mail: of(mail, known.mail),
      exchanges: of(exchanges, known.exchanges),
      identities: of(identities, known.identities),
    }
    const anyNamed = Object.values(named).some((one) => one.length > 0)
    const told = await context.execute(tellAbsent, { ...held, targets: absent }, 'absent')
    if (!told.ok && told.refused !== 'nothing-new') return refusal(tellAbsent, told.refused)
    if (!told.ok && !anyNamed)
      return { errors: [{ field: 'mail', says: 'Choose one, or tick what was not on the phone' }] }
    if (anyNamed) {
      const outcome = await context.execute(nameAccounts, { case: held.case, ...named }, 'accounts')
      if (!outcome.ok) return refusal(nameAccounts, outcome.refused)
    }
    return seeOther('/case/details')
  },
})

const sorts = { mail: 'mail-provider', exchanges: 'exchange', identities: 'identity-issuer' } as const

async function offered(db: Kysely<Tables>) {
  const rows = await db
    .selectFrom('partner')
    .innerJoin('organisation', 'organisation.slug', 'partner.slug')
    .select(['partner.slug as value', 'organisation.name as text', 'organisation.sort'])
    .where('organisation.sort', 'in', Object.values(sorts))
    .orderBy('organisation.name')
    .execute()
  const of = (sort: string) => rows.filter((row) => row.sort === sort).map(({ value, text }) => ({ value, text }))
  return { mail: of(sorts.mail), exchanges: of(sorts.exchanges), identities: of(sorts.identities) }
}
