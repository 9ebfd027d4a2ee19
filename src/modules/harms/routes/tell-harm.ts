import { z } from 'zod'
import { defineRoute, problem, refusal } from '#http'
import { CaseId } from '#lib/ids'
import { tellHarm } from '../commands/tell-harm.ts'
import { bankHarms, lossBands } from '../vocabulary.ts'

type Tables = { action: { id: string; partner: string; stream: string } }

/**
 * A bank says what happened at its end after a theft. It names an order that it got from us, so that no number and no name is
 * sent, and only a bank that was asked in a case can add to it.
 */
export default defineRoute<Tables>()({
  method: 'POST',
  url: '/api/harms',
  summary: 'Say what was done to your customer after a theft that you had an order for',
  who: { act: 'change', record: 'freeze-order' },
  status: 201,
  body: z.strictObject({
    order: z.uuid().describe('the idempotency key of any order that you got for this theft'),
    sort: z.enum(bankHarms),
    loss: z.enum(lossBands).optional().describe('how much money is gone, in bands'),
  }),
  reply: z.object({ taken: z.literal(true) }),

  async handle({ order, ...told }, { db, audit, execute, tenant }) {
    const row = await db
      .selectFrom('action')
      .select('stream')
      .where('id', '=', order)
      .where('partner', '=', tenant)
      .executeTakeFirst()
    const theft = CaseId.safeParse(row?.stream.replace(/^case\//, ''))
    await audit('change', theft.success ? `case/${theft.data}` : 'no-case')
    if (!theft.success) return problem('not-found')
    const outcome = await execute(tellHarm, { case: theft.data, ...told, by: tenant })
    return outcome.ok ? { taken: true as const } : refusal(tellHarm, outcome.refused)
  },
})
