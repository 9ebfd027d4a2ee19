import type { Kysely } from 'kysely'
import { z } from 'zod'
import { defineRoute, problem, type RouteContext, refusal, stopOnlyPerMinute } from '#http'
import { kept, reviewOn } from '#lib/kept'
import { type Line, readLine } from '#lib/line'
import type { SenderTable } from '#modules/harms/public'
import { type GatewayTable, gatewayFor, isStolenNumber, takeTry } from '#modules/register/public'
import { type CallerTokenTables, partnerWithToken } from '#partners'
import { answerText } from '../commands/answer-text.ts'
import { type ReadText, readText } from '../read-text.ts'
import { replyOf } from '../replies.ts'
import { stopByWord, type WordTables } from '../stop-by-word.ts'
import { takeForward } from '../take-forward.ts'

type Tables = WordTables & CallerTokenTables & GatewayTable & SenderTable & { event: { stream: string } }

/** To one number within an hour: a sender can be made up, and we text no stranger for somebody's fun. */
const mostReplies = 5

/**
 * A text that somebody sent to our number, as GOV.UK Notify tells it: with a fixed bearer token, again while it is not taken. It
 * stops a phone, or forwards a suspicious message. It is acted on first; then its sender is answered once, unless they hold the stolen phone.
 */
export default defineRoute<Tables>()({
  method: 'POST',
  url: '/api/notify/received',
  summary: 'Hand on a text that came to our number (GOV.UK Notify’s received text)',
  who: 'anyone',
  foreignBearer: true,
  purpose: 'respond-to-theft',
  personal: true,
  limitPerMinute: stopOnlyPerMinute, // every text comes from the one gateway
  status: 200,
  body: z.strictObject({
    id: z.uuid(),
    source_number: z.string().max(30),
    destination_number: z.string().max(30),
    message: z.string().max(2000),
    date_received: z.string().max(40),
  }),
  reply: z.object({ answered: z.boolean().describe('false when it was answered before') }),

  async handle({ id, source_number: from, message }, context) {
    const { audit, bearer, db, execute } = context
    const gateway = await partnerWithToken(db as unknown as Kysely<CallerTokenTables>, bearer, ...tokenNames)
    if (!gateway) return problem('credentials-refused', { headers: { 'www-authenticate': 'Bearer' } })
    await audit('change', 'received-text')
    if (await isAnswered(db, id)) return { answered: false }
    const sender = readLine(from.startsWith('+') ? from : `+${from}`)
    const read = readText(message)
    const how = await actOn(context, read, { id, from: sender, message, told: from })
    const isItself = read.sort === 'order' && sender === read.order.line
    const mayAnswer = sender !== undefined && !isItself && (await mayBeAnswered(context, sender))
    const [answer, gateways] = mayAnswer
      ? [
          await answerTo(context, sender, replyOf(how)),
          await gatewayFor(db as unknown as Kysely<GatewayTable>, 'send-text'),
        ]
      : [undefined, []]
    const outcome = await execute(answerText, { text: id, how, answer, gateways })
    return outcome.ok ? { answered: true } : refusal(answerText, outcome.refused)
  },
})

/** `told`: the sender as the gateway says it, which need not be a number. */
type Text = {
  readonly id: string
  readonly from: Line | undefined
  readonly message: string
  readonly told: string
}

/** What came of it, as far as its sender is told: of a forward that it came, and never where it went. */
async function actOn(context: RouteContext<Tables>, read: ReadText, { id, from, message, told }: Text) {
  // Whoever guesses from one number uses up their own tries, and not those that its owner needs.
  if (read.sort === 'order') return stopByWord(context, read.order, 'text', context.vault.blind('number', from ?? told))
  if (read.sort === 'unread') return 'unread'
  if (from) await takeForward(context, { id, from, message })
  return 'forwarded'
}

/** Notify has one token for each of its callbacks; a service may give the same for both. */
const tokenNames = ['receivedTokenHash', 'callbackTokenHash']

const isAnswered = async (db: Kysely<Tables>, text: string): Promise<boolean> =>
  (await db.selectFrom('event').select('stream').where('stream', '=', `text/${text}`).limit(1).executeTakeFirst()) !==
  undefined

/** Not a stolen phone itself (B51), and not texted again and again. */
async function mayBeAnswered({ db, now, vault }: RouteContext<Tables>, sender: Line): Promise<boolean> {
  if (await isStolenNumber({ db, now, vault }, sender)) return false
  return (await takeTry(db, `reply/${vault.blind('number', sender)}`, now())) <= mostReplies
}

async function answerTo({ vault, now }: RouteContext<Tables>, to: Line, text: string) {
  const reviewAt = reviewOn(kept.textReceived, now())
  return (await vault.put({ class: 'document', value: { to, text }, reviewAt })).ref
}
