import type { Kysely } from 'kysely'
import { z } from 'zod'
import { defineRoute, problem, type RouteContext, stopOnlyPerMinute } from '#http'
import { type CallerTokenTables, partnerWithToken } from '#partners'
import { stopByWord, type WordTables } from '../stop-by-word.ts'
import { beginning, endWords, type Order, type Say, step, Talk, words, wrongWord } from '../voice-menu.ts'

type Tables = WordTables & CallerTokenTables

const kind = 'voice'

/**
 * What a telephone service should say next, for somebody who calls to stop a phone (docs/guide/gateways.md). It asks with a fixed
 * bearer token, and hands back what we gave it; of the call, the caller and their number we are told nothing.
 */
export default defineRoute<Tables>()({
  method: 'POST',
  url: '/api/voice',
  summary: 'Ask what to say next to somebody who calls to stop a phone',
  who: 'anyone',
  foreignBearer: true,
  purpose: 'respond-to-theft',
  personal: true,
  limitPerMinute: stopOnlyPerMinute, // every call comes from the one telephone service
  status: 200,
  body: z.strictObject({
    call: z.string().max(2000).optional().describe('what the last answer gave; leave it out when a call begins'),
    keys: z
      .string()
      .regex(/^[\d*#]{0,40}$/)
      .optional()
      .describe('what was pressed since, up to the hash'),
  }),
  reply: z.object({
    says: z.string().describe('to be spoken'),
    call: z.string().optional().describe('wait for keys, then ask again with this; without it, hang up'),
  }),

  async handle({ call, keys = '' }, context) {
    const { audit, bearer, db, pass } = context
    const gateway = await partnerWithToken(db as unknown as Kysely<CallerTokenTables>, bearer, 'voiceTokenHash')
    if (!gateway) return problem('credentials-refused', { headers: { 'www-authenticate': 'Bearer' } })
    await audit('change', 'voice-call')
    const { says, next } = call === undefined ? beginning : await answer(context, call, keys.replaceAll(/[*#]/g, ''))
    return { says, ...(next && { call: pass.sealNote(kind, next) }) }
  },
})

async function answer(context: RouteContext<Tables>, call: string, keys: string): Promise<Say> {
  const talk = Talk.safeParse(context.pass.openNote(kind, call)).data
  if (!talk) return { says: words.end }
  const after = step(talk, keys)
  return 'says' in after ? after : act(context, after)
}

async function act(context: RouteContext<Tables>, order: Order): Promise<Say> {
  const end = await stopByWord(context, { line: order.line, keys: order.keys }, 'voice')
  return end === 'wrong' ? wrongWord(order) : { says: endWords[end] }
}
