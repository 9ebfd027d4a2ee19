import type { Kysely } from 'kysely'
import { z } from 'zod'
import { refusal, seeOther } from '#http'
import { readStream } from '#ledger'
import { kept, reviewOn } from '#lib/kept'
import {
  type IndicatorTable,
  type IndicatorToldTable,
  marked,
  messagesOf,
  readMessage,
  sharedWith,
  tellMessage,
} from '#modules/harms/public'
import { guardFor } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

/** The victim pastes a message that looks wrong; its links and senders are compared between cases (B31). */
export default definePage<IndicatorTable & IndicatorToldTable>()({
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
    const events = await readStream(queryable(context.db), `case/${held.case}`)
    const last = messagesOf(events).at(-1)
    const others = last
      ? await sharedWith(context.db as Kysely<IndicatorTable & IndicatorToldTable>, held.case, last.marks)
      : 0
    return { told: true, guard: guardFor(events, held.access), found: last?.marks.length ?? 0, others }
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
