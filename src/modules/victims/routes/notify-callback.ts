import { z } from 'zod'
import { defineRoute, problem, refusal } from '#http'
import { tellOfLost } from '#modules/safeguards/public'
import { type CallerTokenTables, partnerWithToken } from '#partners'
import { noteDelivery } from '../commands/note-delivery.ts'
import { noteFate } from '../note-fate.ts'

type Tables = CallerTokenTables & { action: { id: string; stream: string; kind: string; partner: string } }

/**
 * What became of a message, as GOV.UK Notify tells it: with a fixed bearer token, up to five times. Of the token the
 * gateway's configuration holds only the SHA-256 (`callbackTokenHash`). `reference` is our action.
 */
export default defineRoute<Tables>()({
  method: 'POST',
  url: '/api/notify/callback',
  summary: 'Say what became of a message (GOV.UK Notify’s delivery receipt)',
  who: 'anyone',
  foreignBearer: true,
  purpose: 'inform-victim',
  personal: true,
  status: 200,
  // Notify sends more, such as the address: it is not read. Unknown fields are named so that none is swallowed unseen.
  body: z.strictObject({
    id: z.string().max(100),
    reference: z.string().max(100).nullable(),
    status: z.enum(['delivered', 'permanent-failure', 'temporary-failure', 'technical-failure']),
    to: z.string().max(320).optional(),
    created_at: z.string().max(40).optional(),
    completed_at: z.string().max(40).nullable().optional(),
    sent_at: z.string().max(40).nullable().optional(),
    notification_type: z.string().max(20).optional(),
    template_id: z.string().max(100).optional(),
    template_version: z.int().optional(),
  }),
  reply: z.object({ noted: z.boolean().describe('false when it was known already, or the message is none of ours') }),

  async handle({ reference, status }, context) {
    const { db, audit, execute, bearer, vault } = context
    const gateway = await partnerWithToken(db, bearer, 'callbackTokenHash')
    if (!gateway) return problem('credentials-refused', { headers: { 'www-authenticate': 'Bearer' } })
    const id = z.uuid().safeParse(reference).data
    const action =
      id &&
      (await db
        .selectFrom('action')
        .select(['id', 'stream', 'kind'])
        .where('id', '=', id)
        .where('partner', '=', gateway)
        .executeTakeFirst())
    await audit('change', action ? `action/${action.id}` : 'action')
    if (!action) return { noted: false }
    const message = { action: action.id, kind: action.kind, stream: action.stream }
    // Notify says it again and again: what is known already is noted once.
    const tellOwner = (lost: typeof message) =>
      tellOfLost({ ...context, db: db as never, reveal: (refs) => vault.reveal('change', refs) }, lost)
    const outcome = await noteFate({ db: db as never, execute, tellOwner }, message, status)
    if (typeof outcome === 'boolean') return { noted: outcome }
    if (!outcome.ok && outcome.refused !== 'delivery-known') return refusal(noteDelivery, outcome.refused)
    return { noted: outcome.ok }
  },
})
