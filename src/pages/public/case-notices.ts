import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type RouteContext, refusal, seeOther } from '#http'
import { readStream } from '#ledger'
import type { CaseId } from '#lib/ids'
import { kept, reviewOn } from '#lib/kept'
import { endContact, giveContact, told } from '#modules/victims/public'
import { queryable } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'
import { type PushTables, pushGateway } from '../push-key.ts'
import { readSubscription } from '../read-subscription.ts'

type Context = RouteContext<PushTables>
type Held = { readonly case: CaseId; readonly access: VaultRef }

/**
 * Notices to a victim's own browser: asked for by whoever holds the code, on a device that they say is theirs, and stopped here
 * without a script.
 */
export default definePage<PushTables>()({
  url: '/case/notices',
  title: 'Show news of your case in this browser',
  template: 'public/case-notices.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 20,
  perCode: 'visits',

  async load(_, context) {
    const held = await heldCase(context)
    return 'redirect' in held ? held : standOf(context, held)
  },
  form: z.object({
    do: z.enum(['take', 'stop'], 'Press one of the buttons on this page'),
    mine: z.string(),
    /** As the browser says it, as JSON. */
    subscription: z.string().max(4000),
  }),

  async act({ do: what, mine, subscription }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    if (what === 'stop') {
      const outcome = await context.execute(endContact, { ...held, why: 'withdrawn' })
      return outcome.ok || outcome.refused === 'no-browser'
        ? seeOther('/case/notices')
        : refusal(endContact, outcome.refused)
    }
    const read = readSubscription(subscription)
    if (mine !== 'yes') return wrong('mine', 'Only on a device that is yours: tick the box to say that it is')
    if (!read) return wrong('mine', 'This browser was not taken. Try again')
    const reviewAt = reviewOn(kept.caseAccess, context.now())
    const findBy: [string] = [`browser ${held.case} ${read.endpoint}`]
    const { ref } = await context.vault.putOnce({ class: 'contact', value: read, findBy, reviewAt })
    const given = { ...held, contact: ref, by: 'push', confirmed: true, isLine: false } as const
    const outcome = await context.execute(giveContact, given)
    if (outcome.ok) return seeOther('/case/notices')
    if (outcome.refused === 'busy' || outcome.refused === 'key-reused') return refusal(giveContact, outcome.refused)
    return wrong('mine', giveContact.refusals[outcome.refused].says)
  },
})

const wrong = (field: string, says: string) => ({ errors: [{ field, says }] })

/** How many browsers the holder of this code is told by, and whether another may be added. */
async function standOf({ db }: Pick<Context, 'db'>, { case: theft, access }: Held) {
  const { contacts, doubts, ended } = told.run(await readStream(queryable(db), `case/${theft}`))
  const gateway = await pushGateway(db as unknown as Kysely<PushTables>)
  return {
    browsers: contacts.filter((one) => one.push && one.access === access).length,
    gateway: (!ended && doubts.length === 0 && gateway) || false,
    ...{ inDoubt: doubts.length > 0, ended },
  }
}
