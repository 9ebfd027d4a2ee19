import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type RouteContext, refusal, seeOther } from '#http'
import { readStream } from '#ledger'
import { kept, reviewOn } from '#lib/kept'
import {
  type Indicator,
  type IndicatorTable,
  messagesOf,
  readMessage,
  sharedWith,
  tellMessage,
} from '#modules/harms/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

/** A number is one wherever it is kept, so that the victim's own can be told apart. */
const classes = { link: 'free-text', address: 'contact', number: 'number' } as const

/** The victim pastes a message that looks wrong; its links and senders are compared between cases (B31). */
export default definePage<IndicatorTable>()({
  url: '/case/suspicious',
  title: 'A message that looks wrong',
  template: 'public/case-suspicious.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  query: z.strictObject({ told: z.literal('yes').optional() }),

  async load({ told }, context) {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    if (!told) return { told: false }
    const last = messagesOf(await readStream(queryable(context.db), `case/${held.case}`)).at(-1)
    const others = last ? await sharedWith(context.db as Kysely<IndicatorTable>, held.case, last.marks) : 0
    return { told: true, found: last?.marks.length ?? 0, others }
  },
  form: z.object({
    message: z
      .string()
      .trim()
      .min(1, 'Paste the message, or type what it says')
      .max(5000, 'Paste the first 5,000 letters of it'),
  }),

  async act({ message }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const reviewAt = reviewOn(kept.caseAccess, context.now())
    const { ref } = await context.vault.put({ class: 'free-text', value: { text: message }, reviewAt })
    const indicators = await Promise.all(readMessage(message).map((one) => marked(context, one, reviewAt)))
    const outcome = await context.execute(tellMessage, { ...held, message: ref, indicators }, 'message')
    return outcome.ok ? seeOther('/case/suspicious?told=yes') : refusal(tellMessage, outcome.refused)
  },
})

/** Puts a link or sender into the vault: the same one has the same reference in every case. */
async function marked({ vault }: Pick<RouteContext, 'vault'>, { sort, value }: Indicator, reviewAt: Date) {
  const kept = await vault.putOnce({ class: classes[sort], value, findBy: [value], reviewAt })
  return { sort, mark: kept.ref }
}
