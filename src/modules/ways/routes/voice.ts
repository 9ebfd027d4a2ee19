import type { Kysely } from 'kysely'
import { z } from 'zod'
import { defineRoute, problem, type RouteContext, stopOnlyPerMinute } from '#http'
import { type CallerTokenTables, partnerWithToken } from '#partners'
import { stopByWord, type WordTables } from '../stop-by-word.ts'
import { beginning, endWords, type Order, type Say, step, Talk, words, wrongWord } from '../voice-menu.ts'

type Tables = WordTables & CallerTokenTables

const kind = 'voice'

/** Opaque, and long enough to be one: a number of a line, with or without its +, is refused, so that none is sent by mistake. */
const CallerReference = z
  .string()
  .regex(/^(?!\+?\d{1,20}$)[\w.~+/=-]{16,128}$/, 'A reference of the line, and not its number')

/**
 * What a telephone service should say next, for somebody who calls to stop a phone (docs/guide/gateways.md). It asks with a fixed
 * bearer token, and hands back what we gave it. Of the caller we are told no number: at most a reference that the operator makes, so that
 * whoever guesses words uses up their own tries.
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
    caller: CallerReference.optional().describe(
      'the operator’s own reference of the calling line, never its number; leave it out where there is none',
    ),
  }),
  reply: z.object({
    says: z.string().describe('to be spoken'),
    call: z.string().optional().describe('wait for keys, then ask again with this; without it, hang up'),
  }),

  async handle({ call, keys = '', caller }, context) {
    const { audit, bearer, db, pass } = context
    const gateway = await partnerWithToken(db as unknown as Kysely<CallerTokenTables>, bearer, 'voiceTokenHash')
    if (!gateway) return problem('credentials-refused', { headers: { 'www-authenticate': 'Bearer' } })
    await audit('change', 'voice-call')
    const { says, next } =
      call === undefined
        ? beginning
        : await answer(context, call, { keys: keys.replaceAll(/[*#]/g, ''), from: askerOf(context, gateway, caller) })
    return { says, ...(next && { call: pass.sealNote(kind, next) }) }
  },
})

type Pressed = { readonly keys: string; readonly from: string | undefined }

/** Two services may make the same reference for two lines. It is kept for the hour of its tries, as a keyed hash. */
const askerOf = ({ vault }: RouteContext<Tables>, gateway: string, caller: string | undefined) =>
  caller && vault.blind('number', `caller ${gateway} ${caller}`)

async function answer(context: RouteContext<Tables>, call: string, { keys, from }: Pressed): Promise<Say> {
  const talk = Talk.safeParse(context.pass.openNote(kind, call)).data
  if (!talk) return { says: words.end }
  const after = step(talk, keys)
  return 'says' in after ? after : act(context, after, from)
}

async function act(context: RouteContext<Tables>, order: Order, from: string | undefined): Promise<Say> {
  const end = await stopByWord(context, { line: order.line, keys: order.keys }, 'voice', from)
  return end === 'wrong' ? wrongWord(order) : { says: endWords[end] }
}
