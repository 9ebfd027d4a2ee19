import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { kept } from '#lib/kept'
import { answerClassOf, type KeepAnswer, takeReceipt } from '#partners'
import { queryable } from '#platform/database'

/** An answer is looked at again with the numbers of its case. */
const keptMs = kept.caseNumbers.ms

/** A partner sends its signed answer by itself: later than its reply, or once more. Only its own actions are found. */
export default defineRoute()({
  method: 'POST',
  url: '/api/receipts',
  summary: 'Send the signed receipt of an action, later or again',
  who: { act: 'change', record: 'receipt' },
  status: 200,
  body: z.strictObject({
    receipt: z.string().min(1).max(2000).describe('compact JWS, Ed25519'),
    answer: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('what is told with it; the receipt holds its SHA-256'),
  }),
  reply: z.object({ counted: z.boolean().describe('false when the action was answered before: the receipt is kept') }),

  async handle({ receipt, answer }, { db, append, tenant, vault }) {
    const keepAnswer: KeepAnswer = async ({ kind }, value) =>
      (await vault.put({ class: answerClassOf(kind), value, reviewAt: new Date(Date.now() + keptMs) })).ref
    const parts = { db: queryable(db), ledger: { append }, now: () => new Date(), keepAnswer }
    const taken = await takeReceipt(parts, receipt, tenant, answer)
    if (taken.taken) return { counted: taken.counted }
    const detail =
      taken.refused === 'unknown-action' ? 'Check the action: none of yours has that id.' : said(taken.refused)
    return problem('receipt-refused', { detail })
  },
})

const said = (fault: string) =>
  `The receipt does not hold (${fault}). Sign it with a key that is registered for you, over the action as it was sent.`
